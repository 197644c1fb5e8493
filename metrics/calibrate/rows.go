package calibrate

import (
	"errors"
	"slices"

	"github.com/seqpair/seqpair/metrics"
)

// rows are the examples of a batch that weigh more than 0, of both classes.
type rows struct {
	scores  []float64
	labels  []float64 // 0 or 1
	weights []float64
	sums    [2]float64 // of the weights of negatives and positives
}

func newRows(b metrics.Batch) (rows, error) {
	if err := b.Validate(); err != nil {
		return rows{}, err
	}
	var r rows
	for i, score := range b.Scores {
		w, label := 1.0, 0
		if b.Weights != nil {
			w = b.Weights[i]
		}
		if w == 0 {
			continue
		}
		if b.Labels[i] {
			label = 1
		}
		r.scores, r.labels, r.weights = append(r.scores, score), append(r.labels, float64(label)), append(r.weights, w)
		r.sums[label] += w
	}
	if r.sums[0] == 0 || r.sums[1] == 0 {
		return rows{}, errors.New("the examples are of one class only, and there is nothing to tell probabilities by: give examples of both")
	}
	return r, nil
}

func (r rows) logOdds() []float64 {
	x := make([]float64, len(r.scores))
	for i, p := range r.scores {
		x[i] = logOdds(p)
	}
	return x
}

// ones is the feature of an intercept.
func ones(n int) []float64 { return slices.Repeat([]float64{1}, n) }
