package layers

import (
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// Bidirectional reads x, [B, T, D], by recurrent cells in both directions: [B, T, 2·units], forward first. Where mask,
// [B, T, 1], is 0 the state stays what it was, so the backward direction begins at the last position that there is.
func Bidirectional(scope *model.Scope, c Cell, x, mask *Node) *Node {
	x, mask = TransposeAllAxes(x, 1, 0, 2), TransposeAllAxes(mask, 1, 0, 2) // [T, B, …]
	forward := direction(scope.At("forward"), c, x, mask, false)
	backward := direction(scope.At("backward"), c, x, mask, true)
	return TransposeAllAxes(Concatenate([]*Node{forward, backward}, -1), 1, 0, 2)
}

// direction returns the output at each position of x, [T, B, units].
func direction(scope *model.Scope, c Cell, x, mask *Node, backward bool) *Node {
	g, dims := x.Graph(), x.Shape().Dimensions
	width := len(c.bias())
	input := c.scaled(Weights(scope.At("input"), g, dims[2], width))
	bias := c.scaled(InsertAxes(Bias(scope.At("input"), g, width, c.bias()), 0))
	weights := c.scaled(Orthogonal(scope.At("recurrent"), g, c.units(), width))
	r := recurrence{c, dims[0], dims[1], backward, mask}
	done := r.run(Add(plainProduct(x, input), ExpandLeftToRank(bias, 3)), weights)
	return withGradient(done.output, []*Node{x, input, bias, weights}, func(v *Node) []*Node {
		by, byWeights := r.gradient(v, done, weights)
		return append(productBack(by, x, input), InsertAxes(ReduceSum(by, 0, 1), 0), byWeights)
	})
}

// recurrence is a cell that goes through positions.
type recurrence struct {
	Cell
	length, batch int
	backward      bool
	mask          *Node // [T, B, 1]
}

// trace is what a recurrence leaves behind, [T, B, …] each.
type trace struct{ output, active, kept *Node }

// run takes what the inputs say to the gates, [T, B, gates·units].
func (r recurrence) run(inputs, weights *Node) trace {
	forth := scan{r.length, r.backward, func(at, state, weights []*Node) {
		inputs, there, before := at[0], at[3], slices.Clone(state)
		at[0], at[1] = r.step(inputs, Dot(state[0], weights[0]).Product(), state)
		for i, was := range before {
			state[i] = Add(was, Mul(there, Sub(state[i], was))) // padding leaves the state
		}
		at[2] = state[0]
	}}
	sequences := []*Node{inputs, r.zeros(r.length), r.zeros(r.length), r.mask}
	all := forth.over(sequences, r.start(), []*Node{weights})
	return trace{active: all[0], kept: all[1], output: all[2]}
}

// gradient turns that by the output into those by what the inputs say to the gates, and by the weights.
func (r recurrence) gradient(v *Node, done trace, weights *Node) (byInputs, byWeights *Node) {
	before := r.before(done.output)
	back := scan{r.length, !r.backward, func(at, by, weights []*Node) {
		active, kept, there, output, v := at[2], at[3], at[4], at[5], at[6]
		by[0] = Add(by[0], v)
		after := make([]*Node, len(by))
		for i := range by {
			after[i] = Mul(by[i], there)
			by[i] = Sub(by[i], after[i])
		}
		at[0], at[1] = r.back(active, kept, output, after, by)
		by[0] = Add(by[0], Dot(at[0], weights[0]).Product())
	}}
	// The new ones are not written in place of others, which XLA would copy for every position, as several operations read them.
	sequences := []*Node{ZerosLike(done.active), r.zeros(r.length), done.active, done.kept, r.mask, before, v}
	by := back.over(sequences, r.start(), []*Node{Transpose(weights, 0, 1)})
	return r.inputs(by[0], by[1]), gradientByWeights(before, by[0], true)
}

// before are the outputs before each position.
func (r recurrence) before(output *Node) *Node {
	if r.backward {
		return SliceAxis(Concatenate([]*Node{output, r.zeros(1)}, 0), 0, AxisRange(1))
	}
	return SliceAxis(Concatenate([]*Node{r.zeros(1), output}, 0), 0, AxisRange(0, r.length))
}

// zeros are [length, B, units].
func (r recurrence) zeros(length int) *Node {
	return Zeros(r.mask.Graph(), shapes.Make(dtypes.Float32, length, r.batch, r.units()))
}

// start is a state of zeros.
func (r recurrence) start() []*Node {
	state := make([]*Node, r.states())
	for i := range state {
		state[i] = Squeeze(r.zeros(1), 0)
	}
	return state
}
