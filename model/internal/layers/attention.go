package layers

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// SelfAttention is scaled dot-product attention (Vaswani et al. 2017) of several heads over the positions of x, [B, T, D]: [B, T, D].
// D is a multiple of heads. softmax turns scores, [B, heads, T, T], into shares that add up to 1 over the last axis.
func SelfAttention(scope *model.Scope, x *Node, heads int, softmax func(scores *Node) *Node) *Node {
	batch, length, width := x.Shape().Dim(0), x.Shape().Dim(1), x.Shape().Dim(2)
	rows := Reshape(x, -1, width) // one matrix, of which XLA on the CPU has the gradient faster
	of := make([]*Node, 3)
	for i, each := range denses(scope, rows, width, "query", "key", "value") {
		of[i] = Transpose(Reshape(each, batch, length, heads, width/heads), 1, 2)
	}
	query, key, value := MulScalar(of[0], 1/math.Sqrt(float64(width/heads))), of[1], of[2] // [B, heads, T, D/heads]
	shares := softmax(Products(query, Turned(key)))
	read := Reshape(Transpose(Products(shares, value), 1, 2), -1, width)
	return Reshape(Dense(scope.At("output"), read, width, nil), batch, length, width)
}

// denses are Dense layers that read the same x, [N, inputs], by one product: several would each lay x down for their gradients.
func denses(scope *model.Scope, x *Node, units int, names ...string) []*Node {
	var weights, biases []*Node
	for _, name := range names {
		at := scope.At("%s", name)
		weights = append(weights, Weights(at, x.Graph(), x.Shape().Dim(-1), units))
		biases = append(biases, Bias(at, x.Graph(), units, nil))
	}
	all := Add(Product(x, Concatenate(weights, -1)), InsertAxes(Concatenate(biases, 0), 0))
	each := make([]*Node, len(names))
	for i := range each {
		each[i] = SliceAxis(all, -1, AxisRange(i*units, (i+1)*units))
	}
	return each
}
