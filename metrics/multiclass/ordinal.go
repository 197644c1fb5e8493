package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// MAE is the mean of |i-j| over the examples, for classes whose order is a scale of equal steps. Lower is better.
// Baseline: the best constant answer.
func (c *Confusion) MAE() metrics.Value {
	m := c.margins()
	if m.all.rows == 0 {
		return doubt.Undefined(metrics.NoExamples)
	}
	k, worst := len(c.classes), float64(len(c.classes)-1)
	mean := 0.0
	for cell, rows := range c.rows {
		if rows > 0 {
			mean += c.weightAt(cell) / m.all.weight * Linear.between(cell/k, cell%k)
		}
	}
	truth, _ := m.shares()
	v := metrics.Value{V: mean, N: m.all.rows, Weight: m.all.weight, Baseline: bestConstant(truth)}
	variance := c.delta(m.all.weight, func(i, j int) float64 { return Linear.between(i, j) - mean })
	return doubt.Wald(v, math.Sqrt(variance), 0, worst)
}

// bestConstant is the least mean distance, by the shares of the classes, of one class to all.
func bestConstant(shares []float64) float64 {
	best := math.Inf(1)
	for answer := range shares {
		distance := 0.0
		for class, share := range shares {
			distance += share * Linear.between(class, answer)
		}
		best = math.Min(best, distance)
	}
	return best
}

// MacroMAE is the mean over true classes of the mean of |i-j|, as imbalanced-learn's
// macro_averaged_mean_absolute_error: Baccianella, Esuli and Sebastiani, ISDA 2009. Lower is better.
// Baseline: the best constant answer.
func (c *Confusion) MacroMAE() Average {
	a := Average{Over: Macro}
	m, k := c.margins(), len(c.classes)
	shares := make([]float64, k)
	for class := range k {
		if m.truth(class).weight == 0 {
			a.Absent = append(a.Absent, Absent{Class: c.classes[class], Why: metrics.NoPositives})
			continue
		}
		a.Classes++
		shares[class] = 1
	}
	if a.Classes == 0 {
		a.Value = doubt.Undefined(metrics.NoExamples)
		return a
	}
	var mean, variance float64
	for class := range k {
		if shares[class] == 0 {
			continue
		}
		shares[class] /= float64(a.Classes)
		of, spread := c.distance(class, m.truth(class).weight)
		mean += shares[class] * of
		variance += shares[class] * shares[class] * spread
	}
	v := metrics.Value{V: mean, N: m.all.rows, Weight: m.all.weight, Baseline: bestConstant(shares)}
	a.weight, a.absentWeight = float64(a.Classes), float64(len(a.Absent))
	a.Value = doubt.Wald(v, math.Sqrt(variance), 0, float64(k-1))
	return a
}

// distance is the mean of |i-j| over the examples of class i, which weigh whole, and its variance.
func (c *Confusion) distance(i int, whole float64) (mean, variance float64) {
	k := len(c.classes)
	for j := range k {
		mean += c.weightAt(i*k+j) / whole * Linear.between(i, j)
	}
	for j := range k {
		if c.rows[i*k+j] > 0 {
			_, squares := c.sums(i*k + j)
			d := (Linear.between(i, j) - mean) / whole
			variance += squares.Value() * d * d
		}
	}
	return mean, variance
}
