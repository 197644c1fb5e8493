package model

import (
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// odds of a positive among the training examples, as sampler and loss shift them: the best answer of a model that
// knows nothing else.
func (f *fitting) odds(loss losses.Loss) float64 {
	positive, all := weightSums(&f.source.train, f.config.SampleWeights)
	odds := positive / (all - positive)
	for _, shift := range []float64{f.source.order.Shift(), loss.Traits().Shift} {
		if shift != 0 {
			odds *= shift
		}
	}
	return odds
}

// weightSums adds up the weights, or ones, of the positive labels that count and of all.
func weightSums(e *data.Examples, weigh bool) (positive, all float64) {
	for i, label := range e.Labels {
		if e.Counts != nil && !e.Counts[i] {
			continue
		}
		w := 1.0
		if weigh && e.Weights != nil {
			w = e.Weights[i]
		}
		all += w
		if label {
			positive += w
		}
	}
	return positive, all
}
