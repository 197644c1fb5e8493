package metrics

// ROCAUC is the probability that a positive example scores above a negative one, ties counting half,
// in a weighted sample. Baseline ½. The interval has the variance of DeLong, DeLong and Clarke-Pearson, Biometrics 44
// (1988) 837, on the logit scale (Pepe, The Statistical Evaluation of Medical Tests, 2003, 5.2.4) with Student's
// quantile at as many degrees of freedom as the rarer class has examples, less one; with fewer than two there is none.
// With weights, placements are weighted ranks and Kish's effective numbers stand for the class sizes.
//
// How often it holds the truth, in 4000 samples a figure at prevalence 1 %, beside the plain auc ± z·se and z on the
// logit scale. The ranges span normal scores of equal spread, normal scores of which the positives' spread twice as wide,
// and exponential scores:
//
//	ROC AUC  positives  here        logit, z    plain
//	0.76     20         95 to 96 %  93 to 95 %  92 to 93 %
//	0.86     20         94 %        92 to 93 %  89 to 90 %
//	0.86     50         94 to 95 %  93 to 94 %  92 to 93 %
//	0.96     20         82 to 89 %  79 to 87 %  73 to 83 %
//	0.96     50         89 to 92 %  89 to 91 %  85 to 89 %
//	0.99     20         50 to 83 %
//	0.99     50         69 to 88 %
//
// (the last two rows of 600 samples a figure). In 300 to 400 samples with 50 positives and an AUC of 0.75 or 0.86 it held
// the truth in 92 to 96 % at prevalences from 10 % down to 0.1 %. Nearer to 1 it promises too much: take more positives.
// Where hardly a positive ranks low it misses mostly by lying too high. Student's quantile costs 6 to 10 % of width with
// 20 positives and 2 to 3 % with 50. Of package bootstrap's interval, at equal spread, 92 % hold an AUC of 0.96 with 20.
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
	return v.withAreaInterval(found.variance, min(pos.effective(), neg.effective())-1)
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
