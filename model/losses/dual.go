package losses

import (
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// dualRate is what a step of a dual is multiplied by: with constraints of the order of 1, it moves by some units in 1000 steps.
const dualRate = 0.01

// The bounds of a batch, as readings: divided by the number of examples.
const (
	boundTP = "true_positives_lower_bound"
	boundFP = "false_positives_upper_bound"
)

// dual is the Lagrange multiplier of one or several constraints, with the label prior that they are made of.
type dual struct {
	lambda   *Node // [K], at least 0
	prior    *Node // scalar
	rate     float64
	variable *model.Variable
	training bool
}

// newDual reads count multipliers, which start at 1. A declared prior is taken as it is; else a training batch is first added to
// the examples that the prior is counted from.
func newDual(scope *model.Scope, c columns, count int, rate, declared float64) dual {
	g := c.x.Graph()
	d := dual{variable: scope.VariableWithValue("dual", full(count, 1)).SetTrainable(false), rate: rate, training: scope.IsTraining(g)}
	d.lambda = ConvertDType(d.variable.NodeValue(g), c.x.DType())
	if declared != 0 {
		d.prior = Scalar(g, c.x.DType(), declared)
	} else {
		d.prior = countPrior(scope, c)
	}
	return d
}

// full is a tensor of count equal numbers.
func full(count int, value float32) *tensors.Tensor {
	return tensors.FromFlatDataAndDimensions(slices.Repeat([]float32{value}, count), count)
}

// countPrior is (1+Σwy)/(2+Σw) over the training batches. It is kept as a mean and its weight, which do not lose small batches
// beside a large sum as float32 counts do.
func countPrior(scope *model.Scope, c columns) *Node {
	g := c.x.Graph()
	prior := scope.VariableWithValue("prior", float32(0.5)).SetTrainable(false)
	weight := scope.VariableWithValue("prior_weight", float32(2)).SetTrainable(false)
	if scope.IsTraining(g) {
		total := ConvertDType(ReduceAllSum(c.w), dtypes.Float32)
		positive := ConvertDType(ReduceAllSum(c.positives()), dtypes.Float32)
		sum := Add(weight.NodeValue(g), total)
		was := prior.NodeValue(g)
		prior.SetNodeValue(Add(was, Div(Sub(positive, Mul(was, total)), sum)))
		weight.SetNodeValue(sum)
	}
	return ConvertDType(prior.NodeValue(g), c.x.DType())
}

// ascend takes a projected step up the constraints, [K] or a scalar, measured in units.
func (d dual) ascend(constraint, unit *Node) {
	if !d.training || d.rate <= 0 {
		return
	}
	step := MulScalar(Div(constraint, unit), d.rate)
	next := Max(Add(d.lambda, step), ZerosLike(d.lambda))
	d.variable.SetNodeValue(ConvertDType(next, d.variable.DType()))
}

// errors are the surrogates of a missed positive, y s⁺, and of a false alarm, (1−y) s⁻.
func (c columns) errors(s Surrogate) (missed, alarm *Node) {
	cost := s.of(c.margin())
	return Mul(c.y, cost), Mul(OneMinus(c.y), cost)
}

// bounds are Σ w y (1 − s⁺/L₂), at most the true positives at logit 0, and Σ w (1−y) s⁻/L₂, at least the false positives,
// [2], over the number of examples.
func (c columns) bounds(s Surrogate) *Node {
	missed, alarm := c.errors(s)
	size := ReduceAllSum(c.m)
	hits := mean(Mul(c.w, Sub(c.y, DivScalar(missed, s.atZero()))), size).Value
	alarms := mean(Mul(c.w, DivScalar(alarm, s.atZero())), size).Value
	return Concatenate([]*Node{BroadcastToShape(hits, shapes.Make(hits.DType(), 1)), BroadcastToShape(alarms, shapes.Make(alarms.DType(), 1))}, 0)
}
