package pair

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// side is one sequence of each pair of a batch as it is given: ids of size different ones, [B, T], or numbers, [B, T, D],
// with the mask of the steps that there are, [B, T, 1].
type side struct {
	x, mask *Node
	size    int
}

// above is one batch of both sides.
func (s side) above(other side) side {
	s.x = Concatenate([]*Node{s.x, other.x}, 0)
	if s.mask != nil {
		s.mask = Concatenate([]*Node{s.mask, other.mask}, 0)
	}
	return s
}

// embedded has so many numbers at each position, 0 where there is none: those of its id, or a projection of its own.
func (s side) embedded(scope *model.Scope, dimension int) sequence {
	if s.mask == nil {
		mask := padMask(s.x)
		return sequence{Mul(embedding(scope, s.x, s.size, dimension), mask), mask}
	}
	return sequence{Mul(layers.Dense(scope.At("steps"), s.x, dimension, nil), s.mask), s.mask}
}
