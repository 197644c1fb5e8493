package layers

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// SelfAttention is scaled dot-product attention (Vaswani et al. 2017) of several heads over the positions of x, [B, T, D]: [B, T, D].
// D is a multiple of heads. Positions where mask, [B, T, 1], is 0 are not read; nil reads all.
func SelfAttention(scope *model.Scope, x, mask *Node, heads int) *Node {
	batch, length, width := x.Shape().Dim(0), x.Shape().Dim(1), x.Shape().Dim(2)
	rows := Reshape(x, -1, width) // one matrix, of which XLA on the CPU has the gradient faster
	of := func(name string) *Node {
		return Reshape(Dense(scope.At("%s", name), rows, width, nil), batch, length, heads, width/heads)
	}
	read := Reshape(attend(of("query"), of("key"), of("value"), mask), -1, width)
	return Reshape(Dense(scope.At("output"), read, width, nil), batch, length, width)
}

// attend returns what each position reads of all, [B, T, heads, F] as query, key and value: the mean of the values, each weighed by
// e to the power of query·key/√F.
//
// Queries run along the last axis throughout: sums over keys then add vectors, which is several times as fast on the CPU as sums
// within them, and the gradient needs neither the weights' shares nor a matrix of all pairs of positions turned. Shares are
// exponentials over their sum: what is divided by it is the mean and its gradient, which are smaller.
func attend(query, key, value, mask *Node) *Node {
	scale := 1 / math.Sqrt(float64(query.Shape().Dim(3)))
	var exponentials, sums, mean *Node // [B, heads, keys, queries], [B, heads, 1, queries], [B, heads, F, queries]
	means := func(of []*Node) *Node {
		exponentials, sums = weigh(products(byRow(of[1]), MulScalar(byColumn(of[0]), scale)), mask)
		mean = Div(products(byColumn(of[2]), exponentials), sums)
		return fromColumns(mean)
	}
	return withGradient([]*Node{query, key, value}, means, func(_, v *Node) []*Node {
		byProduct := Div(byColumn(v), sums)
		along := ReduceAndKeep(Mul(byProduct, mean), ReduceSum, 2)
		byScores := MulScalar(Mul(exponentials, Sub(products(byRow(value), byProduct), along)), scale)
		return []*Node{
			fromColumns(products(byColumn(key), byScores)),
			fromRows(products(byScores, byRow(query))),
			fromRows(products(exponentials, Turned(byProduct))),
		}
	})
}

// weigh returns e to the power of scores, [B, heads, keys, queries], 0 where the mask of keys is, and its sum over keys, at least 1.
func weigh(scores, mask *Node) (exponentials, sums *Node) {
	if mask == nil {
		exponentials = belowHighest(scores, 2)
		return exponentials, ReduceAndKeep(exponentials, ReduceSum, 2)
	}
	exponentials = Exponentials(scores, InsertAxes(mask, 1), 2)
	return exponentials, MaxScalar(ReduceAndKeep(exponentials, ReduceSum, 2), 1)
}

// Exponentials returns e to the power of scores, and 0 where mask is, of the shape of scores or 1 along some axes. The highest score along
// the axis over which they are to be shares is taken from all before, which changes no share.
func Exponentials(scores, mask *Node, axis int) *Node {
	const farBelow = 1e4 // of any score
	return Mul(belowHighest(Add(scores, MulScalar(AddScalar(mask, -1), farBelow)), axis), mask)
}

func belowHighest(scores *Node, axis int) *Node {
	return Exp(Sub(scores, StopGradient(ReduceAndKeep(scores, ReduceMax, axis))))
}

// byRow and byColumn are x, [B, T, heads, F], as matrices: [B, heads, T, F] and [B, heads, F, T].
func byRow(x *Node) *Node    { return TransposeAllAxes(x, 0, 2, 1, 3) }
func byColumn(x *Node) *Node { return TransposeAllAxes(x, 0, 2, 3, 1) }

// fromRows and fromColumns undo them.
func fromRows(x *Node) *Node    { return TransposeAllAxes(x, 0, 2, 1, 3) }
func fromColumns(x *Node) *Node { return TransposeAllAxes(x, 0, 3, 1, 2) }
