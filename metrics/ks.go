package metrics

import "math"

// KS is the Kolmogorov-Smirnov distance of the two classes' scores, the largest |recall - false positive rate|,
// and where it is reached. A ranking the wrong way round has one too. Baseline 0, which a finite sample
// without skill exceeds by chance.
func (s *State) KS() OperatingPoint { return scan(s, ks) }

func ks(pos, neg tally) (visitor, func() OperatingPoint) {
	if why := missingClass(pos, neg); why != "" {
		p := noPoint(why)
		p.Value = p.Value.withBaseline(0)
		return already(p)
	}
	best, threshold := -1.0, 0.0
	var tp, fp tally
	visit := func(at *level, above *runningLevel) {
		recall := (above.pos.weight.Value() + at.pos.weight) / pos.weight
		falseAlarms := (above.neg.weight.Value() + at.neg.weight) / neg.weight
		if d := math.Abs(recall - falseAlarms); d > best {
			best, threshold = d, at.score
			tp, fp = above.pos.tally().plus(at.pos), above.neg.tally().plus(at.neg)
		}
	}
	return visit, func() OperatingPoint {
		return OperatingPoint{
			Threshold: threshold, Table: tableOf(tp, fp, pos, neg),
			Value: reading(min(best, 1), pos, neg).withBaseline(0).withoutInterval(ChosenHere),
		}
	}
}

// Gini is 2·ROCAUC - 1, also called accuracy ratio and Somers' D. Baseline 0. Interval: ROCAUC's, stretched.
func (s *State) Gini() Value { return s.ROCAUC().stretched(2, -1) }
