package metrics

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
	if c.Undefined == "" {
		c.points = &rates{levels: kept.levels(), above: 1, x: falsePositiveRate, y: falseNegativeRate, pos: pos, neg: neg}
	}
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
