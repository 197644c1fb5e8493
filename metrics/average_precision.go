package metrics

import "github.com/seqpair/seqpair/metrics/internal/interval"

// AveragePrecision is Σ(Rₙ-Rₙ₋₁)Pₙ over the distinct scores, without interpolation, as scikit-learn's; it is
// not the trapezoid under the precision-recall curve. Baseline: the prevalence.
//
// The interval is Wilson's of a proportion of as many (effective) positives, its variance times what that of average precision
// is of it in the sample, by the influence of each example; where few positives make up the reading, or what it lacks
// to 1, times 1 at least. It lets the prevalence vary with the sample. In the simulations of [State.ROCAUC] it held the
// truth in 88 to 100 % with 10 positives, 88 to 100 % with 20 and 91 to 100 % with 50. Where it misses, the sample reads too
// high: average precision is biased upward while negatives are few among the highest scores.
//
// In a binned State, examples of one bin count as tied: see [State.AveragePrecisionBound].
func (s *State) AveragePrecision() Value {
	kept := s.settled()
	pos, neg := kept.total()
	switch {
	case pos.rows+neg.rows == 0:
		return undefined(NoExamples)
	case pos.rows == 0:
		return undefined(NoPositives).withBaseline(0)
	}
	found := kept.areas()
	v := Value{V: min(found.precision, 1), N: pos.rows, Weight: pos.weight, Baseline: pos.weight / (pos.weight + neg.weight)}
	if pos.effective() <= 1 {
		return v.withoutInterval(FewExamples)
	}
	lo, hi, known := interval.Mean(v.V, found.precisionVariance, pos.effective())
	return v.withScoreInterval(lo, hi, known)
}

// AveragePrecisionBound is how far AveragePrecision may be from that of the same examples in an exact
// State. A bin's positives have a precision between that of "the bin's negatives all come first" and
// "they all come last"; the bound is the larger of the two sums of differences. It is 0 for an exact State.
func (s *State) AveragePrecisionBound() float64 {
	kept := s.settled()
	pos, _ := kept.total()
	if s.Bins() == 0 || pos.rows == 0 {
		return 0
	}
	var up, down sum
	kept.sweep(func(s *stretch) {
		for i := range s.scores {
			p, n := s.pos.in(i), s.neg.in(i)
			if p.rows == 0 || n.rows == 0 && p.rows == 1 {
				continue
			}
			hits, misses := s.pos.weight[i], s.neg.weight[i]
			tied := (hits + p.weight) / (hits + p.weight + misses + n.weight)
			best := (hits + p.weight) / (hits + p.weight + misses)
			worst := 0.0
			if hits > 0 {
				worst = hits / (hits + misses + n.weight)
			}
			up.Add(p.weight * (best - tied))
			down.Add(p.weight * (tied - worst))
		}
	})
	return max(up.Value(), down.Value()) / pos.weight
}
