package metrics

import "math"

// AveragePrecision is Σ(Rₙ-Rₙ₋₁)Pₙ over the distinct scores, without interpolation, as scikit-learn's; it is
// not the trapezoid under the precision-recall curve. Baseline: the prevalence. The interval is the logit
// interval of Boyd, Eng and Page, ECML PKDD 2013, with the (effective) number of positives. It is wide near 0: with 50
// positives at prevalence 0.1 % it held an AP of 0.002 and one of 0.004 in 99.8 % of 400 samples each.
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
	ap := min(kept.areas().precision, 1)
	v := Value{V: ap, N: pos.rows, Weight: pos.weight, Baseline: pos.weight / (pos.weight + neg.weight)}
	switch {
	case pos.effective() <= 1:
		return v.withoutInterval(FewExamples)
	case ap == 1:
		return v.withoutInterval(NoSpread)
	}
	return v.withLogitInterval(1 / math.Sqrt(pos.effective()*ap*(1-ap)))
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
