package layers

import (
	"iter"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Standardization brings every feature, or channel, to mean 0 and standard deviation 1 on the training examples. It is
// kept with the weights, so it is learned once; the zero value stands for what a checkpoint holds.
type Standardization struct {
	mean, factor []float32 // [D]
}

// NewStandardization reads rows of width numbers, twice. A number that never changes becomes 0.
func NewStandardization(rows iter.Seq[[]float32], width int) Standardization {
	mean, squares := make([]float64, width), make([]float64, width)
	n := 0.0
	for row := range rows {
		for j, v := range row {
			mean[j] += float64(v)
		}
		n++
	}
	for j := range mean {
		mean[j] /= n
	}
	for row := range rows {
		for j, v := range row {
			d := float64(v) - mean[j]
			squares[j] += d * d
		}
	}
	s := Standardization{mean: make([]float32, width), factor: make([]float32, width)}
	for j := range width {
		s.mean[j] = float32(mean[j])
		if deviation := math.Sqrt(squares[j] / n); deviation > 0 {
			s.factor[j] = float32(1 / deviation)
		}
	}
	return s
}

// Apply standardises x, […, D].
func (s Standardization) Apply(scope *model.Scope, x *Node) *Node {
	width := x.Shape().Dim(-1)
	if s.mean == nil {
		s = Standardization{make([]float32, width), make([]float32, width)}
	}
	dims := make([]int, x.Rank())
	for i := range dims {
		dims[i] = 1
	}
	dims[x.Rank()-1] = width
	if trained := scope.GetVariable("mean"); trained != nil && trained.Shape().Size() != width {
		exceptions.Panicf("examples of %d features or channels, and the training examples had %d", width, trained.Shape().Size())
	}
	constant := func(name string, values []float32) *Node {
		return Reshape(Constant(scope, name, tensors.FromValue(values)).SetTrainable(false).NodeValue(x.Graph()), dims...)
	}
	return Mul(Sub(x, constant("mean", s.mean)), constant("factor", s.factor))
}
