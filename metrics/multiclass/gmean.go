package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// BadCorrection is why a geometric mean does not exist.
const BadCorrection metrics.Reason = "the correction is not in [0, 1]"

// GMean is the geometric mean of the recalls of the classes that have examples, as imbalanced-learn's
// geometric_mean_score: one class that is never found makes it 0, or takes the correction (0 for none) as its
// recall. Baseline: guessing every class equally often. The interval joins those of the recalls on the log scale.
func (c *Confusion) GMean(correction float64) Average {
	a := Average{Over: Macro}
	if !(correction >= 0 && correction <= 1) {
		a.Value = doubt.Undefined(BadCorrection)
		return a
	}
	m := c.margins()
	var logs, down, up float64
	var why metrics.Reason
	for _, each := range c.Each(metrics.Confusion.Recall) {
		recall := each.Value
		if recall.Undefined != "" {
			a.Absent = append(a.Absent, Absent{Class: each.Class, Why: recall.Undefined})
			continue
		}
		a.Classes++
		if recall.V == 0 {
			why = metrics.NoSpread
			recall.V = correction
		}
		logs += math.Log(recall.V)
		down = math.Hypot(down, math.Log(recall.V/recall.Lo))
		up = math.Hypot(up, math.Log(recall.Hi/recall.V))
		why = or(why, recall.NoInterval)
	}
	if a.Classes == 0 {
		a.Value = doubt.Undefined(metrics.NoExamples)
		return a
	}
	k := float64(a.Classes)
	mean := math.Exp(logs / k)
	a.Value = metrics.Value{V: mean, N: m.all.rows, Weight: m.all.weight, Baseline: 1 / k}
	if why != "" {
		a.Value.NoInterval = why
		return a
	}
	a.Value = doubt.Within(a.Value, mean*math.Exp(-down/k), mean*math.Exp(up/k), 0, 1)
	return a
}
