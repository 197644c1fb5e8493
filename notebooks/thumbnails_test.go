package notebooks_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/draw"

	"github.com/seqpair/seqpair/notebooks"
)

var update = flag.Bool("update", false, "draw the thumbnails of the index again, and the picture of the readme")

// thumbnails are the pictures of the index: which one of a tutorial, counted from 0.
var thumbnails = map[string]int{
	"00_quickstart": 0, "01_all_metrics_equal": 3, "02_imbalance": 1, "03_losses": 1, "04_metrics": 1, "05_thresholds": 0,
	"06_architectures": 0, "07_segmentation": 1, "08_diagnosis": 10, "09_your_own_data": 0, "10_bigger": 0,
}

// thumbnailWidth in pixels is twice what the index shows; readmeWidth is that of the readme's picture.
const thumbnailWidth, readmeWidth = 480, 1440

// TestThumbnails: the index and the readme show what the tutorials show.
func TestThumbnails(t *testing.T) {
	index, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range tutorials(t) {
		name := strings.TrimSuffix(file, ".ipynb")
		which, known := thumbnails[name]
		if !known || !bytes.Contains(index, []byte(`<img src="thumbnails/`+name+`.png"`)) {
			t.Errorf("%s has no thumbnail in the index", name)
			continue
		}
		shown := picture(t, file, which)
		checkShown(t, filepath.Join("thumbnails", name+".png"), shown, thumbnailWidth)
		if file == notebooks.Quickstart {
			checkShown(t, filepath.Join("..", ".github", "quickstart.png"), shown, readmeWidth)
		}
	}
}

// picture is one of the pictures in the outputs of a tutorial.
func picture(t *testing.T, file string, which int) image.Image {
	t.Helper()
	content, err := fs.ReadFile(notebooks.Files(), file)
	if err != nil {
		t.Fatal(err)
	}
	var n notebook
	if err := json.Unmarshal(content, &n); err != nil {
		t.Fatal(err)
	}
	for _, c := range n.Cells {
		for _, out := range c.Outputs {
			var encoded string
			if json.Unmarshal(out.Data["image/png"], &encoded) != nil {
				continue
			}
			if which--; which >= 0 {
				continue
			}
			content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
			if err != nil {
				t.Fatal(err)
			}
			return decoded(t, content)
		}
	}
	t.Fatalf("%s has too few pictures", file)
	return nil
}

func decoded(t *testing.T, content []byte) image.Image {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// checkShown compares a file with a picture at another width, or writes it.
func checkShown(t *testing.T, path string, shown image.Image, width int) {
	t.Helper()
	size := shown.Bounds().Size()
	want := image.NewRGBA(image.Rect(0, 0, width, size.Y*width/size.X))
	draw.CatmullRom.Scale(want, want.Bounds(), shown, shown.Bounds(), draw.Src, nil)
	if *update {
		var out bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, want); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := decoded(t, content)
	if got.Bounds() != want.Bounds() || differing(got, want) > 0.002 {
		t.Errorf("%s is not what the tutorial shows: go test ./notebooks -run TestThumbnails -update draws it again", path)
	}
}

// differing is the share of pixels that differ by more than rounding.
func differing(a, b image.Image) float64 {
	const shade = 0x800
	n, size := 0, a.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if max(r1, r2)-min(r1, r2) > shade || max(g1, g2)-min(g1, g2) > shade || max(b1, b2)-min(b1, b2) > shade {
				n++
			}
		}
	}
	return float64(n) / float64(size.X*size.Y)
}
