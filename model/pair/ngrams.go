package pair

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// FNV-1 (Fowler, Noll and Vo) over whole ids instead of bytes, and Knuth's multiplicative hashing to a bucket: 2^32
// over the golden ratio.
const (
	hashStart  = uint32(2166136261)
	hashFactor = uint32(16777619)
	hashSpread = uint32(2654435769)
	bucketBits = 18
	buckets    = 1 << bucketBits // n-grams that share one share their rarity
)

// ngrams are the n-grams of a batch of sequences, one from each position on.
type ngrams struct {
	n     int
	hash  *Node // uint32 [B, T]
	there *Node // bool [B, T]: the sequence holds all n ids
}

// ngramsOf hashes the n-grams of ids, int32 [B, T].
func ngramsOf(ids *Node, n int) ngrams {
	batch, length := ids.Shape().Dimensions[0], ids.Shape().Dimensions[1]
	padded := ids
	if n > 1 {
		padded = Concatenate([]*Node{ids, Zeros(ids.Graph(), shapes.Make(ids.DType(), batch, n-1))}, 1)
	}
	hash := MulScalar(OnesLike(ConvertDType(ids, dtypes.Uint32)), hashStart)
	var last *Node
	for i := range n {
		last = SliceAxis(padded, 1, AxisRange(i, i+length))
		hash = BitwiseXor(MulScalar(hash, hashFactor), ConvertDType(last, dtypes.Uint32))
	}
	return ngrams{n: n, hash: hash, there: GreaterThan(last, ZerosLike(last))}
}

// held is there as a number.
func (x ngrams) held() *Node { return ConvertDType(x.there, dtypes.Float32) }

// in says which n-grams of x the other side holds anywhere: 0 or 1, float32 [B, T of x].
func (x ngrams) in(y ngrams) *Node {
	equal := Equal(InsertAxes(x.hash, 2), InsertAxes(y.hash, 1)) // [B, T of x, T of y]
	found := LogicalAnd(equal, BroadcastToShape(InsertAxes(y.there, 1), equal.Shape()))
	return ConvertDType(LogicalAnd(ReduceLogicalOr(found, 2), x.there), dtypes.Float32)
}

// rarity of each n-gram among the training sequences: 0 where all of them hold it, 1 where none does; 0 beyond the end.
// float32 [B, T].
func (x ngrams) rarity(scope *model.Scope, corpus [][]int32) *Node {
	table := statistic(scope, "rarity", func() *tensors.Tensor { return rarities(corpus, x.n) }).NodeValue(x.hash.Graph())
	rarity := Gather(table, InsertAxes(x.bucket(), -1))
	return Mul(rarity, x.held())
}

// bucket of each n-gram, int32 [B, T].
func (x ngrams) bucket() *Node {
	return ConvertDType(BitwiseShiftRightLogicalScalar(MulScalar(x.hash, hashSpread), uint32(32-bucketBits)), dtypes.Int32)
}

// hashOf is the hash of one n-gram, as ngramsOf computes it.
func hashOf(ids []int32) uint32 {
	hash := hashStart
	for _, id := range ids {
		hash = hash*hashFactor ^ uint32(id)
	}
	return hash
}

// rarities returns 1 − log(1+df) / log(1+N) for each bucket: the smoothed inverse document frequency of df out of N
// sequences, scaled to [0, 1].
func rarities(corpus [][]int32, n int) *tensors.Tensor {
	frequency, counted := make([]float64, buckets), make([]int, buckets)
	for i, ids := range corpus {
		for t := 0; t+n <= len(ids); t++ {
			bucket := hashOf(ids[t:t+n]) * hashSpread >> (32 - bucketBits)
			if counted[bucket] != i+1 {
				frequency[bucket]++
				counted[bucket] = i + 1
			}
		}
	}
	table := make([]float32, buckets)
	for bucket, df := range frequency {
		table[bucket] = 1
		if df > 0 {
			table[bucket] = float32(1 - math.Log1p(df)/math.Log1p(float64(len(corpus))))
		}
	}
	return tensors.FromFlatDataAndDimensions(table, buckets)
}

// statistic is a variable that training leaves as it starts. Its value takes long, so that it is counted once.
func statistic(scope *model.Scope, name string, value func() *tensors.Tensor) *model.Variable {
	if v := scope.GetVariable(name); v != nil {
		return v
	}
	return layers.Constant(scope, name, value()).SetTrainable(false)
}
