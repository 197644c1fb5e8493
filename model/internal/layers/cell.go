package layers

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// Cell is a recurrent cell. Its gates are […, gates·units], side by side; its states, […, units] each, begin with its output.
// step and back stand in loops, where no constants can be made.
type Cell interface {
	units() int
	states() int
	bias() []float32 // that the gates start with, [gates·units]

	// scaled are weights, […, gates·units], as step expects them.
	scaled(weights *Node) *Node

	// step replaces the state before a position by that after it. inputs and recurrent are what the inputs and the output
	// before say to the gates. It returns what back needs: the activations of the gates, and […, units] more.
	step(inputs, recurrent *Node, state []*Node) (active, kept *Node)

	// back takes what step returned, the output before, and the gradients by the states after. It adds to by, the gradients
	// by the states before, but for what goes through recurrent, and returns that by recurrent and what inputs needs.
	back(active, kept, output *Node, after, by []*Node) (recurrent, more *Node)

	// inputs is the gradient by the inputs, of what back returned at all positions.
	inputs(recurrent, more *Node) *Node
}

// LSTM is long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates (Gers et al. 2000).
func LSTM(units int) Cell { return lstm(units) }

// lstm has gates in, forget, new, out. As tanh(x) = 2σ(2x) − 1, one sigmoid of all of them does, where new's is of 2x.
type lstm int

func (l lstm) units() int { return int(l) }
func (lstm) states() int  { return 2 }

func (l lstm) bias() []float32 {
	bias := make([]float32, 4*l)
	for i := range l {
		bias[l+i] = 1 // the forget gate begins open (Jozefowicz et al. 2015), as in Keras
	}
	return bias
}

func (l lstm) scaled(weights *Node) *Node {
	scale := make([]float32, 4*l)
	for i := range scale {
		scale[i] = 1
		if gate := i / int(l); gate == 2 {
			scale[i] = 2
		}
	}
	return Mul(weights, ExpandLeftToRank(Const(weights.Graph(), scale), weights.Rank()))
}

func (l lstm) step(inputs, recurrent *Node, state []*Node) (active, kept *Node) {
	active = Sigmoid(Add(inputs, recurrent))
	in, forget, new, out := l.gates(active)
	kept = state[1]
	state[1] = Add(Mul(forget, kept), twiceLessOne(in, new))
	state[0] = Mul(out, Tanh(state[1]))
	return active, kept
}

func (l lstm) back(active, kept, _ *Node, after, by []*Node) (recurrent, more *Node) {
	in, forget, new, out := l.gates(active)
	squashed := Tanh(Add(Mul(forget, kept), twiceLessOne(in, new)))
	memory := Add(after[1], tanhBack(Mul(after[0], out), squashed))
	by[1] = Add(by[1], Mul(memory, forget))
	byNew := Mul(memory, in)
	gates := Concatenate([]*Node{twiceLessOne(memory, new), Mul(memory, kept), Add(byNew, byNew), Mul(after[0], squashed)}, -1)
	return sigmoidBack(gates, active), kept
}

func (lstm) inputs(recurrent, _ *Node) *Node { return recurrent }

func (l lstm) gates(x *Node) (in, forget, new, out *Node) {
	return gate(x, 0, l), gate(x, 1, l), gate(x, 2, l), gate(x, 3, l)
}

// GRU is the gated recurrent unit of Cho et al. (2014), in the form whose reset gate comes after the product, as cuDNN and
// Keras have it.
func GRU(units int) Cell { return gru(units) }

// gru has gates update, reset, new.
type gru int

func (g gru) units() int               { return int(g) }
func (gru) states() int                { return 1 }
func (g gru) bias() []float32          { return make([]float32, 3*g) }
func (gru) scaled(weights *Node) *Node { return weights }

func (g gru) step(inputs, recurrent *Node, state []*Node) (active, kept *Node) {
	update := Sigmoid(Add(gate(inputs, 0, g), gate(recurrent, 0, g)))
	reset := Sigmoid(Add(gate(inputs, 1, g), gate(recurrent, 1, g)))
	kept = gate(recurrent, 2, g)
	new := Tanh(Add(gate(inputs, 2, g), Mul(reset, kept)))
	state[0] = Add(new, Mul(update, Sub(state[0], new)))
	return Concatenate([]*Node{update, reset, new}, -1), kept
}

func (g gru) back(active, kept, output *Node, after, by []*Node) (recurrent, more *Node) {
	update, reset, new := gate(active, 0, g), gate(active, 1, g), gate(active, 2, g)
	through := Mul(after[0], update)
	by[0] = Add(by[0], through)
	byNew := tanhBack(Sub(after[0], through), new)
	byReset := sigmoidBack(Mul(byNew, kept), reset)
	byUpdate := sigmoidBack(Mul(after[0], Sub(output, new)), update)
	return Concatenate([]*Node{byUpdate, byReset, Mul(byNew, reset)}, -1), byNew
}

func (g gru) inputs(recurrent, more *Node) *Node {
	return Concatenate([]*Node{SliceAxis(recurrent, -1, AxisRange(0, 2*int(g))), more}, -1)
}

// gate is number i of x, […, gates·units].
func gate[C lstm | gru](x *Node, i int, units C) *Node {
	return SliceAxis(x, -1, AxisRange(i*int(units), (i+1)*int(units)))
}

// twiceLessOne is x·(2y − 1).
func twiceLessOne(x, y *Node) *Node {
	product := Mul(x, y)
	return Sub(Add(product, product), x)
}

// sigmoidBack is the gradient by x where v is that by y, the sigmoid of x; tanhBack is of the hyperbolic tangent.
func sigmoidBack(v, y *Node) *Node { return Mul(v, Sub(y, Mul(y, y))) }
func tanhBack(v, y *Node) *Node    { return Sub(v, Mul(v, Mul(y, y))) }
