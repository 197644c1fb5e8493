package calibrate

import (
	"fmt"
	"math"
)

// Beta is sigmoid(A ln p − B ln(1−p) + C) of a score p: what calibrates scores that are beta distributed in each class (Kull, Silva
// Filho and Flach 2017). It bends the two ends apart from each other, and holds the identity (1, 1, 0).
type Beta struct {
	A float64 `json:"a"` // not negative
	B float64 `json:"b"` // not negative
	C float64 `json:"c"`
}

// fitBeta leaves out the feature whose coefficient comes out negative, as the authors do.
func fitBeta(r rows) (Calibrator, error) {
	if r.separable(undefined) {
		return nil, errSeparable
	}
	n := len(r.scores)
	low, high := make([]float64, n), make([]float64, n)
	for i, p := range r.scores {
		p = max(nearest, min(1-nearest, p))
		low[i], high[i] = math.Log(p), -math.Log1p(-p)
	}
	both := fitLogistic([][]float64{low, high, ones(n)}, r.labels, r.weights, []float64{1, 1, 0})
	c := Beta{both[0], both[1], both[2]}
	if c.A < 0 {
		one := fitLogistic([][]float64{high, ones(n)}, r.labels, r.weights, []float64{1, 0})
		c = Beta{B: one[0], C: one[1]}
	} else if c.B < 0 {
		one := fitLogistic([][]float64{low, ones(n)}, r.labels, r.weights, []float64{1, 0})
		c = Beta{A: one[0], C: one[1]}
	}
	if c.A < 0 || c.B < 0 {
		return nil, errChance
	}
	return c, nil
}

// Apply implements [Calibrator].
func (c Beta) Apply(score float64) float64 {
	if !valid(score) {
		return undefined
	}
	p := max(nearest, min(1-nearest, score))
	return sigmoid(c.A*math.Log(p) - c.B*math.Log1p(-p) + c.C)
}

// Check implements [Calibrator].
func (c Beta) Check() error {
	if !finite(c.A, c.B, c.C) || c.A < 0 || c.B < 0 {
		return fmt.Errorf("calibrate.Beta: A is %v, B %v and C %v, want finite numbers, and A and B not negative", c.A, c.B, c.C)
	}
	return nil
}

func (c Beta) String() string {
	return fmt.Sprintf("beta calibration: a %.4g, b %.4g, c %.4g", c.A, c.B, c.C)
}

// MarshalJSON writes the name and the fields.
func (c Beta) MarshalJSON() ([]byte, error) {
	type fields Beta
	return encode("beta", fields(c))
}
