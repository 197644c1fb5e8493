package layers

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// Maximum returns the maximum of z, [B, T, F], over T. Equal maxima, as repeated characters make them, share the
// gradient; that of ReduceMax in GoMLX v0.28.2 goes to each of them in full.
func Maximum(z *Node) *Node {
	constant := StopGradient(z)
	return withGradient(ReduceMax(constant, 1), []*Node{z}, func(v *Node) []*Node {
		chosen := ConvertDType(Equal(constant, ReduceAndKeep(constant, ReduceMax, 1)), z.DType()) // [B, T, F]
		return []*Node{Mul(chosen, Div(InsertAxes(v, 1), ReduceAndKeep(chosen, ReduceSum, 1)))}
	})
}

// MaximumOfRuns returns the maximum of x, [B, T, run, F], over short runs, [B, T, F]. Equal maxima share the gradient. It is one
// loop for XLA, where reductions would be several.
func MaximumOfRuns(x *Node) *Node {
	run := make([]*Node, x.Shape().Dimensions[2])
	for i := range run {
		run[i] = Squeeze(SliceAxis(x, 2, AxisElem(i)), 2)
	}
	highest := StopGradient(run[0])
	for _, y := range run[1:] {
		highest = Max(highest, StopGradient(y))
	}
	sum, ties := ZerosLike(highest), ZerosLike(highest)
	for _, y := range run {
		chosen := ConvertDType(Equal(StopGradient(y), highest), x.DType())
		sum, ties = Add(sum, Mul(y, chosen)), Add(ties, chosen)
	}
	return Div(sum, ties)
}
