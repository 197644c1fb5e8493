package metrics

import "math"

// scoreSums are the sums over the scores of each class; a score in a binned State counts as the middle of its bin.
type scoreSums struct {
	pos, neg     tally
	ofPos, ofNeg moments
}

type scoreSumsKey struct{}

// scoreSums gathers the scanner of the sums.
func (g *gathering) scoreSums() func() scoreSums {
	scoresIn := scoresIn(g.kept)
	return gather(g, scoreSumsKey{}, func(pos, neg tally) (visitor, func() scoreSums) {
		sums := scoreSums{pos: pos, neg: neg}
		return func(s *stretch) {
			scores := scoresIn(s)
			for _, i := range s.positives {
				sums.ofPos.addLevel(scores[i], s.pos.in(i))
			}
			sums.ofNeg = sums.ofNeg.withLevels(scores, &s.neg)
		}, func() scoreSums { return sums }
	})
}

func (s *State) scoreSums() scoreSums {
	g := newGathering(s)
	read := g.scoreSums()
	g.run()
	return read()
}

// addLevel adds all examples of a tally, of one x.
func (m *moments) addLevel(x float64, t tally) {
	if t.rows == 0 {
		return
	}
	m.weighted.Add(t.weight * x)
	m.squareWeighted.Add(t.squares * x)
	m.squares.Add(t.squares * x * x)
}

// withLevels is with all examples of each level, of one x each.
func (m moments) withLevels(xs []float64, in *cumulative) moments {
	if !in.weighted() {
		rows, first, second := in.rows[:len(xs)+1], m.weighted, m.squares
		for i, x := range xs {
			all := (rows[i+1] - rows[i]) * x
			first, second = first.Plus(all), second.Plus(all*x)
		}
		return moments{weighted: first, squareWeighted: first, squares: second}
	}
	for i, x := range xs {
		m.addLevel(x, in.in(i))
	}
	return m
}

// deviations is Σw²(x-m)².
func (m moments) deviations(mean float64, of tally) float64 {
	return max(m.squares.Value()-2*mean*m.squareWeighted.Value()+mean*mean*of.squares, 0)
}

func (s scoreSums) means() (high, low float64) {
	return s.ofPos.weighted.Value() / s.pos.weight, s.ofNeg.weighted.Value() / s.neg.weight
}

// MeanScore is the mean score, TFMA's mean prediction; a calibrated model's is the prevalence, its baseline.
// Interval: normal approximation of a weighted mean.
func (s *State) MeanScore() Value { return s.scoreSums().meanScore() }

func (s scoreSums) meanScore() Value {
	sums := s.ofPos
	sums.merge(s.ofNeg)
	all := s.pos.plus(s.neg)
	if all.rows == 0 {
		return undefined(NoExamples)
	}
	mean := sums.weighted.Value() / all.weight
	v := reading(mean, all).withBaseline(s.pos.weight / all.weight)
	return v.withNormalInterval(sums.deviations(mean, all)/all.weight/all.weight, 0, 1)
}

// CalibrationRatio is the sum of the scores over that of the positives, 1 for a calibrated model and above 1 for one
// that says too much: TFMA's calibration. Baseline 1. Interval: the linearised variance of a ratio,
// Cochran, Sampling Techniques (1977), §2.11, on the log scale.
func (s *State) CalibrationRatio() Value { return s.scoreSums().calibrationRatio() }

func (s scoreSums) calibrationRatio() Value {
	if why := needsPositives(s.pos, s.neg); why != "" {
		return undefined(why).withBaseline(1)
	}
	pos, all := s.pos, s.ofPos
	all.merge(s.ofNeg)
	r := all.weighted.Value() / pos.weight
	v := reading(r, pos, s.neg).withBaseline(1)
	spread := all.squares.Value() - 2*r*s.ofPos.squareWeighted.Value() + r*r*pos.squares // Σw²(score - r·label)²
	if spread <= 1e-12*r*r*pos.squares {
		return v.withoutInterval(NoSpread)
	}
	return v.withLogInterval(spread / (r * r) / pos.weight / pos.weight)
}

// Tjur is the mean score of the positives less that of the negatives, the coefficient of discrimination: Tjur, Am.
// Stat. 63 (2009) 366. Baseline 0. Interval: normal, with the variances of the two means.
func (s *State) Tjur() Value { return s.scoreSums().tjur() }

func (s scoreSums) tjur() Value {
	pos, neg := s.pos, s.neg
	if why := missingClass(pos, neg); why != "" {
		return undefined(why).withBaseline(0)
	}
	high, low := s.means()
	v := reading(high-low, pos, neg).withBaseline(0)
	if pos.effective() <= 1 || neg.effective() <= 1 {
		return v.withoutInterval(FewExamples)
	}
	variance := ofMean(s.ofPos.deviations(high, pos), pos) + ofMean(s.ofNeg.deviations(low, neg), neg)
	return v.withNormalInterval(variance, -1, 1)
}

// RelativeTjur is the mean score of the positives over that of the negatives, TFMA's relative coefficient of
// discrimination. Baseline 1. Interval: delta method on the log scale.
func (s *State) RelativeTjur() Value { return s.scoreSums().relativeTjur() }

func (s scoreSums) relativeTjur() Value {
	pos, neg := s.pos, s.neg
	if why := missingClass(pos, neg); why != "" {
		return undefined(why).withBaseline(1)
	}
	high, low := s.means()
	if low == 0 || math.IsInf(high/low, 1) {
		return undefined(NoNegativeScore).withBaseline(1)
	}
	v := reading(high/low, pos, neg).withBaseline(1)
	if pos.effective() <= 1 || neg.effective() <= 1 {
		return v.withoutInterval(FewExamples)
	}
	if high == 0 {
		return v.withoutInterval(NoSpread)
	}
	ofHigh, ofLow := ofMean(s.ofPos.deviations(high, pos), pos), ofMean(s.ofNeg.deviations(low, neg), neg)
	return v.withLogInterval(ofHigh/high/high + ofLow/low/low)
}
