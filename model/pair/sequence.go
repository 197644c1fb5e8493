package pair

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code

	"github.com/seqpair/seqpair/model/internal/layers"
)

// sequence is one side of a batch: numbers x, [B, T, D], and which positions there are, [B, T, 1].
type sequence struct{ x, mask *Node }

// sequences are those of both sides: two, or one of twice the batch, with b below a, where both are read by the same weights. So
// are nodes that are made of them.
type sequences []sequence

// each is what f makes of each of them; i is 0 for a.
func (s sequences) each(f func(i int, s sequence) *Node) []*Node {
	made := make([]*Node, len(s))
	for i, one := range s {
		made[i] = f(i, one)
	}
	return made
}

// apart returns both sides.
func (s sequences) apart() (a, b sequence) {
	a.x, b.x = apart(s.each(func(_ int, s sequence) *Node { return s.x }))
	a.mask, b.mask = apart(s.each(func(_ int, s sequence) *Node { return s.mask }))
	return a, b
}

// together is the reverse of apart.
func (s sequences) together(a, b *Node) []*Node {
	if len(s) == 1 {
		return []*Node{Concatenate([]*Node{a, b}, 0)}
	}
	return []*Node{a, b}
}

// apart returns what was made of both sides.
func apart(made []*Node) (a, b *Node) {
	if len(made) == 1 {
		return layers.Halves(made[0], 0)
	}
	return made[0], made[1]
}

// thinned thins both, of as many positions each in full; as one batch if they are one and equally long.
func (s sequences) thinned(fullA, fullB, most int) sequences {
	if len(s) == 1 && fullA == fullB {
		return sequences{s[0].thinned(fullA, most)}
	}
	a, b := s.apart()
	return sequences{a.thinned(fullA, most), b.thinned(fullB, most)}
}

// thinned keeps the maxima of runs of positions, so that of a sequence of full length at most so many stay.
func (s sequence) thinned(full, most int) sequence {
	batch, length, depth := s.x.Shape().Dimensions[0], s.x.Shape().Dimensions[1], s.x.Shape().Dimensions[2]
	run := (full + most - 1) / most
	if run == 1 {
		return s
	}
	runs := (length + run - 1) / run
	if missing := runs*run - length; missing > 0 {
		longer := func(x *Node) *Node { return Concatenate([]*Node{x, layers.ZerosAlong(x, 1, missing)}, 1) }
		s.x, s.mask = longer(s.x), longer(s.mask)
	}
	return sequence{
		x:    layers.MaximumOfRuns(Reshape(s.x, batch, runs, run, depth)),
		mask: Reshape(ReduceMax(Reshape(s.mask, batch, runs, run), 2), batch, runs, 1),
	}
}
