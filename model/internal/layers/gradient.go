package layers

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// withGradient is y, a constant to GoMLX's differentiation, with a gradient of its own: back turns that by y into those by xs.
// GoMLX v0.28.2 lets an identity of one node have such a gradient: so all of them are put into one, end to end.
func withGradient(y *Node, xs []*Node, back func(v *Node) []*Node) *Node {
	ends := func(nodes []*Node) *Node {
		flat := make([]*Node, len(nodes))
		for i, node := range nodes {
			flat[i] = Reshape(node, -1)
		}
		return Concatenate(flat, 0)
	}
	size := y.Shape().Size()
	head := func(all *Node) *Node { return ReshapeWithShape(SliceAxis(all, 0, AxisRange(0, size)), y.Shape()) }
	all := IdentityWithCustomGradient(ends(append([]*Node{StopGradient(y)}, xs...)), func(_, v *Node) *Node {
		return ends(append([]*Node{ZerosLike(y)}, back(head(v))...))
	})
	return head(all)
}
