package metrics

// ROCAUC is the probability that a positive example scores above a negative one, ties counting half,
// in a weighted sample. Baseline ½.
//
// The interval inverts a score test, as Wilson's of a proportion does: it holds every area from which the reading is
// less than 1.96 standard errors away. The standard error at an area is that of Hanley and McNeil, Radiology 143 (1982) 29,
// times what that of DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837, is of it in the sample; where few
// examples make up what the area lacks to 1, times 1 at least. So it neither collapses near 1 nor ends at 1 - ε there, and
// has an answer at 1 itself. With weights, placements are weighted ranks and Kish's effective numbers stand for the
// class sizes. With one example in a class there is no interval, nor where all scores are tied.
//
// How often it holds the truth, from the worst to the best of seven shapes of score distributions and prevalences of 50, 10,
// 1 and, up to 20 positives, 0.1 %, in 400 samples each (metrics/bench/coverage), by the expected number of positives:
//
//	ROC AUC        10           20           50
//	0.6            93 to 100 %  91 to 98 %   93 to 97 %
//	0.8 and 0.9    95 to 100 %  93 to 100 %  92 to 99 %
//	0.96           93 to 100 %  94 to 100 %  94 to 100 %
//	0.99, 0.995    92 to 100 %  92 to 100 %  94 to 100 %
//
// With 100 positives at 10 and 1 %, in 2000 samples each, that is 94 to 97 % up to an area of 0.9, 94 to 98 % at 0.96, and 95 to
// 100 % above. The lowest are those of logistic scores, where a few positives far down carry the variance: with 200 positives 93 %
// at 0.96 and at 0.99.
//
// It holds the truth too often where no positive ranks low in the population, which few examples cannot tell from one
// whose low positives were not drawn.
//
// In a binned State, examples of one bin count as tied: see [State.AUCBound].
func (s *State) ROCAUC() Value {
	kept := s.settled()
	pos, neg := kept.total()
	if why := missingClass(pos, neg); why != "" {
		return undefined(why).withBaseline(0.5)
	}
	found := kept.areas()
	all := pos.plus(neg)
	v := Value{V: min(max(found.auc, 0), 1), N: all.rows, Weight: all.weight, Baseline: 0.5}
	return v.withAreaInterval(found.aucVariance, pos.effective(), neg.effective())
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
	kept.sweep(func(s *stretch) {
		for i := range s.scores {
			tied.Add(s.pos.in(i).weight * s.neg.in(i).weight)
		}
	})
	return tied.Value() / 2 / (pos.weight * neg.weight)
}
