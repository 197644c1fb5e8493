package metrics

import "math"

// KS is the Kolmogorov-Smirnov distance of the two classes' scores, the largest |recall - false positive rate|,
// and where it is reached. A ranking the wrong way round has one too. Baseline 0, which a finite sample
// without skill exceeds by chance.
func (s *State) KS() OperatingPoint { return s.knownAt(scan(s, ks)) }

// roundedRates is more than what a difference of two rates can lose by rounding, however they are reckoned.
const roundedRates = 1e-12

func ks(pos, neg tally) (visitor, func() OperatingPoint) {
	if why := missingClass(pos, neg); why != "" {
		p := noPoint(why)
		p.Value = p.Value.withBaseline(0)
		return already(p)
	}
	best, p := -1.0, OperatingPoint{}
	perHit, perFalseAlarm := 1/pos.weight, 1/neg.weight
	visit := func(s *stretch) {
		at := -1
		falseAlarms := s.neg.weight[1:]
		for i, hits := range s.pos.weight[1:] {
			if math.Abs(hits*perHit-falseAlarms[i]*perFalseAlarm) < best-roundedRates {
				continue // for sure: divisions take long
			}
			if d := math.Abs(hits/pos.weight - falseAlarms[i]/neg.weight); d > best {
				best, at = d, i
			}
		}
		if at >= 0 {
			p.Threshold, p.Table = s.scores[at], s.table(at, pos, neg)
		}
	}
	return visit, func() OperatingPoint {
		p.Value = reading(min(best, 1), pos, neg).withBaseline(0).withoutInterval(ChosenHere)
		return p
	}
}

// Gini is 2·ROCAUC - 1, also called accuracy ratio and Somers' D. Baseline 0. Interval: ROCAUC's, stretched.
func (s *State) Gini() Value { return s.ROCAUC().stretched(2, -1) }
