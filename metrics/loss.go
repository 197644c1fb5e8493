package metrics

import "math"

// logLossClip is float64's machine epsilon: scikit-learn's log_loss clips probabilities to
// [eps, 1-eps], so that one confident mistake costs 36.04 instead of everything.
const logLossClip = 2.220446049250313e-16

func logLossOf(score float64, positive bool) float64 {
	likelihood := score
	if !positive {
		likelihood = 1 - score
	}
	switch {
	case likelihood < logLossClip:
		likelihood = logLossClip
	case likelihood > 1-logLossClip:
		likelihood = 1 - logLossClip
	}
	return -math.Log(likelihood)
}

func squaredErrorOf(score float64, positive bool) float64 {
	if positive {
		score = 1 - score
	}
	return score * score
}

// moments are the sums that a weighted mean and its variance need: Σwx, Σw²x and Σw²x².
type moments struct{ weighted, squareWeighted, squares sum }

func (m *moments) add(x, weight float64) {
	m.weighted.Add(weight * x)
	m.squareWeighted.Add(weight * weight * x)
	m.squares.Add(weight * x * (weight * x))
}

func (m *moments) merge(o moments) {
	m.weighted.Merge(o.weighted)
	m.squareWeighted.Merge(o.squareWeighted)
	m.squares.Merge(o.squares)
}

// LogLoss is the weighted mean of -log P(label), natural logarithm, probabilities clipped at 2.2e-16.
// Baseline: the entropy of the prevalence. Interval: normal approximation of a weighted mean.
func (s *State) LogLoss() Value {
	logLoss, _ := s.settled().losses()
	return s.meanLoss(logLoss, math.Inf(1), func(prevalence float64) float64 {
		return entropy(prevalence) + entropy(1-prevalence)
	})
}

// Brier is the weighted mean of (score-label)². Baseline: always predicting the prevalence π, π(1-π).
// Interval: normal approximation of a weighted mean.
func (s *State) Brier() Value {
	_, brier := s.settled().losses()
	return s.meanLoss(brier, 1, func(prevalence float64) float64 { return prevalence * (1 - prevalence) })
}

func entropy(p float64) float64 {
	if p == 0 {
		return 0
	}
	return -p * math.Log(p)
}

// meanLoss is a weighted mean with the interval m ± z·sqrt(Σw²(x-m)²)/Σw, the linearised variance of a
// ratio of sums: Cochran, Sampling Techniques (1977), §2.11.
func (s *State) meanLoss(loss moments, worst float64, baseline func(prevalence float64) float64) Value {
	kept := s.settled()
	pos, neg := kept.total()
	all := pos.plus(neg)
	if all.rows == 0 {
		return undefined(NoExamples)
	}
	if _, ok := kept.(*counts); ok {
		return undefined(LossesNotKept).withBaseline(baseline(pos.weight / all.weight))
	}
	mean := loss.weighted.Value() / all.weight
	v := Value{V: mean, N: all.rows, Weight: all.weight, Baseline: baseline(pos.weight / all.weight)}
	raw := loss.squares.Value()
	spread := raw - 2*mean*loss.squareWeighted.Value() + mean*mean*all.squares
	if all.rows < 2 {
		return v.withoutInterval(FewExamples)
	}
	if spread <= 1e-12*raw { // nothing but rounding
		return v.withoutInterval(NoSpread)
	}
	half := z95 * math.Sqrt(spread) / all.weight
	return v.within(mean-half, mean+half, 0, worst)
}
