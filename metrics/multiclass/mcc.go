package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// MCC is the Matthews correlation of many classes, R_K of Gorodkin, Comput. Biol. Chem. 28 (2004) 367. Baseline 0.
// It is undefined when all examples, or all predictions, are of one class. The interval is the delta method on
// Fisher's z scale: Itaya, Tamura, Hayashi and Yamamoto, arXiv:2405.12622.
func (c *Confusion) MCC() metrics.Value {
	m := c.margins()
	if m.all.rows == 0 {
		return doubt.Undefined(metrics.NoExamples)
	}
	k, all := len(c.classes), m.all.weight
	truth, predicted := m.shares()
	var right, chance, ofTruth, ofPredicted float64
	for i := range k {
		right += m.hit[i].weight / all
		chance += truth[i] * predicted[i]
		ofTruth += truth[i] * (1 - truth[i])
		ofPredicted += predicted[i] * (1 - predicted[i])
	}
	switch {
	case m.single(m.truth):
		return doubt.Baseline(doubt.Undefined(OneClass), 0)
	case m.single(m.predicted):
		return doubt.Baseline(doubt.Undefined(OnePrediction), 0)
	case k == 2:
		return m.against(1).MCC()
	}
	scale := math.Sqrt(ofTruth) * math.Sqrt(ofPredicted)
	r := math.Max(-1, math.Min(1, (right-chance)/scale))
	v := metrics.Value{V: r, N: m.all.rows, Weight: all}
	// With the whole s, R = (s·right - Σ truth·predicted)/sqrt((s² - Σ truth²)(s² - Σ predicted²)), at s = 1.
	variance := c.delta(all, func(i, j int) float64 {
		covariance := right - predicted[i] - truth[j]
		if i == j {
			covariance++
		}
		return covariance/scale - r*((1-truth[i])/ofTruth+(1-predicted[j])/ofPredicted)
	})
	return doubt.Fisher(v, math.Sqrt(variance))
}

// single says whether a margin lies in one class.
func (m margins) single(margin func(class int) tally) bool {
	filled := 0
	for class := range m.hit {
		if margin(class).weight > 0 {
			filled++
		}
	}
	return filled == 1
}
