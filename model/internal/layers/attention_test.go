package layers

import (
	"fmt"
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// TestAttend compares attention and its gradients with softmax and sums as they are written down, differentiated by GoMLX: without a
// mask, and with one of a whole, a short and an empty sequence.
func TestAttend(t *testing.T) {
	const batch, length, heads, width = 3, 4, 2, 5
	there := []float32{1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0}
	for name, b := range backends(t) {
		for _, masked := range []bool{false, true} {
			both := func(attend func(query, key, value, mask *Node) *Node) [][]float32 {
				return call(t, b, model.NewStore(), func(_ *model.Scope, in []*Node) []*Node {
					query, key, value, mask := in[0], MulScalar(in[0], 3), Sin(MulScalar(in[0], 7)), in[1]
					if !masked {
						mask = nil
					}
					y := attend(query, key, value, mask)
					return append([]*Node{y}, Gradient(ReduceAllSum(Mul(y, Sin(y))), query, key, value)...)
				}, numbers(batch, length, heads, width), tensors.FromFlatDataAndDimensions(there, batch, length, 1))
			}
			near(t, fmt.Sprint(name, ", masked: ", masked), both(attend), both(plainAttention))
		}
	}
}

// plainAttention is attend as Vaswani et al. (2017) write it down; an empty sequence reads zeros.
func plainAttention(query, key, value, mask *Node) *Node {
	scores := DivScalar(Einsum("bqhf,bkhf->bhqk", query, key), math.Sqrt(float64(query.Shape().Dim(3))))
	if mask == nil {
		return Einsum("bhqk,bkhf->bqhf", Softmax(scores, -1), value)
	}
	of := BroadcastToShape(InsertAxes(Squeeze(mask, 2), 1, 1), scores.Shape())
	exponentials := Mul(Exp(scores), of)
	shares := Div(exponentials, MaxScalar(ReduceAndKeep(exponentials, ReduceSum, -1), 1e-6))
	return Einsum("bhqk,bkhf->bqhf", shares, value)
}
