package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// Accuracy is the share of examples whose class was predicted, with Wilson's interval. It is micro precision,
// micro recall and micro F1 too. Baseline: always answering the most frequent class.
func (c *Confusion) Accuracy() metrics.Value {
	m := c.margins()
	var right tally
	for _, hit := range m.hit {
		right = right.plus(hit)
	}
	v := share(right, m.all, metrics.NoExamples)
	if v.Undefined != "" {
		return v
	}
	return doubt.Baseline(v, m.largest()/m.all.weight)
}

// largest is the weight of the most frequent class.
func (m margins) largest() float64 {
	most := 0.0
	for class := range m.hit {
		most = math.Max(most, m.truth(class).weight)
	}
	return most
}

// BalancedAccuracy is the macro average of recall. Baseline: one over the number of classes that have examples.
func (c *Confusion) BalancedAccuracy() Average {
	a := c.Average(metrics.Confusion.Recall, Macro)
	if a.Value.Undefined == "" {
		a.Value = doubt.Baseline(a.Value, 1/float64(a.Classes))
	}
	return a
}

// AdjustedBalancedAccuracy is balanced accuracy on the scale on which guessing is 0 and perfection 1.
// For two classes it is informedness (Youden's J).
func (c *Confusion) AdjustedBalancedAccuracy() Average {
	a := c.BalancedAccuracy()
	guess := 1 / float64(max(a.Classes, 1))
	switch {
	case a.Value.Undefined != "":
	case guess == 1:
		a.Value = doubt.Undefined(OneClass)
	default:
		v, scale := &a.Value, 1/(1-guess)
		v.V, v.Lo, v.Hi, v.Baseline = (v.V-guess)*scale, (v.Lo-guess)*scale, (v.Hi-guess)*scale, 0
		if v.NoInterval != "" {
			v.Lo, v.Hi = 0, 0
		}
	}
	a.weight, a.absentWeight = 0, 0
	return a
}
