// Package layers holds what architectures share: layers whose initial weights depend on the seed and on their place alone.
package layers

import (
	"hash/fnv"
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// Dense returns x·W + b over the last axis of x: [N, inputs] to [N, units], or at each position [B, T, inputs] to [B, T, units].
// bias starts b; nil is zeros.
func Dense(scope *model.Scope, x *Node, units int, bias []float32) *Node {
	weights := Weights(scope, x.Graph(), x.Shape().Dim(-1), units)
	return Add(Product(x, weights), ExpandLeftToRank(Bias(scope, x.Graph(), units, bias), x.Rank()))
}

// Weights are those of a dense layer, [inputs, units].
func Weights(scope *model.Scope, g *Graph, inputs, units int) *Node {
	limit := math.Sqrt(6 / float64(inputs+units)) // Glorot and Bengio (2010), as in Keras
	return Uniform(scope, "weights", limit, inputs, units).NodeValue(g)
}

// Orthogonal are weights [inputs, units] whose rows, no more than columns, are of length 1 and at right angles to each other, so that
// a loop through them neither swells nor fades: Saxe et al. (2014), as in Keras.
func Orthogonal(scope *model.Scope, g *Graph, inputs, units int) *Node {
	random := source(scope, "weights")
	rows := make([][]float32, inputs)
	for i := range rows {
		row := make([]float64, units)
		for j := range row {
			row[j] = random.NormFloat64()
		}
		turn(row, rows[:i])
		turn(row, rows[:i]) // once loses digits: Giraud et al. (2005)
		rows[i] = unit(row)
	}
	return Constant(scope, "weights", tensors.FromValue(rows)).NodeValue(g)
}

// turn takes away from row what lies along others, which are of length 1 and at right angles.
func turn(row []float64, others [][]float32) {
	for _, other := range others {
		along := 0.0
		for j, x := range other {
			along += row[j] * float64(x)
		}
		for j, x := range other {
			row[j] -= along * float64(x)
		}
	}
}

// unit is row at length 1.
func unit(row []float64) []float32 {
	length := 0.0
	for _, x := range row {
		length += x * x
	}
	of := make([]float32, len(row))
	for j, x := range row {
		of[j] = float32(x / math.Sqrt(length))
	}
	return of
}

// Bias is that of a dense layer, [units]. It begins with start; nil is zeros.
func Bias(scope *model.Scope, g *Graph, units int, start []float32) *Node {
	if start == nil {
		start = make([]float32, units)
	}
	return Constant(scope, "bias", tensors.FromValue(start)).NodeValue(g)
}

// Lengths are how many positions there are, [B, 1], where mask, [B, T, 1], is 1; an empty sequence counts as one.
func Lengths(mask *Node) *Node {
	return Max(ReduceSum(mask, 1), ScalarOne(mask.Graph(), mask.DType()))
}

// Halves of x along an axis.
func Halves(x *Node, axis int) (first, second *Node) {
	half := x.Shape().Dim(axis) / 2
	return SliceAxis(x, axis, AxisRange(0, half)), SliceAxis(x, axis, AxisRange(half))
}

// Mean of tensors of one shape.
func Mean(x []*Node) *Node {
	if len(x) == 1 {
		return x[0]
	}
	return ReduceMean(Stack(x, 0), 0)
}

// ParamSparse is set to true in the scope of weights of which each is that of a feature that few examples have. A second
// moment for each by itself would make the rarest features take the longest steps; optimizers keep one for all weights of
// a variable, as Zhang et al. (2024), "Adam-mini", do.
const ParamSparse = "sparse"

// Uniform is a variable that starts uniform within ±limit. The host draws it, from the seed and the
// variable's path: every backend starts from the same weights, whatever the order of creation.
func Uniform(scope *model.Scope, name string, limit float64, dims ...int) *model.Variable {
	random := source(scope, name)
	values := make([]float32, shapes.Make(dtypes.Float32, dims...).Size())
	for i := range values {
		values[i] = float32(limit * (2*random.Float64() - 1))
	}
	return Constant(scope, name, tensors.FromFlatDataAndDimensions(values, dims...))
}

// source draws the first weights of a variable.
func source(scope *model.Scope, name string) *rand.Rand {
	path := fnv.New64a()
	path.Write([]byte(model.JoinPath(scope.Scope(), name)))
	seed := model.GetParamOr(scope, model.ParamInitialSeed, int64(0))
	return rand.New(rand.NewPCG(uint64(seed), path.Sum64()))
}

// Constant is a variable that starts with a value.
func Constant(scope *model.Scope, name string, value *tensors.Tensor) *model.Variable {
	return scope.VariableWithValue(name, value)
}
