package metrics

import "math"

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
	c.add(0, tally{}, pos, math.Inf(1))
	sweep(kept, func(at *level, above *runningLevel) {
		hits, falseAlarms := above.pos.tally().plus(at.pos), above.neg.tally().plus(at.neg)
		c.add(share(hits.plus(falseAlarms), pos.plus(neg)), hits, pos.minus(hits), at.score)
	})
	return c
}

// LiftCurve is lift against the share of examples predicted positive. It starts at the highest score. Its
// intervals are Wilson's of precision, over the prevalence as if that were known.
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
	sweep(kept, func(at *level, above *runningLevel) {
		hits, falseAlarms := above.pos.tally().plus(at.pos), above.neg.tally().plus(at.neg)
		c.add(share(hits.plus(falseAlarms), pos.plus(neg)), hits, falseAlarms, at.score)
	})
	prevalence := pos.weight / (pos.weight + neg.weight)
	for i := range c.Y {
		c.Y[i], c.Lo[i], c.Hi[i] = c.Y[i]/prevalence, c.Lo[i]/prevalence, c.Hi[i]/prevalence
	}
	return c
}

func needsPositives(pos, neg tally) Reason {
	if why := missingClass(pos, neg); why != NoNegatives {
		return why
	}
	return ""
}
