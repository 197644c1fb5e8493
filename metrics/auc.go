package metrics

import "math"

// ROCAUC is the probability that a positive example scores above a negative one, ties counting half,
// in a weighted sample. Baseline ½. The interval is DeLong, DeLong and Clarke-Pearson's, Biometrics 44
// (1988) 837; with weights, placements are weighted ranks and Kish's effective numbers stand for the class sizes.
// In a binned State, examples of one bin count as tied: see [State.AUCBound].
func (s *State) ROCAUC() Value {
	kept := s.settled()
	pos, neg := kept.total()
	if why := missingClass(pos, neg); why != "" {
		return undefined(why).withBaseline(0.5)
	}
	found := kept.areas()
	all := pos.plus(neg)
	auc := min(max(found.auc, 0), 1)
	v := Value{V: auc, N: all.rows, Weight: all.weight, Baseline: 0.5}
	if pos.effective() <= 1 || neg.effective() <= 1 {
		return v.withoutInterval(FewExamples)
	}
	if found.variance < 1e-24 { // nothing but rounding: the classes are apart, or all examples tie
		return v.withoutInterval(NoSpread)
	}
	half := z95 * math.Sqrt(found.variance)
	return v.within(auc-half, auc+half, 0, 1)
}

func missingClass(pos, neg tally) Reason {
	switch {
	case pos.rows+neg.rows == 0:
		return NoExamples
	case pos.rows == 0:
		return NoPositives
	case neg.rows == 0:
		return NoNegatives
	}
	return ""
}

// runningLevel counts the examples above a level.
type runningLevel struct{ pos, neg runningTally }

// leveler visits levels in falling order of score.
type leveler interface{ levels(yield func(*level)) }

// sweep visits the levels in falling order of score with what lies above each.
func sweep(kept leveler, visit func(at *level, above *runningLevel)) {
	var above runningLevel
	kept.levels(func(at *level) {
		visit(at, &above)
		above.pos.add(at.pos)
		above.neg.add(at.neg)
	})
}

// AUCBound is how far ROCAUC may be from that of the same examples in an exact State: half the weight of
// the pairs that share a bin, over that of all pairs. It is 0 for an exact State and where a class is missing.
func (s *State) AUCBound() float64 {
	if s.Bins() == 0 {
		return 0
	}
	kept := s.settled()
	pos, neg := kept.total()
	if missingClass(pos, neg) != "" {
		return 0
	}
	var tied sum
	kept.levels(func(at *level) { tied.add(at.pos.weight * at.neg.weight) })
	return tied.value() / 2 / (pos.weight * neg.weight)
}
