package losses

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// MostPairwise bounds the logits of a batch that are compared with each other: 4096² numbers are 64 MiB.
const MostPairwise = 4096

// differences returns x_i − x_j, [N, N].
func (c columns) differences() *Node {
	if n := c.x.Shape().Size(); n > MostPairwise {
		exceptions.Panicf("losses: %d logits in a batch are too many to compare each with each: make it at most %d", n, MostPairwise)
	}
	return Sub(rows(c.x), across(c.x))
}

// rows makes v, [N], vary along the first of two axes, [N, 1], and across along the second, [1, N].
func rows(v *Node) *Node   { return InsertAxes(v, 1) }
func across(v *Node) *Node { return InsertAxes(v, 0) }

// hardest returns the weights of the negatives, [N], cut down to the share of their total that scores highest. The one at the cut keeps
// what is left, so that a negative of weight k is k negatives. Equal scores keep their order.
func (c columns) hardest(share *Node) *Node {
	w := c.negatives()
	c.x = layers.Written(c.x)
	d := c.differences()
	i, j := Iota(c.x.Graph(), d.Shape(), 0), Iota(c.x.Graph(), d.Shape(), 1)
	before := Or(GreaterThan(d, ZerosLike(d)), And(Equal(d, ZerosLike(d)), LessThan(i, j))) // i comes before j
	harder := ReduceSum(Mul(ConvertDType(before, w.DType()), rows(w)), 0)
	left := Sub(Mul(ReduceAllSum(w), share), harder)
	return StopGradient(Max(ZerosLike(w), Min(w, left)))
}
