package dense

import (
	"math"
	"testing"

	"github.com/gomlx/compute/gobackend"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
)

// Both ways to compute a convolution are the sum over each pixel's neighbourhood, with zeros around the image.
func TestConvolutions(t *testing.T) {
	b, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	const height, width, channels, filters = 3, 4, 2, 2
	x, w := make([]float32, 2*height*width*channels), make([]float32, 9*channels*filters)
	for i := range x {
		x[i] = float32(math.Sin(float64(i)))
	}
	for i := range w {
		w[i] = float32(math.Cos(float64(3 * i)))
	}
	for name, product := range map[string]func(x, w *Node) *Node{"windows": windows, "convolve": convolve} {
		exec, err := NewExec(b, product)
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Call(tensors.FromFlatDataAndDimensions(x, 2, height, width, channels), tensors.FromFlatDataAndDimensions(w, 9*channels, filters))
		if err != nil {
			t.Fatal(err)
		}
		got := tensors.MustCopyFlatData[float32](out[0])
		for i, v := range got {
			image, row, column, filter := i/filters/width/height, i/filters/width%height, i/filters%width, i%filters
			want := 0.0
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					if y, z := row+dy, column+dx; y >= 0 && y < height && z >= 0 && z < width {
						for c := range channels {
							want += float64(x[((image*height+y)*width+z)*channels+c]) * float64(w[(((dy+1)*3+dx+1)*channels+c)*filters+filter])
						}
					}
				}
			}
			if math.Abs(float64(v)-want) > 1e-5 {
				t.Fatalf("%s: image %d, row %d, column %d, filter %d: %v, want %v", name, image, row, column, filter, v, want)
			}
		}
	}
}

func TestScales(t *testing.T) {
	b, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	out, err := CallOnceN(b, func(x *Node) []*Node { return []*Node{halve(x), double(x), halve(double(x)), padTo(x, 1, 4)} },
		[][][][]float32{{{{1}, {2}}, {{3}, {6}}}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]float32{{3}, {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 6, 6, 3, 3, 6, 6}, {1, 2, 3, 6}, {1, 2, 3, 6, 0, 0, 0, 0}} {
		got := tensors.MustCopyFlatData[float32](out[i])
		for j := range want {
			if len(got) != len(want) || got[j] != want[j] {
				t.Errorf("output %d is %v, want %v", i, got, want)
				break
			}
		}
	}
}
