package model

import (
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// odds of a positive among the training pairs, as the loss shifts them: the best answer of a model that
// knows nothing else.
func (f *fitting) odds(loss losses.Loss) float64 {
	weight := func(data.Pair) float64 { return 1 }
	if f.config.SampleWeights {
		weight = weightInMetrics
	}
	positive, all := weighted(f.pairs.Train, weight)
	odds := positive / (all - positive)
	if shift := loss.Traits().Shift; shift != 0 {
		odds *= shift
	}
	return odds
}

func weightInMetrics(p data.Pair) float64 { return p.Weight }

// weighted sums weights over the positive pairs and over all.
func weighted(pairs *data.Pairs, weight func(data.Pair) float64) (positive, all float64) {
	for i := range pairs.Len() {
		p := pairs.At(i)
		all += weight(p)
		if p.Label {
			positive += weight(p)
		}
	}
	return positive, all
}
