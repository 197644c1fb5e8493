package plot_test

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb/plot"
)

var update = flag.Bool("update", false, "rewrite the golden pictures in testdata")

// TestGolden compares pixels, not bytes: smoothed edges differ by a shade between architectures.
func TestGolden(t *testing.T) {
	s := scored(12_000)
	plain, weighted := s.PR(), scored(3_000).PR()
	plain.Name, weighted.Name = "plain", "weighted"
	for name, p := range map[string]plot.Picture{
		"result":    plot.Result(s, 0.3),
		"confusion": plot.Confusion(s.At(0.3), 0.3),
		"roc":       plot.ROC(s, 0.3),
		"pr":        plot.PR(s, 0.3),
		"curves":    plot.Curves(plain, weighted),
		"scores":    plot.Scores(s, 0.3),
		"training":  plot.Training(training(12, 15)),
		"begun":     plot.Training(training(1, 15)[:12]),
		"undefined": plot.Result(metrics.NewState(), 0.5),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, p) })
	}
}

func golden(t *testing.T, name string, p plot.Picture) {
	path := filepath.Join("testdata", name+".png")
	if *update {
		if err := os.WriteFile(path, p.PNG(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, want := decode(t, p.PNG()), decode(t, data)
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%s is %v, want %v; go test ./nb/plot -update rewrites it", path, got.Bounds(), want.Bounds())
	}
	if differing := differing(got, want); differing > 0.002 {
		t.Errorf("%s: %.2f %% of the pixels differ; look at the picture, and if it is right, go test ./nb/plot -update", path, 100*differing)
	}
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// differing is the share of pixels that differ by more than a shade.
func differing(a, b image.Image) float64 {
	const shade = 0x3000
	n, size := 0, a.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if far(r1, r2, shade) || far(g1, g2, shade) || far(b1, b2, shade) {
				n++
			}
		}
	}
	return float64(n) / float64(size.X*size.Y)
}

func far(a, b uint32, by float64) bool { return math.Abs(float64(a)-float64(b)) > by }
