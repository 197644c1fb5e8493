package pair

import (
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// embeddingLimit bounds the uniform initial embeddings, as in Keras.
const embeddingLimit = 0.05

// padMask returns 1 where ids is not padding and 0 elsewhere, float32 [B, T, 1].
func padMask(ids *Node) *Node {
	return InsertAxes(ConvertDType(GreaterThan(ids, ZerosLike(ids)), dtypes.Float32), -1)
}

// embedding returns [B, T, dimension] for ids [B, T].
func embedding(scope *model.Scope, ids *Node, size, dimension int) *Node {
	return embeddingWithin(scope, ids, embeddingLimit, size, dimension)
}

// embeddingWithin is embedding with initial values within ±limit.
func embeddingWithin(scope *model.Scope, ids *Node, limit float64, size, dimension int) *Node {
	table := layers.Uniform(scope, "embedding", limit, size, dimension).NodeValue(ids.Graph())
	return Gather(table, InsertAxes(ids, -1))
}

// convolutions puts convolutions of several widths side by side, behind a rectifier each: [B, T, len(widths)·filters].
func convolutions(scope *model.Scope, x *Node, widths []int, filters int) *Node {
	var z []*Node
	for i, width := range widths {
		z = append(z, activation.Relu(layers.Convolution(scope.At("convolution_%d", i), x, width, filters)))
	}
	return Concatenate(z, -1)
}

// mean returns the mean of z, [B, T, F] and 0 where mask is, over the positions that there are.
func mean(z, mask *Node) *Node {
	return Div(ReduceSum(z, 1), layers.Lengths(mask))
}

// sides are the scopes of the weights that read a and b: one and the same unless separate.
func sides(scope *model.Scope, separate bool) [2]*model.Scope {
	if separate {
		return [2]*model.Scope{scope.At("a"), scope.At("b")}
	}
	shared := scope.At("shared")
	return [2]*model.Scope{shared, shared}
}
