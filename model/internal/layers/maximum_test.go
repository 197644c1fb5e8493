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
