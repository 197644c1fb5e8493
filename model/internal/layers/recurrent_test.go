package layers

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// plain is Bidirectional as GoMLX differentiates it, position by position.
func plain(scope *model.Scope, c Cell, x, mask *Node) *Node {
	x, mask = TransposeAllAxes(x, 1, 0, 2), TransposeAllAxes(mask, 1, 0, 2)
	forward, backward := oneWay(scope.At("forward"), c, x, mask, false), oneWay(scope.At("backward"), c, x, mask, true)
	return TransposeAllAxes(Concatenate([]*Node{forward, backward}, -1), 1, 0, 2)
}

// oneWay is one direction, [T, B, …].
func oneWay(scope *model.Scope, c Cell, x, mask *Node, backward bool) *Node {
	g, length, batch, depth := x.Graph(), x.Shape().Dimensions[0], x.Shape().Dimensions[1], x.Shape().Dimensions[2]
	input := Weights(scope.At("input"), g, depth, len(c.bias()))
	bias := Bias(scope.At("input"), g, len(c.bias()), c.bias())
	weights := c.scaled(Orthogonal(scope.At("recurrent"), g, c.units(), len(c.bias())))
	state := make([]*Node, c.states())
	for i := range state {
		state[i] = Zeros(g, shapes.Make(dtypes.Float32, batch, c.units()))
	}
	outputs := make([]*Node, length)
	for i := range length {
		t := i
		if backward {
			t = length - 1 - i
		}
		at := func(x *Node) *Node { return Squeeze(SliceAxis(x, 0, AxisElem(t)), 0) }
		inputs := c.scaled(Add(Dot(at(x), input).Product(), InsertAxes(bias, 0)))
		before := append([]*Node(nil), state...)
		c.step(inputs, Dot(state[0], weights).Product(), state)
		for j, was := range before {
			state[j] = Add(was, Mul(at(mask), Sub(state[j], was)))
		}
		outputs[t] = state[0]
	}
	return Stack(outputs, 0)
}

const (
	depth = 5
	width = 3 // units
)

// lengths of the sequences where there are so many positions; one is empty.
var lengths = []int{7, 3, 0, 1}

// reading is a cell that goes over so many positions.
type reading struct {
	cell Cell
	span int
}

// gradients returns the outputs, the sum of their product with random numbers, and its gradients by x and the weights.
func (r reading) gradients(t *testing.T, b compute.Backend, build func(*model.Scope, Cell, *Node, *Node) *Node) [][]float32 {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	numbers := func(dims ...int) *tensors.Tensor {
		values := make([]float32, shapes.Make(dtypes.Float32, dims...).Size())
		for i := range values {
			values[i] = float32(random.NormFloat64())
		}
		return tensors.FromFlatDataAndDimensions(values, dims...)
	}
	mask := make([]float32, len(lengths)*r.span)
	for i, length := range lengths {
		for t := range min(length, r.span) {
			mask[i*r.span+t] = 1
		}
	}
	store := model.NewStore()
	store.SetParam(model.ParamInitialSeed, int64(3))
	return call(t, b, store, func(scope *model.Scope, in []*Node) []*Node {
		x := in[0]
		y := build(scope, r.cell, x, in[2])
		loss := ReduceAllSum(Mul(y, in[1]))
		by := []*Node{x}
		for _, part := range parts[len(parts)-6:] {
			by = append(by, store.GetVariable(part).NodeValue(x.Graph()))
		}
		return append([]*Node{y, loss}, Gradient(loss, by...)...)
	}, numbers(len(lengths), r.span, depth), numbers(len(lengths), r.span, 2*width),
		tensors.FromFlatDataAndDimensions(mask, len(lengths), r.span, 1))
}

// parts are what gradients returns; the last are by the weights at these paths.
var parts = []string{
	"output", "sum", "gradient by x",
	"/forward/input/weights", "/forward/input/bias", "/forward/recurrent/weights",
	"/backward/input/weights", "/backward/input/bias", "/backward/recurrent/weights",
}

// TestRecurrentGradient compares outputs and gradients with those of GoMLX's own differentiation, on pure Go and on XLA.
func TestRecurrentGradient(t *testing.T) {
	all := backends(t)
	for _, r := range []reading{{LSTM(width), 7}, {GRU(width), 7}, {LSTM(width), 1}} {
		want := r.gradients(t, all[goName], plain)
		for name, b := range all {
			got := r.gradients(t, b, Bidirectional)
			for i := range want {
				for j, w := range want[i] {
					if math.Abs(float64(got[i][j]-w)) > 1e-5 {
						t.Fatalf("%s, %T, %d positions: %s %d is %v, want %v", name, r.cell, r.span, parts[i], j, got[i][j], w)
					}
				}
			}
		}
	}
}
