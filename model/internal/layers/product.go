package layers

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/support/xslices"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code

	"github.com/seqpair/seqpair/model/backend"
)

// Product is x·weights over the last axis of x. Its gradient by the weights is xᵀ·v, which XLA on the CPU computes at half its
// speed, with one thread, unless xᵀ lies in memory as such: of a matrix, it is laid down there. Of more axes, x is mostly put
// together by what XLA merges with turning it, and laying it down took a twentieth more of a step of pair.Interaction.
func Product(x, weights *Node) *Node {
	if backend.IsPureGo(x.Graph().Backend()) && rowsOf(x)%blockRows == 0 {
		return productOfBlocks(x, weights)
	}
	y := plainProduct(x, weights)
	if !canLayDown(x) {
		return y
	}
	return withGradient(y, []*Node{x, weights}, func(v *Node) []*Node { return productBack(v, x, weights) })
}

// plainProduct is Product as GoMLX differentiates it.
func plainProduct(x, weights *Node) *Node {
	return DotGeneral(x, []int{x.Rank() - 1}, nil, weights, []int{0}, nil)
}

// productBack are the gradients by x and by weights where v is that by their product.
func productBack(v, x, weights *Node) []*Node {
	last := x.Rank() - 1
	return []*Node{DotGeneral(v, []int{last}, nil, StopGradient(weights), []int{1}, nil), gradientByWeights(StopGradient(x), v)}
}

// wide is how many times as wide as v an x of more axes must be to be left as it lies: v is turned in its place, and so is the
// gradient. In pair.Interaction that saved 3 of 10 ms where x is 8 times as wide; in the CNN of model/bench, where x is 3
// times as wide, it cost a twentieth of a step.
const wide = 4

// gradientByWeights is xᵀ·v over all axes but the last; xᵀ of a matrix is laid down.
func gradientByWeights(x, v *Node) *Node {
	last := x.Rank() - 1
	rows := xslices.Iota(0, last)
	if last > 1 && x.Shape().Dim(-1) >= wide*v.Shape().Dim(-1) {
		turned, x := laidDown(lastFirst(v), x)
		product, _ := laidDown(DotGeneral(turned, xslices.Iota(1, last), nil, x, rows, nil), x)
		return Turned(product)
	}
	turned := lastFirst(x)
	if last == 1 {
		turned, v = laidDown(turned, v)
	}
	return DotGeneral(turned, xslices.Iota(1, last), nil, v, rows, nil)
}

func lastFirst(x *Node) *Node {
	last := x.Rank() - 1
	return TransposeAllAxes(x, append([]int{last}, xslices.Iota(0, last)...)...)
}

// Products are x·y over the last two axes, [B, …, n, k] and [B, …, k, m]: [B, …, n, m]. It is for many small matrices, as of the
// heads of attention: in their gradient XLA on the CPU turns each by itself, unless they are laid down turned. Of few large ones
// that costs more than it saves.
func Products(x, y *Node) *Node {
	z := products(x, y)
	if !canLayDown(x) {
		return z
	}
	return withGradient(z, []*Node{x, y}, func(v *Node) []*Node { return productsBack(v, x, y) })
}

// productsBack are the gradients by x and by y where v is that by their products.
func productsBack(v, x, y *Node) []*Node {
	return []*Node{products(v, Turned(StopGradient(y))), gradientByRight(StopGradient(x), v)}
}

// gradientByRight is xᵀ·v over the last two axes, xᵀ laid down.
func gradientByRight(x, v *Node) *Node { return products(laidDown(Turned(x), v)) }

func products(x, y *Node) *Node {
	last := x.Rank() - 1
	batch := xslices.Iota(0, last-1)
	return DotGeneral(x, []int{last}, batch, y, []int{last - 1}, batch)
}

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

func canLayDown(x *Node) bool {
	b := x.Graph().Backend()
	return !backend.IsPureGo(b) && b.Capabilities().Operations[compute.OpTypeOptimizationBarrier]
}
