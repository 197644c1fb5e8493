package metrics

// PrecisionAtRecall is the highest precision among the thresholds with a recall of at least that.
func (s *State) PrecisionAtRecall(recall float64) OperatingPoint {
	return s.constrained(recall, Confusion.Precision, func(c Confusion) (float64, float64, bool) {
		return c.precision(), c.recall(), c.recall() >= recall
	})
}

// RecallAtPrecision is the highest recall among the thresholds with a precision of at least that; there may
// be none.
func (s *State) RecallAtPrecision(precision float64) OperatingPoint {
	return s.constrained(precision, Confusion.Recall, func(c Confusion) (float64, float64, bool) {
		return c.recall(), c.precision(), c.precision() >= precision
	})
}

// SensitivityAtSpecificity is the highest recall among the thresholds with a specificity of at least that.
func (s *State) SensitivityAtSpecificity(specificity float64) OperatingPoint {
	return s.constrained(specificity, Confusion.Recall, func(c Confusion) (float64, float64, bool) {
		return c.recall(), c.specificity(), c.specificity() >= specificity
	})
}

// SpecificityAtSensitivity is the highest specificity among the thresholds with a recall of at least that.
func (s *State) SpecificityAtSensitivity(recall float64) OperatingPoint {
	return s.constrained(recall, Confusion.Specificity, func(c Confusion) (float64, float64, bool) {
		return c.specificity(), c.recall(), c.recall() >= recall
	})
}

// FPRAtTPR is the lowest false positive rate among the thresholds with a recall of at least that.
// Its threshold is the highest that reaches the recall.
func (s *State) FPRAtTPR(recall float64) OperatingPoint {
	return s.constrained(recall, Confusion.FalsePositiveRate, func(c Confusion) (float64, float64, bool) {
		return -c.falsePositiveRate(), c.recall(), c.recall() >= recall
	})
}

// TPRAtFPR is the highest recall among the thresholds with a false positive rate of at most that.
func (s *State) TPRAtFPR(rate float64) OperatingPoint {
	return s.constrained(rate, Confusion.Recall, func(c Confusion) (float64, float64, bool) {
		return c.recall(), -c.falsePositiveRate(), c.falsePositiveRate() <= rate
	})
}

// constrained looks for a goal under a limit in [0,1]; m reads what is found. It is undefined for
// Infeasible when no threshold, also that of predicting nothing positive, meets the limit and can be read.
func (s *State) constrained(limit float64, m func(Confusion) Value, g goal) OperatingPoint {
	if !(limit >= 0 && limit <= 1) {
		return noPoint(BadRate)
	}
	all := s.At(0)
	if why := missingClass(all.tp(), all.fp()); why != "" {
		return noPoint(why)
	}
	found := s.seek(g)
	if !found.found {
		return noPoint(Infeasible)
	}
	return chosen(found.threshold, found.table, m)
}
