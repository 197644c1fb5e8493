package layers

import (
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/support/xslices"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// product is x·weights, over the last axis of x. Its gradient by the weights is xᵀ·v, which XLA on the CPU computes at half its
// speed, with one thread, unless xᵀ lies in memory as such: so it is laid down there, behind a barrier that keeps XLA from
// putting the turn back into the product.
func product(x, weights *Node) *Node {
	last := x.Rank() - 1
	rows := xslices.Iota(0, last)
	y := DotGeneral(x, []int{last}, nil, weights, []int{0}, nil)
	if !x.Graph().Backend().Capabilities().Operations[compute.OpTypeOptimizationBarrier] {
		return y
	}
	return withGradient(y, []*Node{x, weights}, func(v *Node) []*Node {
		turned := OptimizationBarrier(TransposeAllAxes(StopGradient(x), append([]int{last}, rows...)...))
		return []*Node{
			DotGeneral(v, []int{last}, nil, StopGradient(weights), []int{1}, nil),
			DotGeneral(turned, xslices.Iota(1, last), nil, v, rows, nil),
		}
	})
}
