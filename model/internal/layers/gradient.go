package layers

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// withGradient is f of xs, with a gradient of its own: back turns that by f's value into those by xs. GoMLX goes through f as well,
// which it must know how to differentiate, but nothing reads what it finds there, and so nothing computes it.
func withGradient(xs []*Node, f func(xs []*Node) *Node, back func(v *Node) []*Node) *Node {
	var gradients []*Node // known once the way back has come to f's value, before it comes to xs
	inner := make([]*Node, len(xs))
	for i, x := range xs {
		inner[i] = IdentityWithCustomGradient(x, func(_, _ *Node) *Node { return gradients[i] })
	}
	return IdentityWithCustomGradient(f(inner), func(_, v *Node) *Node {
		gradients = back(v)
		return v
	})
}
