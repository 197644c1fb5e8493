package model

import (
	"math/rand/v2"

	"github.com/gomlx/gomlx/core/tensors"

	"github.com/seqpair/seqpair/model/data"
)

// batch is a fixed number of rows as a network reads them. Where there are fewer pairs than rows, the
// rest is padding of share 0.
type batch struct {
	rows    []int     // the pairs, in order; at most size
	inputs  []any     // idsA, idsB, labels, weights, shares
	labels  []bool    // of rows
	weights []float64 // of rows, in the metrics; nil: ones
}

// batcher makes batches of pairs. It is not safe for concurrent use.
type batcher struct {
	pairs       *data.Pairs
	encoder     *data.PairEncoder
	size        int
	labels      []bool
	weights     []float64 // nil: ones
	lossWeights bool      // weights weigh the losses too
	coverage    data.Coverage
}

func newBatcher(pairs *data.Pairs, encoder *data.PairEncoder, size int, lossWeights bool) *batcher {
	return &batcher{
		pairs: pairs, encoder: encoder, size: size,
		labels: pairs.Labels(), weights: pairs.Weights(), lossWeights: lossWeights,
	}
}

// batches is the number of batches that hold all pairs.
func (b *batcher) batches() int { return (b.pairs.Len() + b.size - 1) / b.size }

// order is the order of the pairs in an epoch: a function of the seed and the epoch alone, so that a run
// can go on from any step.
func (b *batcher) order(seed int64, epoch int) []int {
	return rand.New(rand.NewPCG(uint64(seed), uint64(epoch))).Perm(b.pairs.Len())
}

// inOrder is the pairs' own order.
func (b *batcher) inOrder() []int {
	rows := make([]int, b.pairs.Len())
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// batch returns batch i of the given order. Labels, weights and shares are [size, 1]; a share is 1 over the number of
// pairs in the batch.
func (b *batcher) batch(order []int, i int) (batch, error) {
	rows := order[i*b.size : min((i+1)*b.size, len(order))]
	lengthA, lengthB := b.encoder.A.Length(), b.encoder.B.Length()
	idsA, idsB := make([]int32, b.size*lengthA), make([]int32, b.size*lengthB)
	coverage, err := b.encoder.Encode(b.pairs, rows, idsA[:len(rows)*lengthA], idsB[:len(rows)*lengthB])
	if err != nil {
		return batch{}, err
	}
	b.coverage.Add(coverage)
	out := batch{rows: rows, labels: make([]bool, len(rows))}
	if b.weights != nil {
		out.weights = make([]float64, len(rows))
	}
	labels, weights, shares := make([]float32, b.size), make([]float32, b.size), make([]float32, b.size)
	for i, row := range rows {
		out.labels[i] = b.labels[row]
		if out.labels[i] {
			labels[i] = 1
		}
		weights[i] = 1
		if b.weights != nil {
			out.weights[i] = b.weights[row]
		}
		if b.weights != nil && b.lossWeights {
			weights[i] = float32(b.weights[row])
		}
		shares[i] = 1 / float32(len(rows))
	}
	out.inputs = []any{
		tensors.FromFlatDataAndDimensions(idsA, b.size, lengthA),
		tensors.FromFlatDataAndDimensions(idsB, b.size, lengthB),
		tensors.FromFlatDataAndDimensions(labels, b.size, 1),
		tensors.FromFlatDataAndDimensions(weights, b.size, 1),
		tensors.FromFlatDataAndDimensions(shares, b.size, 1),
	}
	return out, nil
}
