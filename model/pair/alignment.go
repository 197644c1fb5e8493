package pair

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// align returns, for each position of either side, the mean of the other side's positions by attention: Parikh et al.
// (2016), "A Decomposable Attention Model for Natural Language Inference", section 3.1. attend holds projections of both sides,
// [B, T, F] each. Attention falls with the distance between two positions, as counted from the start and as
// shares of both lengths; how fast is learned. At the start it looks near the same share of both: half a length away weighs
// e⁻⁴. So letters find their phonemes within a few epochs.
func align(scope *model.Scope, read sequences, attend []*Node) []*Node {
	a, b := read.apart()
	attendA, attendB := apart(attend)
	scores := Einsum("bif,bjf->bij", attendA, attendB)
	scores = MulScalar(scores, 1/math.Sqrt(float64(attendA.Shape().Dimensions[2])))
	scores = Sub(scores, distance(scope, a.mask, b.mask))
	batch := scores.Shape().Dimensions[0]
	toB := masked(scores, Reshape(b.mask, batch, 1, -1), 2)
	toA := masked(scores, a.mask, 1)
	return read.together(Einsum("bij,bjd->bid", toB, b.x), Einsum("bij,bid->bjd", toA, a.x))
}

// distance between every two positions, [B, Ta, Tb]: two terms with a learned weight each.
func distance(scope *model.Scope, maskA, maskB *Node) *Node {
	g, ta, tb := maskA.Graph(), maskA.Shape().Dimensions[1], maskB.Shape().Dimensions[1]
	i := Iota(g, shapes.Make(dtypes.Float32, 1, ta, tb), 1)
	j := Iota(g, shapes.Make(dtypes.Float32, 1, ta, tb), 2)
	length := func(mask *Node) *Node { return InsertAxes(layers.Lengths(mask), 1) } // [B, 1, 1]
	absolute := MulScalar(Abs(Sub(i, j)), 0.1)                                      // 10 positions count like the whole length
	relative := Abs(Sub(Div(i, length(maskA)), Div(j, length(maskB))))              // [B, Ta, Tb]
	weights := layers.Constant(scope, "distance", tensors.FromValue([]float32{2, 0})).NodeValue(g)
	weight := func(k int) *Node { return Reshape(SliceAxis(weights, 0, AxisElem(k)), 1, 1, 1) }
	return Add(Mul(relative, MulScalar(weight(0), 4)), Mul(absolute, weight(1)))
}

// masked is the softmax of scores over an axis, 0 where mask is; all 0 where the whole mask is 0.
func masked(scores, mask *Node, axis int) *Node {
	share := layers.Exponentials(scores, BroadcastToShape(mask, scores.Shape()), axis)
	return Div(share, AddScalar(ReduceAndKeep(share, ReduceSum, axis), 1e-9))
}

// compare returns [B, T, units]: what a dense layer says of each position of s beside what it is aligned with.
func compare(scope *model.Scope, s sequence, aligned *Node, units int) *Node {
	x := Concatenate([]*Node{s.x, aligned, Abs(Sub(s.x, aligned)), Mul(s.x, aligned)}, -1)
	return Mul(activation.Relu(layers.Dense(scope, x, units, nil)), s.mask)
}
