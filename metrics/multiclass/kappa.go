package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// Disagreement weighs how wrong a prediction is.
type Disagreement int

// The three ways to weigh. Linear and Quadratic take the order of the classes for a scale of equal steps.
const (
	Nominal   Disagreement = iota // all errors are alike
	Linear                        // |i-j|
	Quadratic                     // (i-j)²
)

func (d Disagreement) between(i, j int) float64 {
	apart := math.Abs(float64(i - j))
	switch d {
	case Linear:
		return apart
	case Quadratic:
		return apart * apart
	}
	return math.Min(apart, 1)
}

// The reasons why a coefficient of agreement does not exist.
const (
	NoChance       metrics.Reason = "truth and prediction are one and the same class: agreement by chance is certain"
	UnknownWeights metrics.Reason = "unknown way to weigh disagreement"
	OneClass       metrics.Reason = "all examples are of one class"
	OnePrediction  metrics.Reason = "all predictions are of one class"
)

// Kappa is Cohen's: one minus the disagreement seen over that of the same margins by chance. Baseline 0.
// The interval is the delta method's (Fleiss, Cohen and Everitt, Psychol. Bull. 72 (1969) 323, for the
// variance) on Fisher's z scale.
func (c *Confusion) Kappa(weights Disagreement) metrics.Value {
	if weights < Nominal || weights > Quadratic {
		return doubt.Undefined(UnknownWeights)
	}
	m := c.margins()
	if m.all.rows == 0 {
		return doubt.Undefined(metrics.NoExamples)
	}
	k, all := len(c.classes), m.all.weight
	truth, predicted := m.shares()
	byTruth, byPrediction := make([]float64, k), make([]float64, k) // chance disagreement of one more example
	seen, chance := 0.0, 0.0
	for i := range k {
		for j := range k {
			apart := weights.between(i, j)
			byTruth[i] += apart * predicted[j]
			byPrediction[j] += apart * truth[i]
			chance += apart * truth[i] * predicted[j]
			seen += apart * c.weightAt(i*k+j) / all
		}
	}
	if chance == 0 {
		return doubt.Baseline(doubt.Undefined(NoChance), 0)
	}
	v := metrics.Value{V: 1 - seen/chance, N: m.all.rows, Weight: all}
	variance := c.delta(all, func(i, j int) float64 {
		return -(seen+weights.between(i, j))/chance + seen/chance*(byTruth[i]+byPrediction[j])/chance
	})
	return doubt.Fisher(v, math.Sqrt(variance))
}

// shares are the margins over the whole.
func (m margins) shares() (truth, predicted []float64) {
	for class := range m.hit {
		truth = append(truth, m.truth(class).weight/m.all.weight)
		predicted = append(predicted, m.predicted(class).weight/m.all.weight)
	}
	return truth, predicted
}

func (c *Confusion) weightAt(cell int) float64 {
	weight, _ := c.sums(cell)
	return weight.Value()
}

// delta is the variance of a reading that grows by derivative(i, j)/all per weight in cell i, j and does not
// change when all weights are multiplied.
func (c *Confusion) delta(all float64, derivative func(i, j int) float64) float64 {
	k, sum := len(c.classes), 0.0
	for cell, rows := range c.rows {
		if rows > 0 {
			_, squares := c.sums(cell)
			d := derivative(cell/k, cell%k)
			sum += squares.Value() / all / all * d * d
		}
	}
	return sum
}
