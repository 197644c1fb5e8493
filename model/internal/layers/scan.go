package layers

import (
	"slices"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// scan goes through sequences, [N, T, B, …] each, position by position.
type scan struct {
	length   int
	backward bool // from the last position to the first

	// step replaces, of what the sequences hold at a position and of the state, what changes. It must not make constants: a
	// loop of GoMLX v0.28.2 cannot read those of the graph around it.
	step func(at, state, constants []*Node)
}

// over returns the sequences after the last step. All nodes are constants to differentiation.
func (s scan) over(sequences, state, constants []*Node) []*Node {
	all := slices.Concat(sequences, state, constants)
	for i := range all {
		all[i] = StopGradient(all[i])
	}
	sequences, all = all[:len(sequences):len(sequences)], all[len(sequences):]
	state, constants = all[:len(state):len(state)], all[len(state):]
	if all[0].Graph().Backend().Capabilities().Operations[compute.OpTypeDynamicUpdateSlice] {
		return s.loop(sequences, state, constants)
	}
	return s.unrolled(sequences, state, constants)
}

// unrolled repeats step in the graph.
func (s scan) unrolled(sequences, state, constants []*Node) []*Node {
	after := make([][]*Node, len(sequences))
	for i := range after {
		after[i] = make([]*Node, s.length)
	}
	at := make([]*Node, len(sequences))
	for i := range s.length {
		t := i
		if s.backward {
			t = s.length - 1 - i
		}
		for j, sequence := range sequences {
			at[j] = Squeeze(SliceAxis(sequence, 1, AxisElem(t)), 1)
		}
		s.step(at, state, constants)
		for j := range at {
			after[j][t] = at[j]
		}
	}
	for i := range sequences {
		sequences[i] = Stack(after[i], 1)
	}
	return sequences
}

// loop is one While. Its state begins with the position, what a step adds to it, where it ends, and a zero.
func (s scan) loop(sequences, state, constants []*Node) []*Node {
	g, first, by, end := state[0].Graph(), int32(0), int32(1), int32(s.length)
	if s.backward {
		first, by, end = end-1, -1, -1
	}
	all := slices.Concat([]*Node{Const(g, first), Const(g, by), Const(g, end), Const(g, int32(0))}, sequences, state, constants)
	goesOn := NewClosure(g, func(g *Graph) []*Node {
		now := parameters(g, all)
		return []*Node{NotEqual(now[0], now[2])}
	})
	body := NewClosure(g, func(g *Graph) []*Node {
		next := parameters(g, all)
		t, zero, sequences, rest := next[0], next[3], next[4:4+len(sequences)], next[4+len(sequences):]
		before := make([]*Node, len(sequences))
		for i, sequence := range sequences {
			dims := sequence.Shape().Dimensions
			before[i] = Squeeze(DynamicSlice(sequence, []*Node{zero, t, zero, zero}, []int{dims[0], 1, dims[2], dims[3]}), 1)
		}
		at := slices.Clone(before)
		s.step(at, rest[:len(state)], rest[len(state):])
		for i := range at {
			if at[i] != before[i] {
				sequences[i] = DynamicUpdateSlice(sequences[i], InsertAxes(at[i], 1), []*Node{zero, t, zero, zero})
			}
		}
		next[0] = Add(t, next[1])
		return next
	})
	return While(goesOn, body, all...)[4 : 4+len(sequences)]
}

// parameters are those of a function that takes nodes like these.
func parameters(g *Graph, nodes []*Node) []*Node {
	parameters := make([]*Node, len(nodes))
	for i, node := range nodes {
		parameters[i] = Parameter(g, g.UniqueName("scan"), node.Shape())
	}
	return parameters
}
