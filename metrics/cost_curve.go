package metrics

import (
	"encoding/json"
	"math"
)

// CostCurve is the lowest normalised expected cost, FNR·x + FPR·(1-x), that any threshold reaches: Drummond and
// Holte, Machine Learning 65 (2006) 95. X is the positives' share of the cost at stake, from 0 to 1:
// π·FN/(π·FN + (1-π)·FP) for a prevalence π and costs FP and FN. Between its points the curve is straight.
type CostCurve struct {
	X          []float64
	Cost       []float64
	Thresholds []float64 // the best from X[i] on; +Inf: alarm never
	Area       Value     // mean cost over all x; lower is better; baseline ¼: the cheaper of always and never
	Undefined  Reason
}

// Baseline is the cost at x of the cheaper of alarming always and never.
func (c CostCurve) Baseline(x float64) float64 { return math.Min(x, 1-x) }

// MarshalJSON writes the threshold +Inf as null.
func (c CostCurve) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		X          []float64  `json:"x"`
		Cost       []float64  `json:"cost"`
		Thresholds []*float64 `json:"thresholds"`
		Area       Value      `json:"area"`
		Undefined  Reason     `json:"undefined,omitempty"`
	}{c.X, c.Cost, nullInfinite(c.Thresholds), c.Area, c.Undefined})
}

// nullInfinite is JSON's form of numbers of which some may be infinite or NaN.
func nullInfinite(xs []float64) []*float64 {
	out := make([]*float64, len(xs))
	for i, x := range xs {
		if !math.IsInf(x, 0) && !math.IsNaN(x) {
			out[i] = &x
		}
	}
	return out
}

// CostCurve is the lower envelope over the thresholds of this State, which is optimistic as every best of many.
func (s *State) CostCurve() CostCurve {
	kept := s.settled()
	pos, neg := kept.total()
	if why := missingClass(pos, neg); why != "" {
		return CostCurve{Undefined: why, Area: undefined(why).withBaseline(0.25)}
	}
	hull := hull{{0, 0, math.Inf(1)}}
	kept.sweep(func(s *stretch) {
		for i, score := range s.scores {
			hull.add(vertex{min(s.neg.weight[i+1]/neg.weight, 1), min(s.pos.weight[i+1]/pos.weight, 1), score})
		}
	})
	c := hull.costs()
	var area sum
	for i := range c.X[1:] {
		area.Add((c.X[i+1] - c.X[i]) * (c.Cost[i+1] + c.Cost[i]) / 2)
	}
	c.Area = reading(area.Value(), pos, neg).withBaseline(0.25).withoutInterval(UseBootstrap)
	return c
}

type vertex struct{ fpr, tpr, threshold float64 }

// hull is the upper convex hull of the ROC points so far, in their order.
type hull []vertex

func (h *hull) add(v vertex) {
	last := (*h)[len(*h)-1]
	v.fpr, v.tpr = max(v.fpr, last.fpr), max(v.tpr, last.tpr) // sums may round back
	if v.fpr == last.fpr && v.tpr == last.tpr {
		return // weights too small to be seen beside the others
	}
	for len(*h) > 1 {
		a, b := (*h)[len(*h)-2], (*h)[len(*h)-1]
		if (b.fpr-a.fpr)*(v.tpr-a.tpr) < (b.tpr-a.tpr)*(v.fpr-a.fpr) {
			break // b lies above the line from a to v
		}
		*h = (*h)[:len(*h)-1]
	}
	*h = append(*h, v)
}

// costs has a point where one vertex hands over to the next: where both cost the same.
func (h hull) costs() CostCurve {
	c := CostCurve{X: []float64{0}, Cost: []float64{0}, Thresholds: []float64{h[0].threshold}}
	for i, from := range h[:len(h)-1] {
		to := h[i+1]
		x := (to.fpr - from.fpr) / (to.fpr - from.fpr + to.tpr - from.tpr)
		c.add(x, (1-to.tpr)*x+to.fpr*(1-x), to.threshold)
	}
	c.add(1, 0, h[len(h)-1].threshold)
	return c
}

func (c *CostCurve) add(x, cost, threshold float64) {
	if last := len(c.X) - 1; c.X[last] == x {
		c.Thresholds[last] = threshold
		return
	}
	c.X, c.Cost, c.Thresholds = append(c.X, x), append(c.Cost, cost), append(c.Thresholds, threshold)
}
