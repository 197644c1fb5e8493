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
	c.reserve(1 + kept.levelCount())
	c.set(0, 0, tally{}, pos, math.Inf(1))
	if counted, ok := kept.(counter); ok && counted.counted() {
		c.countROC(counted, pos.rows, neg.rows)
		return c
	}
	kept.walk(func(at spot, l *level, above *standing) {
		hits, falseAlarms := above.pos.tally().plus(l.pos), above.neg.tally().plus(l.neg)
		c.set(1+at.level, share(falseAlarms, neg), hits, pos.minus(hits), l.score)
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
	c.reserve(kept.levelCount())
	if counted, ok := kept.(counter); ok && counted.counted() {
		c.countPR(counted, pos.rows)
		return c
	}
	kept.walk(func(at spot, l *level, above *standing) {
		hits, falseAlarms := above.pos.tally().plus(l.pos), above.neg.tally().plus(l.neg)
		c.set(at.level, share(hits, pos), hits, falseAlarms, l.score)
	})
	return c
}

// counter is a store whose levels can be counted without weights.
type counter interface {
	counted() bool
	walkCounts(visitor func() func(level int, score float64, hits, falseAlarms int))
}

// countROC fills in all points but the first. Recall and its interval stay where only negatives are added.
func (c *Curve) countROC(kept counter, pos, neg int64) {
	kept.walkCounts(func() func(int, float64, int, int) {
		last := -1
		var y, lo, hi float64
		return func(level int, score float64, hits, falseAlarms int) {
			if hits != last {
				last, y = hits, float64(hits)/float64(pos)
				lo, hi = wilson(y, float64(pos))
			}
			i := level + 1
			c.X[i], c.Y[i], c.Thresholds[i] = float64(falseAlarms)/float64(neg), y, score
			c.Lo[i], c.Hi[i] = min(lo, y), max(hi, y)
		}
	})
}

func (c *Curve) countPR(kept counter, pos int64) {
	kept.walkCounts(func() func(int, float64, int, int) {
		return func(i int, score float64, hits, falseAlarms int) {
			alerts := float64(hits + falseAlarms)
			y := float64(hits) / alerts
			lo, hi := wilson(y, alerts)
			c.X[i], c.Y[i], c.Thresholds[i] = float64(hits)/float64(pos), y, score
			c.Lo[i], c.Hi[i] = min(lo, y), max(hi, y)
		}
	})
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

func (c *Curve) reserve(points int) {
	for _, column := range []*[]float64{&c.X, &c.Y, &c.Lo, &c.Hi, &c.Thresholds} {
		*column = make([]float64, points)
	}
}

// set makes point i the one whose Y is the proportion part/(part+rest).
func (c *Curve) set(i int, x float64, part, rest tally, threshold float64) {
	y := proportion(part, rest, NothingPositive)
	c.X[i], c.Y[i], c.Lo[i], c.Hi[i], c.Thresholds[i] = x, y.V, y.Lo, y.Hi, threshold
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
