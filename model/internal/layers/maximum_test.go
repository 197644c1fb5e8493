package layers

import (
	"slices"
	"testing"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// TestMaximum: two of three positions tie in the first column of the first row, all of them in the second row.
func TestMaximum(t *testing.T) {
	x := []float32{5, 1, -2, 3, 5, 2, 0, -1, 0, -1, 0, -1} // [2, 3, 2]
	maxima := []float32{5, 3, 0, -1}
	gradient := []float32{5, 0, 0, 6, 5, 0, 0, -2. / 3, 0, -2. / 3, 0, -2. / 3} // of the sum of squares
	for name, b := range backends(t) {
		for kind, maximum := range map[string]func(*Node) *Node{
			"all": Maximum, "runs": func(z *Node) *Node { return Squeeze(MaximumOfRuns(InsertAxes(z, 1)), 1) },
		} {
			got := call(t, b, model.NewStore(), func(_ *model.Scope, in []*Node) []*Node {
				y := maximum(in[0])
				return append([]*Node{y}, Gradient(ReduceAllSum(Square(y)), in...)...)
			}, tensors.FromFlatDataAndDimensions(x, 2, 3, 2))
			if !slices.Equal(got[0], maxima) || !slices.Equal(got[1], gradient) {
				t.Errorf("%s, %s: %v with the gradient %v", name, kind, got[0], got[1])
			}
		}
	}
}

// TestMaximumAndMean: of three positions, the first row has two, which tie in the first column, and the second row has none.
func TestMaximumAndMean(t *testing.T) {
	z := []float32{5, 1, 5, 3, 0, 0, 0, 0, 0, 0, 0, 0} // [2, 3, 2]
	mask := []float32{1, 1, 0, 0, 0, 0}
	want := []float32{5, 3, 5, 2, 0, 0, 0, 0}
	// Of the sum of y·c with c = 1 to 8: for each position, the share of the maximum's and the mean's; all of an empty sequence tie.
	gradient := []float32{.5 + 1.5, 2, .5 + 1.5, 2 + 2, 1.5, 2, 5./3 + 7, 6./3 + 8, 5./3 + 7, 6./3 + 8, 5./3 + 7, 6./3 + 8}
	for name, b := range backends(t) {
		got := call(t, b, model.NewStore(), func(_ *model.Scope, in []*Node) []*Node {
			y := MaximumAndMean(in[0], in[1])
			c := AddScalar(IotaFull(y.Graph(), y.Shape()), 1)
			return append([]*Node{y}, Gradient(ReduceAllSum(Mul(y, c)), in[0])...)
		}, tensors.FromFlatDataAndDimensions(z, 2, 3, 2), tensors.FromFlatDataAndDimensions(mask, 2, 3, 1))
		near(t, name, got, [][]float32{want, gradient})
	}
}
