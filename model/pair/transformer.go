package pair

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// transformer is the encoder of Vaswani et al. (2017) on x, [B, T, D]: [B, T, width]. It normalises before each sublayer,
// not after it, which trains without warm-up (Xiong et al. 2020).
func transformer(scope *model.Scope, x, mask *Node, width, heads, count int) *Node {
	x = Add(project(scope.At("projection"), x, width), positions(x.Graph(), x.Shape().Dimensions[1], width))
	for i := range count {
		at := scope.At("layer_%d", i)
		x = Add(x, layers.SelfAttention(at.At("attention"), normalised(at.At("before_attention"), x), mask, heads))
		hidden := activation.Relu(project(at.At("expand"), normalised(at.At("before_dense"), x), 2*width))
		x = Add(x, project(at.At("contract"), hidden, width))
	}
	return normalised(scope.At("last"), x)
}

// positions are the sines and cosines of Vaswani et al. (2017), section 3.5, [1, T, width]: they do not depend on T.
func positions(g *Graph, length, width int) *Node {
	at := Iota(g, shapes.Make(dtypes.Float32, length, 1), 0)
	rates := make([][]float32, 1)
	for i := range (width + 1) / 2 {
		rates[0] = append(rates[0], float32(math.Pow(10000, -2*float64(i)/float64(width))))
	}
	angles := Mul(BroadcastToDims(at, length, len(rates[0])), BroadcastToDims(Const(g, rates), length, len(rates[0])))
	waves := Concatenate([]*Node{Sin(angles), Cos(angles)}, 1)
	return InsertAxes(SliceAxis(waves, 1, AxisRange(0, width)), 0)
}

// normalised is layer normalisation (Ba et al. 2016) with learned scale and shift.
func normalised(scope *model.Scope, x *Node) *Node {
	width := x.Shape().Dimensions[2]
	ones := make([]float32, width)
	for i := range ones {
		ones[i] = 1
	}
	centred := Sub(x, ReduceAndKeep(x, ReduceMean, 2))
	variance := ReduceAndKeep(Square(centred), ReduceMean, 2)
	scale := layers.Constant(scope, "scale", tensors.FromValue(ones)).NodeValue(x.Graph())
	shift := layers.Constant(scope, "shift", tensors.FromValue(make([]float32, width))).NodeValue(x.Graph())
	const small = 1e-5 // as in PyTorch
	x = Div(centred, Sqrt(AddScalar(variance, small)))
	return Add(Mul(x, Reshape(scale, 1, 1, width)), Reshape(shift, 1, 1, width))
}

// project is layers.Dense over the positions of all sequences as one matrix, of which XLA on the CPU has the gradient faster.
func project(scope *model.Scope, x *Node, units int) *Node {
	dims := x.Shape().Dimensions
	return Reshape(layers.Dense(scope, Reshape(x, -1, dims[2]), units, nil), dims[0], dims[1], units)
}
