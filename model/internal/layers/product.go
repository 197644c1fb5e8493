package layers

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/support/xslices"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code

	"github.com/seqpair/seqpair/model/backend"
)

// Product is x·weights over the last axis of x, with a gradient by the weights of its own.
func Product(x, weights *Node) *Node {
	return withGradient([]*Node{x, weights}, func(of []*Node) *Node { return product(of[0], of[1]) }, func(_, v *Node) []*Node {
		byX := DotGeneral(v, []int{v.Rank() - 1}, nil, StopGradient(weights), []int{1}, nil)
		return []*Node{byX, gradientByWeights(StopGradient(x), v)}
	})
}

func product(x, weights *Node) *Node {
	return DotGeneral(x, []int{x.Rank() - 1}, nil, weights, []int{0}, nil)
}

// gradientByWeights is xᵀ·v over all axes but the last, where v is the gradient by x·weights.
//
// XLA on the CPU computes that at half its speed, with one thread, unless xᵀ lies in memory as such: of a matrix, it is laid down
// there. Of more axes, x is mostly put together by what XLA merges with turning it, and laying it down took a twentieth more of
// a step of pair.Interaction. The pure-Go backend turns number by number, both factors if it is left to it: with the narrower one
// alone, turned before, the CNN of model/bench and the transformer took a fifth less.
func gradientByWeights(x, v *Node) *Node {
	if backend.IsPureGo(x.Graph().Backend()) {
		x, v = Reshape(x, -1, x.Shape().Dim(-1)), Reshape(v, -1, v.Shape().Dim(-1))
	}
	if turnsGradient(x, v) {
		turned, x := laidDown(lastFirst(v), x)
		gradient, _ := laidDown(overRows(turned, x), x)
		return Turned(gradient)
	}
	turned := lastFirst(x)
	if x.Rank() == 2 {
		turned, v = laidDown(turned, v)
	}
	return overRows(turned, v)
}

// wide is how many times as wide as v an x of more than two axes must be for XLA to turn v. In pair.Interaction that saved 3 of 10 ms
// where x is 8 times as wide; in the CNN of model/bench, where x is 3 times as wide, it cost a twentieth of a step.
const wide = 4

// turnsGradient says whether vᵀ·x is computed, and turned, in place of xᵀ·v: where v, and the gradient too, are enough smaller than x.
// Twice is enough for matrices of many rows: steps of the transformer in model/bench took up to 3 % less.
func turnsGradient(x, v *Node) bool {
	inputs, units := x.Shape().Dim(-1), v.Shape().Dim(-1)
	switch {
	case backend.IsPureGo(x.Graph().Backend()):
		return inputs > units
	case x.Rank() == 2:
		return inputs >= 2*units && x.Shape().Dim(0) > inputs
	default:
		return inputs >= wide*units
	}
}

// lastFirst is x, [rows…, n], as [n, rows…].
func lastFirst(x *Node) *Node {
	last := x.Rank() - 1
	return TransposeAllAxes(x, append([]int{last}, xslices.Iota(0, last)...)...)
}

// overRows is x·y of x, [n, rows…], and y, [rows…, m]: [n, m].
func overRows(x, y *Node) *Node {
	rows := y.Rank() - 1
	return DotGeneral(x, xslices.Iota(1, rows), nil, y, xslices.Iota(0, rows), nil)
}

// products are x·y over the last two axes, [B, …, n, k] and [B, …, k, m]: [B, …, n, m].
func products(x, y *Node) *Node {
	last := x.Rank() - 1
	batch := xslices.Iota(0, last-1)
	return DotGeneral(x, []int{last}, batch, y, []int{last - 1}, batch)
}

// productsBack are the gradients by x and by y where v is that by their products.
func productsBack(v, x, y *Node) []*Node {
	return []*Node{products(v, Turned(StopGradient(y))), gradientByRight(StopGradient(x), v)}
}

// gradientByRight is xᵀ·v over the last two axes, xᵀ laid down.
func gradientByRight(x, v *Node) *Node { return products(laidDown(Turned(x), v)) }

// Turned swaps the last two axes.
func Turned(x *Node) *Node { return Transpose(x, -1, -2) }

// laidDown keeps XLA from merging how x was made into what it is used for. go-xla v0.4.1 leaves a barrier of one node out on
// the CPU: so another stands in it beside x.
func laidDown(x, beside *Node) (*Node, *Node) {
	if !canLayDown(x) {
		return x, beside
	}
	both := OptimizationBarriers(x, beside)
	return both[0], both[1]
}

// Written is x, written down once and without a gradient: for values that are compared with each other. XLA would compute x
// again where it is read in another shape, there with a product and a sum rounded together and here not, and what is equal would differ.
func Written(x *Node) *Node {
	written, _ := laidDown(StopGradient(x), ScalarZero(x.Graph(), x.DType()))
	return written
}

func canLayDown(x *Node) bool {
	b := x.Graph().Backend()
	return !backend.IsPureGo(b) && b.Capabilities().Operations[compute.OpTypeOptimizationBarrier]
}
