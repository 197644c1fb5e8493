package main

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/model/internal/layers"
	"github.com/seqpair/seqpair/model/pair"
)

const (
	dimension = 64 // of the embeddings
	units     = 64 // of filters, states and the comparison
	heads     = 4
)

// siamese reads both sides with one encoder, [B, T, D] to [B, F], and compares the readings by |u−v| and u·v.
func siamese(encoder func(scope *model.Scope, x *Node) *Node) func(*model.Scope, pair.Input, []float32) *Node {
	return func(scope *model.Scope, in pair.Input, bias []float32) *Node {
		read := func(ids *Node) *Node {
			table := layers.Uniform(scope, "embedding", 0.05, in.SizeA, dimension).NodeValue(ids.Graph())
			return encoder(scope, Gather(table, InsertAxes(ids, -1)))
		}
		u, v := readings(read, in.A, in.B)
		z := activation.Relu(layers.Dense(scope.At("hidden"), Concatenate([]*Node{Abs(Sub(u, v)), Mul(u, v)}, -1), units, nil))
		return Add(layers.Dense(scope.At("head"), z, len(bias), nil), Const(z.Graph(), [][]float32{bias}))
	}
}

// readings reads both sides as one batch, or on the pure-Go backend one beside the other, as package pair does.
func readings(read func(ids *Node) *Node, a, b *Node) (u, v *Node) {
	if backend.IsPureGo(a.Graph().Backend()) {
		return read(a), read(b)
	}
	return layers.Halves(read(Concatenate([]*Node{a, b}, 0)), 0)
}

func mean(_ *model.Scope, x *Node) *Node { return ReduceMean(x, 1) }

func cnn(scope *model.Scope, x *Node) *Node {
	return ReduceMax(activation.Relu(layers.Convolution(scope.At("convolution"), x, 3, units)), 1)
}

// bilstm is an LSTM in each direction, of which the last outputs count.
func bilstm(scope *model.Scope, x *Node) *Node {
	dims := x.Shape().Dimensions
	all := Ones(x.Graph(), shapes.Make(x.DType(), dims[0], dims[1], 1))
	y := layers.Bidirectional(scope, layers.LSTM(units), x, all)
	forward, backward := layers.Halves(y, 2)
	return Concatenate([]*Node{
		Squeeze(SliceAxis(forward, 1, AxisElem(dims[1]-1)), 1), Squeeze(SliceAxis(backward, 1, AxisElem(0)), 1),
	}, -1)
}

// transformer is one layer: attention of four heads and a network of twice the width, each added and normalised.
func transformer(scope *model.Scope, x *Node) *Node {
	dims := x.Shape().Dimensions
	x = Add(x, layers.SelfAttention(scope, x, nil, heads))
	x = normalise(scope.At("norm_1"), Reshape(x, -1, dimension)) // the positions of all sequences
	wide := activation.Relu(layers.Dense(scope.At("wide"), x, 2*dimension, nil))
	x = normalise(scope.At("norm_2"), Add(x, layers.Dense(scope.At("narrow"), wide, dimension, nil)))
	return ReduceMean(Reshape(x, dims...), 1)
}

func normalise(scope *model.Scope, x *Node) *Node {
	g, last := x.Graph(), x.Shape().Dimensions[x.Rank()-1]
	centred := Sub(x, ReduceAndKeep(x, ReduceMean, -1))
	scale := scope.VariableWithValue("scale", ones(last)).NodeValue(g)
	offset := scope.VariableWithValue("offset", make([]float32, last)).NodeValue(g)
	x = Div(centred, Sqrt(AddScalar(ReduceAndKeep(Square(centred), ReduceMean, -1), 1e-3))) // Keras's epsilon
	row := xrow(x.Rank(), last)
	return Add(Mul(x, Reshape(scale, row...)), Reshape(offset, row...))
}

func xrow(rank, last int) []int {
	dims := make([]int, rank)
	for i := range dims {
		dims[i] = 1
	}
	dims[rank-1] = last
	return dims
}

func ones(n int) []float32 {
	values := make([]float32, n)
	for i := range values {
		values[i] = 1
	}
	return values
}

// features is the multi-layer perceptron of 1000, 500 and 250 units.
type features struct{}

// Logits implements model.Network of this project.
func (features) Logits(scope *model.Scope, columns map[string]*Node, bias []float32) *Node {
	x := columns["x"]
	for i, width := range []int{1000, 500, 250} {
		layer := scope.At("layer_%d", i)
		x = layers.Dropout(layer, activation.Relu(layers.Dense(layer, x, width, nil)), 0.35)
	}
	return Add(layers.Dense(scope.At("head"), x, len(bias), nil), Const(x.Graph(), [][]float32{bias}))
}

func (features) Check() error   { return nil }
func (features) String() string { return "features" }
