package layers

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// Dropout zeroes a share of x while training, and scales the rest so that their mean stays; none where share is not above zero.
func Dropout(scope *model.Scope, x *Node, share float64) *Node {
	g := x.Graph()
	if share <= 0 || !scope.IsTraining(g) {
		return x
	}
	stays := GreaterOrEqual(random(scope, g, x.Shape().Dimensions), Scalar(g, dtypes.Uint32, uint32(share*(1<<32))))
	return Mul(x, MulScalar(ConvertDType(stays, x.DType()), 1/(1-share)))
}

// random are 32 bits each, of MurmurHash3's finalizer (Appleby 2011) over their number and a seed. GoMLX draws the seed alone:
// its generator, Philox, took a third of the step of a multilayer perceptron.
func random(scope *model.Scope, g *Graph, dims []int) *Node {
	seed := scope.RandomIntN(g, uint32(math.MaxUint32), shapes.Make(dtypes.Uint32))
	x := Reshape(Iota(g, shapes.Make(dtypes.Uint32, shapes.Make(dtypes.Uint32, dims...).Size()), 0), dims...)
	x = Add(MulScalar(x, uint32(0x9e3779b9)), seed) // the golden ratio spreads neighbours
	mix := func(shift, factor uint32) {
		x = MulScalar(BitwiseXor(x, BitwiseShiftRightLogicalScalar(x, shift)), factor)
	}
	mix(16, 0x85ebca6b)
	mix(13, 0xc2b2ae35)
	return BitwiseXor(x, BitwiseShiftRightLogicalScalar(x, uint32(16)))
}

// DropoutOrDefault is what the field of an architecture stands for: zero is otherwise, and all numbers below zero say none, -1.
func DropoutOrDefault(share, otherwise float64) float64 {
	switch {
	case share == 0:
		return otherwise
	case share < 0:
		return -1
	}
	return share
}

// CheckDropout returns an error unless the share is below 1. of is the architecture, such as "pair.Siamese".
func CheckDropout(of string, share float64) error {
	if !(share < 1) {
		return fmt.Errorf("%s: Dropout is %v, want a number below 1", of, share)
	}
	return nil
}
