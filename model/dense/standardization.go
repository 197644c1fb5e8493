package dense

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/data"
)

// standardization brings every feature, or channel, to mean 0 and standard deviation 1 on the training examples. It is
// kept with the weights, so it is learned once; the zero value stands for what a checkpoint holds.
type standardization struct {
	mean, factor []float32 // of the last axis of the column x
}

// learn reads the column x of the training examples. A feature that never changes becomes 0.
func learn(train *data.Examples) (standardization, error) {
	for _, c := range train.Columns {
		if c.Name != data.ColumnX || c.Floats == nil || len(c.Shape) == 0 || c.Index != nil {
			continue
		}
		return standardizationOf(c.Floats, c.Shape[len(c.Shape)-1]), nil
	}
	return standardization{}, fmt.Errorf("package dense: the examples have no column %q of numbers: data.Features and data.Images make such examples", data.ColumnX)
}

func standardizationOf(values []float32, width int) standardization {
	sum, squares := make([]float64, width), make([]float64, width)
	n := float64(len(values) / width)
	for i, v := range values {
		sum[i%width] += float64(v)
	}
	for i, v := range values {
		d := float64(v) - sum[i%width]/n
		squares[i%width] += d * d
	}
	s := standardization{mean: make([]float32, width), factor: make([]float32, width)}
	for j := range width {
		s.mean[j] = float32(sum[j] / n)
		if deviation := math.Sqrt(squares[j] / n); deviation > 0 {
			s.factor[j] = float32(1 / deviation)
		}
	}
	return s
}

// apply standardises the column x, […, D].
func (s standardization) apply(scope *model.Scope, columns map[string]*Node) *Node {
	x, there := columns[data.ColumnX]
	if !there {
		exceptions.Panicf("package dense: the examples have no column %q", data.ColumnX)
	}
	scope = scope.In("standardization")
	width := x.Shape().Dim(-1)
	if s.mean == nil {
		s = standardization{make([]float32, width), make([]float32, width)}
	}
	constant := func(name string, values []float32) *Node {
		v := scope.VariableWithValue(name, tensors.FromValue(values)).SetTrainable(false).NodeValue(x.Graph())
		if v.Shape().Size() != width {
			exceptions.Panicf("package dense: examples of %d features or channels, and the training examples had %d", width, v.Shape().Size())
		}
		return Reshape(v, append(ones(x.Rank()-1), width)...)
	}
	return Mul(Sub(x, constant("mean", s.mean)), constant("factor", s.factor))
}

func ones(n int) []int {
	dims := make([]int, n)
	for i := range dims {
		dims[i] = 1
	}
	return dims
}
