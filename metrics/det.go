package metrics

import "math"

// DET is the detection error trade-off, false negative rate against false positive rate, with a point for each
// distinct score and one at threshold +Inf where nothing is predicted positive. It is usually drawn on normal
// deviate axes. Area is that under it, 1 - ROCAUC.
func (s *State) DET() Curve {
	kept := s.settled()
	pos, neg := kept.total()
	area := s.ROCAUC()
	c := Curve{
		Name: "DET", XLabel: "False positive rate", YLabel: "False negative rate",
		Baseline: Line{X: [2]float64{0, 1}, Y: [2]float64{1, 0}},
		Area:     area.complement(), Undefined: missingClass(pos, neg),
	}
	if c.Undefined != "" {
		return c
	}
	c.add(0, pos, tally{}, math.Inf(1))
	sweep(kept, func(at *level, above *runningLevel) {
		hits := above.pos.tally().plus(at.pos)
		falseAlarms := above.neg.tally().plus(at.neg)
		c.add(share(falseAlarms, neg), pos.minus(hits), hits, at.score)
	})
	return c
}

// complement is 1 - v, interval and baseline with it.
func (v Value) complement() Value {
	if v.Undefined == "" {
		v.V = 1 - v.V
	}
	if v.NoInterval == "" {
		v.Lo, v.Hi = 1-v.Hi, 1-v.Lo
	}
	if v.NoBaseline == "" {
		v.Baseline = 1 - v.Baseline
	}
	return v
}
