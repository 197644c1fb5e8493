package metrics

import (
	"encoding/json"
	"math"
)

// Line is a straight line from (X[0], Y[0]) to (X[1], Y[1]).
type Line struct {
	X [2]float64 `json:"x"`
	Y [2]float64 `json:"y"`
}

// Curve is what a State reads at each of its thresholds: point i is (X[i], Y[i]), reached when scores of at
// least Thresholds[i] are positive. Thresholds fall, so X rises. The caller owns the slices.
//
// A ROC curve starts at (0,0), threshold +Inf: nothing predicted positive. A precision-recall curve starts
// at the highest score, since precision is undefined where nothing is predicted positive (the point (0,1)
// that others add is no measurement), and is drawn in steps: precision holds from the recall before.
type Curve struct {
	Name, XLabel, YLabel string
	X, Y, Thresholds     []float64
	Lo, Hi               []float64 // Wilson's 95 % interval of each Y by itself, not a band for the whole curve
	Baseline             Line      // what a model without skill draws
	Area                 Value     // ROCAUC or AveragePrecision of the same State
	Undefined            Reason    // why there is no curve; empty if there is
}

// ROC is recall against false positive rate, with a point for each distinct score.
func (s *State) ROC() Curve {
	kept := s.settled()
	pos, neg := kept.total()
	c := Curve{
		Name: "ROC", XLabel: "False positive rate", YLabel: "Recall",
		Baseline: Line{X: [2]float64{0, 1}, Y: [2]float64{0, 1}},
		Area:     s.ROCAUC(), Undefined: missingClass(pos, neg),
	}
	if c.Undefined != "" {
		return c
	}
	c.add(0, tally{}, pos, math.Inf(1))
	sweep(kept, func(at *level, above *runningLevel) {
		hits := above.pos.tally().plus(at.pos)
		falseAlarms := above.neg.tally().plus(at.neg)
		c.add(share(falseAlarms, neg), hits, pos.minus(hits), at.score)
	})
	return c
}

// PR is precision against recall, with a point for each distinct score.
func (s *State) PR() Curve {
	kept := s.settled()
	pos, neg := kept.total()
	c := Curve{Name: "Precision-recall", XLabel: "Recall", YLabel: "Precision", Area: s.AveragePrecision()}
	c.Undefined = c.Area.Undefined
	if c.Undefined != "" {
		return c
	}
	prevalence := pos.weight / (pos.weight + neg.weight)
	c.Baseline = Line{X: [2]float64{0, 1}, Y: [2]float64{prevalence, prevalence}}
	sweep(kept, func(at *level, above *runningLevel) {
		hits := above.pos.tally().plus(at.pos)
		falseAlarms := above.neg.tally().plus(at.neg)
		c.add(share(hits, pos), hits, falseAlarms, at.score)
	})
	return c
}

// share is the weight of part over that of whole.
func share(part, whole tally) float64 {
	if part.rows == whole.rows {
		return 1
	}
	return min(part.weight/whole.weight, 1)
}

// add appends the point whose Y is the proportion part/(part+rest).
func (c *Curve) add(x float64, part, rest tally, threshold float64) {
	y := proportion(part, rest, NothingPositive)
	c.X, c.Y, c.Thresholds = append(c.X, x), append(c.Y, y.V), append(c.Thresholds, threshold)
	c.Lo, c.Hi = append(c.Lo, y.Lo), append(c.Hi, y.Hi)
}

// MarshalJSON writes the threshold +Inf as null.
func (c Curve) MarshalJSON() ([]byte, error) {
	thresholds := make([]*float64, len(c.Thresholds))
	for i, threshold := range c.Thresholds {
		if !math.IsInf(threshold, 0) {
			thresholds[i] = &threshold
		}
	}
	return json.Marshal(struct {
		Name       string     `json:"name"`
		XLabel     string     `json:"x_label"`
		YLabel     string     `json:"y_label"`
		X          []float64  `json:"x"`
		Y          []float64  `json:"y"`
		Lo         []float64  `json:"lo"`
		Hi         []float64  `json:"hi"`
		Thresholds []*float64 `json:"thresholds"`
		Baseline   Line       `json:"baseline"`
		Area       Value      `json:"area"`
		Undefined  Reason     `json:"undefined,omitempty"`
	}{c.Name, c.XLabel, c.YLabel, c.X, c.Y, c.Lo, c.Hi, thresholds, c.Baseline, c.Area, c.Undefined})
}
