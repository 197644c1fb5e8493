package model

import (
	"cmp"
	"math"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
)

// startOdds are the odds of a positive in an epoch as the loss shifts them: the best answer of a model that knows nothing else.
func startOdds(loss losses.Loss, odds float64) float64 {
	odds *= cmp.Or(loss.Traits().Shift, 1)
	if l, ok := loss.(losses.Starter); ok {
		odds = l.Start(odds)
	}
	return odds
}

// epochWeights are what the training labels of each class in an epoch weigh where weights weigh their losses, else their numbers.
// Of resampled classes, the mean weight is taken for that of all examples.
func (f *fitting) epochWeights() (negative, positive float64) {
	positive, all := weightSums(&f.source.train, f.config.SampleWeights)
	labels, positives := f.source.train.Count()
	shownNegatives, shownPositives := f.source.counts()
	negative = (all - positive) * (float64(shownNegatives) / float64(labels-positives))
	return negative, positive * (float64(shownPositives) / float64(positives))
}

// tilted is the factor by which the weights of train raise the odds of a positive above those of valid as it is weighed.
func tilted(train, valid *data.Examples) float64 {
	if factor := tilt(train) / tilt(valid); math.Abs(factor-1) > 1e-9 { // rounding of sums
		return factor
	}
	return 1
}

// tilt is the factor by which the weights of the labels raise the odds of a positive.
func tilt(e *data.Examples) float64 {
	labels, positives := e.Count()
	positive, all := weightSums(e, true)
	return positive / (all - positive) / (float64(positives) / float64(labels-positives))
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
