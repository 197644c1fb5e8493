package layers

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// Maximum returns the maximum of z, [B, T, F], over T. Equal maxima, as repeated characters make them, share the
// gradient; that of ReduceMax in GoMLX v0.28.2 goes to each of them in full.
//
// Both ways read z as it is [Written] once: else no position might be the highest, and the gradient be lost.
func Maximum(z *Node) *Node {
	written := Written(z)
	y := ReduceMax(written, 1)
	return constantWithGradient(y, []*Node{z}, func(v *Node) []*Node {
		chosen := chosenBy(InsertAxes(y, 1), written)
		return []*Node{Mul(chosen, Div(InsertAxes(v, 1), ReduceAndKeep(chosen, ReduceSum, 1)))}
	})
}

// chosenBy is 1 where z is its maximum over an axis, which y keeps, and else 0.
func chosenBy(y, z *Node) *Node {
	return ConvertDType(Equal(z, BroadcastToShape(y, z.Shape())), z.DType())
}

// MaximumAndMean returns the maximum and the mean of z, [B, T, F] and nowhere negative, over the positions that mask, [B, T, 1],
// has: [B, 2F]. Elsewhere z is 0; an empty sequence has zeros. Equal maxima share the gradient. z is computed again where it is compared
// with its maximum, so nothing is added to a product in what makes it (see [Maximum]). What the gradient gives to all
// positions is one quotient: all else that lies between two matrix products, dropout included, XLA on the CPU would merge into
// the loop over positions, and compute again at each of them. A quotient alone by the length would not do: XLA makes it a product.
func MaximumAndMean(z, mask *Node) *Node {
	length := Lengths(mask)
	both := func(of []*Node) *Node {
		return Concatenate([]*Node{ReduceMax(of[0], 1), Div(ReduceSum(of[0], 1), length)}, -1)
	}
	return withGradient([]*Node{z}, both, func(y, v *Node) []*Node {
		maximum, _ := Halves(y, -1)
		chosen := chosenBy(InsertAxes(maximum, 1), z)
		ties := ReduceSum(chosen, 1)
		share := InsertAxes(Div(v, Concatenate([]*Node{ties, BroadcastToShape(length, ties.Shape())}, -1)), 1)
		ofMaximum, ofMean := Halves(share, -1)
		return []*Node{Add(Mul(chosen, ofMaximum), BroadcastToShape(ofMean, z.Shape()))}
	})
}

// MaximumOfRuns returns the maximum of x, [B, T, run, F], over short runs, [B, T, F]. Equal maxima share the gradient. Each way is
// one loop for XLA: reductions over runs would be several, and the gradient of slices is put together from as many, padded. Joined
// with x, as a constant is, the maxima are computed once; else once more for each that reads them in another shape.
func MaximumOfRuns(x *Node) *Node {
	constant := StopGradient(x)
	run := make([]*Node, x.Shape().Dim(2))
	for i := range run {
		run[i] = Squeeze(SliceAxis(constant, 2, AxisElem(i)), 2)
	}
	highest := run[0]
	for _, y := range run[1:] {
		highest = Max(highest, y)
	}
	return constantWithGradient(highest, []*Node{x}, func(v *Node) []*Node {
		ties := ZerosLike(highest)
		for _, y := range run {
			ties = Add(ties, ConvertDType(Equal(y, highest), x.DType()))
		}
		return []*Node{Mul(chosenBy(InsertAxes(highest, 2), x), InsertAxes(Div(v, ties), 2))}
	})
}
