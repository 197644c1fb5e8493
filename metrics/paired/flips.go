package paired

import (
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// Flips are the shares of all examples whose predicted class goes from the baseline's to the candidate's, as
// TFMA's BooleanFlipRates, whatever the labels. Intervals are Wilson's.
type Flips struct {
	Symmetric          metrics.Value `json:"symmetric"` // NegativeToPositive and PositiveToNegative together
	NegativeToNegative metrics.Value `json:"negative_to_negative"`
	NegativeToPositive metrics.Value `json:"negative_to_positive"`
	PositiveToNegative metrics.Value `json:"positive_to_negative"`
	PositiveToPositive metrics.Value `json:"positive_to_positive"`
}

// Flips are read at a threshold: a score is predicted positive from the threshold on, where TFMA says above it,
// math.Nextafter(threshold, 2).
func (s *State) Flips(threshold float64) Flips {
	rows, repeats := s.sorted(), s.repeats()
	share := func(counts func(before, after bool) bool) metrics.Value {
		var c metrics.Confusion
		for _, r := range rows {
			if counts(r.baseline >= threshold, r.candidate >= threshold) {
				c.TP, c.Rows.TP, c.Squares.TP = c.TP+r.weight, c.Rows.TP+1, c.Squares.TP+r.weight*r.weight
			} else {
				c.FP, c.Rows.FP, c.Squares.FP = c.FP+r.weight, c.Rows.FP+1, c.Squares.FP+r.weight*r.weight
			}
		}
		v := c.Prevalence() // the share of the first cell among all
		if v.Undefined == "" && repeats {
			v = doubt.Without(v, RepeatedUnits)
		}
		return v
	}
	return Flips{
		Symmetric:          share(func(before, after bool) bool { return before != after }),
		NegativeToNegative: share(func(before, after bool) bool { return !before && !after }),
		NegativeToPositive: share(func(before, after bool) bool { return !before && after }),
		PositiveToNegative: share(func(before, after bool) bool { return before && !after }),
		PositiveToPositive: share(func(before, after bool) bool { return before && after }),
	}
}
