package metrics

// GainCurve is recall against the share of examples predicted positive, also called cumulative gains and CAP
// curve: how many positives are found in the best-scored part. It starts at (0,0), threshold +Inf.
func (s *State) GainCurve() Curve {
	kept := s.settled()
	pos, neg := kept.total()
	c := Curve{
		Name: "Gain", XLabel: "Predicted positive rate", YLabel: "Recall",
		Baseline: Line{X: [2]float64{0, 1}, Y: [2]float64{0, 1}}, Undefined: needsPositives(pos, neg),
	}
	if c.Undefined != "" {
		c.Area = undefined(c.Undefined)
		return c
	}
	prevalence := pos.weight / (pos.weight + neg.weight)
	c.Area = s.ROCAUC().stretched(1-prevalence, prevalence/2)
	c.points = &rates{levels: kept.levels(), above: 1, x: predictedPositiveRate, y: recall, pos: pos, neg: neg}
	return c
}

// LiftCurve is lift against the share of examples predicted positive. It starts at the highest score. Its
// intervals are Wilson's of precision, over the prevalence as if that were known; where it is, those of [State.AtPrevalence].
func (s *State) LiftCurve() Curve {
	kept := s.settled()
	pos, neg := kept.total()
	c := Curve{
		Name: "Lift", XLabel: "Predicted positive rate", YLabel: "Lift", Area: undefined(NoArea),
		Baseline: Line{X: [2]float64{0, 1}, Y: [2]float64{1, 1}}, Undefined: needsPositives(pos, neg),
	}
	if c.Undefined != "" {
		return c
	}
	prevalence := pos.weight / (pos.weight + neg.weight)
	c.points = s.mixedRates(&rates{levels: kept.levels(), x: predictedPositiveRate, y: precision, lift: prevalence, pos: pos, neg: neg}, Confusion.Lift)
	return c
}

func needsPositives(pos, neg tally) Reason {
	if why := missingClass(pos, neg); why != NoNegatives {
		return why
	}
	return ""
}
