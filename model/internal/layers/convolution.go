package layers

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// Convolution slides a dense layer over windows of width positions, an odd number: x [B, T, D] to [B, T, filters], zeros
// beyond the ends. A convolution operation is many times slower on the pure-Go backend, and in a loop of XLA.
func Convolution(scope *model.Scope, x *Node, width, filters int) *Node {
	if width > 1 {
		x = windows(padded(x, width/2), width)
	}
	return Dense(scope, x, filters, nil)
}

// padded is x, [B, T, D], with that many zeros before and behind.
func padded(x *Node, more int) *Node {
	zeros := Zeros(x.Graph(), shapes.Make(x.DType(), x.Shape().Dim(0), more, x.Shape().Dim(2)))
	return Concatenate([]*Node{zeros, x, zeros}, 1)
}

// windows puts each run of width positions of x, [B, T, D], end to end: [B, T-width+1, width·D].
func windows(x *Node, width int) *Node {
	parts, length := make([]*Node, width), x.Shape().Dim(1)-width+1
	for i := range parts {
		parts[i] = SliceAxis(x, 1, AxisRange(i, i+length))
	}
	return Concatenate(parts, -1)
}
