package pair

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// overlap is what one side's n-grams of one length have in common with the other side's.
type overlap struct {
	ngrams
	shared *Node // 1 where the other side holds the n-gram too, else 0: float32 [B, T]
	rarity *Node // float32 [B, T]
}

// overlaps compares the n-grams of both sides, which have one vocabulary, for each length.
func overlaps(scope *model.Scope, in Input, lengths []int) (a, b []overlap) {
	for _, n := range lengths {
		x, y := ngramsOf(in.A, n), ngramsOf(in.B, n)
		at := scope.At("ngrams_%d", n)
		a = append(a, overlap{x, x.in(y), x.rarity(at, in.Corpus)})
		b = append(b, overlap{y, y.in(x), y.rarity(at, in.Corpus)})
	}
	return a, b
}

// rarityPowers weigh n-grams in the share that is shared: all alike, the rarer the more, and next to nothing but the rarest.
var rarityPowers = []int{0, 1, 3}

// similarities reads the overlaps of both sides as numbers that do not change when the sides are swapped, [B, n] each: of
// both sides the smaller and the larger of each reading.
func similarities(a, b []overlap) *Node {
	var all []*Node
	for i := range a {
		x, y := a[i].readings(), b[i].readings()
		all = append(all, Min(x, y), Max(x, y))
	}
	return StopGradient(Concatenate(all, -1))
}

// readings are the shares of n-grams that are shared, by rarityPowers, and the rarest shared and unshared one, [B, 5].
func (o overlap) readings() *Node {
	there := o.held()
	var readings []*Node
	for _, power := range rarityPowers {
		weight := there
		for range power {
			weight = Mul(weight, o.rarity)
		}
		all := AddScalar(ReduceSum(weight, 1), 1e-3) // no n-gram at all shares nothing
		readings = append(readings, Div(ReduceSum(Mul(weight, o.shared), 1), all))
	}
	readings = append(readings, ReduceMax(Mul(o.rarity, o.shared), 1), ReduceMax(Mul(o.rarity, Sub(there, o.shared)), 1))
	return Stack(readings, 1)
}

// marks returns shared and rarity of each n-gram at its middle, [B, T, 2].
func (o overlap) marks() *Node {
	return StopGradient(Stack([]*Node{later(o.shared, (o.n-1)/2), later(o.rarity, (o.n-1)/2)}, 2))
}

// later moves x, [B, T], by some positions towards the end.
func later(x *Node, by int) *Node {
	if by == 0 {
		return x
	}
	batch, length := x.Shape().Dimensions[0], x.Shape().Dimensions[1]
	by = min(by, length)
	zeros := Zeros(x.Graph(), shapes.Make(x.DType(), batch, by))
	return Concatenate([]*Node{zeros, SliceAxis(x, 1, AxisRange(0, length-by))}, 1)
}
