package layers

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// Convolution slides a dense layer over windows of width positions, an odd number: x [B, T, D] to [B, T, filters], zeros
// beyond the ends. A convolution operation is many times slower on the pure-Go backend, and in a loop of XLA.
func Convolution(scope *model.Scope, x *Node, width, filters int) *Node {
	return Dense(scope, Windows(x, 1, width), filters, nil)
}

// Windows puts the width positions of an axis of x, […, D], around each one end to end, zeros beyond the ends: […, width·D]. width
// is odd.
func Windows(x *Node, axis, width int) *Node {
	if width == 1 {
		return x
	}
	zeros := ZerosAlong(x, axis, width/2)
	padded := Concatenate([]*Node{zeros, x, zeros}, axis)
	parts, size := make([]*Node, width), x.Shape().Dim(axis)
	for i := range parts {
		parts[i] = SliceAxis(padded, axis, AxisRange(i, i+size))
	}
	return Concatenate(parts, -1)
}

// ZerosAlong has the shape of x, but for the size of one axis.
func ZerosAlong(x *Node, axis, size int) *Node {
	shape := shapes.Make(x.DType(), x.Shape().Clone().Dimensions...)
	shape.Dimensions[axis] = size
	return Zeros(x.Graph(), shape)
}
