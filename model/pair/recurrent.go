package pair

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// recurrent reads x, [B, T, D], in both directions, [B, T, 2·units]. Beyond the end of a sequence its state stays what it
// was, so the backward direction begins at the last position that there is. It unrolls: the graph grows with T.
func recurrent(scope *model.Scope, kind Encoder, x, mask *Node, units int) *Node {
	length := x.Shape().Dimensions[1]
	forward, backward := make([]int, length), make([]int, length)
	for t := range length {
		forward[t], backward[t] = t, length-1-t
	}
	return Concatenate([]*Node{
		direction(scope.At("forward"), kind, x, mask, units, forward),
		direction(scope.At("backward"), kind, x, mask, units, backward),
	}, -1)
}

// direction runs over the positions of x in the given order and returns the output at each position, [B, T, units].
func direction(scope *model.Scope, kind Encoder, x, mask *Node, units int, order []int) *Node {
	cell := newCell(scope, kind, x, units)
	outputs := make([]*Node, len(order))
	for _, t := range order {
		before := cell.state
		cell.step(Squeeze(SliceAxis(cell.inputs, 1, AxisElem(t)), 1))
		there := Squeeze(SliceAxis(mask, 1, AxisElem(t)), 1) // [B, 1]
		for i, was := range before {
			cell.state[i] = Add(was, Mul(there, Sub(cell.state[i], was)))
		}
		outputs[t] = cell.state[0]
	}
	return Stack(outputs, 1)
}

// cell is a recurrent cell: what the input says to each gate, and the state, whose first part is the output.
type cell struct {
	kind    Encoder
	units   int
	inputs  *Node   // [B, T, gates·units], biases included
	weights *Node   // of the output, [units, gates·units]
	state   []*Node // [B, units] each
}

func newCell(scope *model.Scope, kind Encoder, x *Node, units int) *cell {
	gates, states := 4, 2
	if kind == GRU {
		gates, states = 3, 1
	}
	bias := make([]float32, gates*units)
	if kind == LSTM {
		for i := range units {
			bias[units+i] = 1 // the forget gate begins open (Jozefowicz et al. 2015), as in Keras
		}
	}
	g, batch, depth := x.Graph(), x.Shape().Dimensions[0], x.Shape().Dimensions[2]
	input := layers.Weights(scope.At("input"), g, depth, gates*units)
	b := layers.Bias(scope.At("input"), g, gates*units, bias)
	c := &cell{kind: kind, units: units, weights: layers.Weights(scope.At("recurrent"), g, units, gates*units)}
	c.inputs = Add(Einsum("btd,dg->btg", x, input), Reshape(b, 1, 1, gates*units))
	for range states {
		c.state = append(c.state, Zeros(g, shapes.Make(dtypes.Float32, batch, units)))
	}
	return c
}

// step reads one position, whose inputs to the gates are [B, gates·units].
func (c *cell) step(inputs *Node) {
	h := c.state[0]
	gate := func(x *Node, i int) *Node { return SliceAxis(x, 1, AxisRange(i*c.units, (i+1)*c.units)) }
	recurrent := Dot(h, c.weights).Product()
	if c.kind == LSTM {
		all := Add(inputs, recurrent)
		in, forget, new, out := Sigmoid(gate(all, 0)), Sigmoid(gate(all, 1)), Tanh(gate(all, 2)), Sigmoid(gate(all, 3))
		memory := Add(Mul(forget, c.state[1]), Mul(in, new))
		c.state = []*Node{Mul(out, Tanh(memory)), memory}
		return
	}
	// Cho et al. (2014), in the form whose reset gate comes after the product, as cuDNN and Keras have it.
	update := Sigmoid(Add(gate(inputs, 0), gate(recurrent, 0)))
	reset := Sigmoid(Add(gate(inputs, 1), gate(recurrent, 1)))
	new := Tanh(Add(gate(inputs, 2), Mul(reset, gate(recurrent, 2))))
	c.state = []*Node{Add(new, Mul(update, Sub(h, new)))}
}
