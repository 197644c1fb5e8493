package model

import (
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// odds of a positive in an epoch, as the loss shifts them: the best answer of a model that knows nothing else.
func (f *fitting) odds(loss losses.Loss) float64 {
	positive, all := weightSums(&f.source.train, f.config.SampleWeights)
	odds := positive / (all - positive)
	if shift := f.source.order.Shift(); shift != 0 {
		odds *= shift
	} else { // chosen negatives say nothing of all, but an epoch has so many
		negatives, positives := f.source.order.Counts()
		odds = float64(positives) / float64(negatives)
	}
	if shift := loss.Traits().Shift; shift != 0 {
		odds *= shift
	}
	if l, ok := loss.(interface{ Start(odds float64) float64 }); ok {
		odds = l.Start(odds)
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
