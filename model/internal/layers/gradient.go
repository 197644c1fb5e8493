package layers

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// withGradient is y, f of xs, with a gradient of its own: back turns v, that by y, into those by xs. GoMLX goes through f as well,
// which it must know how to differentiate, but nothing reads what it finds there, and so nothing computes it.
func withGradient(xs []*Node, f func(xs []*Node) *Node, back func(y, v *Node) []*Node) *Node {
	var gradients []*Node // known once the way back has come to y, before it comes to xs
	inner := make([]*Node, len(xs))
	for i, x := range xs {
		inner[i] = IdentityWithCustomGradient(x, func(_, _ *Node) *Node { return gradients[i] })
	}
	return IdentityWithCustomGradient(f(inner), func(y, v *Node) *Node {
		gradients = back(y, v)
		return v
	})
}

// constantWithGradient is withGradient of what GoMLX v0.28.2 cannot differentiate, such as a loop: y is made of xs, and a constant to
// it. An identity of one node may have a gradient of its own: so all of them are put into one, end to end.
func constantWithGradient(y *Node, xs []*Node, back func(v *Node) []*Node) *Node {
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
