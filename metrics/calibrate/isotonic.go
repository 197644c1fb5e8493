package calibrate

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
)

// Isotonic is the increasing function that is nearest to the labels in weighted squares (Zadrozny and Elkan 2002), in
// straight lines between the points of its steps, and constant beyond the first and the last.
type Isotonic struct {
	X []float64 `json:"x"` // scores, strictly increasing, at least one
	Y []float64 `json:"y"` // their probabilities, not decreasing
}

// step is a run of scores with one probability.
type step struct{ first, last, sum, weight float64 }

func (s step) mean() float64 { return s.sum / s.weight }

// fitIsotonic pools adjacent violators. Equal scores are one point.
func fitIsotonic(r rows) Calibrator {
	var steps []step
	for _, s := range r.points() {
		steps = append(steps, s)
		for n := len(steps); n > 1 && steps[n-2].mean() >= steps[n-1].mean(); n-- {
			a, b := steps[n-2], steps[n-1]
			steps = append(steps[:n-2], step{a.first, b.last, a.sum + b.sum, a.weight + b.weight})
		}
	}
	var c Isotonic
	for _, s := range steps {
		c.X, c.Y = append(c.X, s.first), append(c.Y, s.mean())
		if s.last > s.first {
			c.X, c.Y = append(c.X, s.last), append(c.Y, s.mean())
		}
	}
	return c
}

// points are the different scores in increasing order, each with its labels.
func (r rows) points() []step {
	order := make([]int, len(r.scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.scores[a], r.scores[b]) })
	var points []step
	for _, i := range order {
		if n := len(points); n == 0 || points[n-1].first != r.scores[i] {
			points = append(points, step{first: r.scores[i], last: r.scores[i]})
		}
		last := &points[len(points)-1]
		last.sum += r.weights[i] * r.labels[i]
		last.weight += r.weights[i]
	}
	return points
}

// Apply implements [Calibrator].
func (c Isotonic) Apply(score float64) float64 {
	if !valid(score) || len(c.X) == 0 {
		return undefined
	}
	i := sort.SearchFloat64s(c.X, score)
	switch {
	case i == len(c.X):
		return c.Y[i-1]
	case i == 0 || c.X[i] == score:
		return c.Y[i]
	}
	share := (score - c.X[i-1]) / (c.X[i] - c.X[i-1])
	return c.Y[i-1] + share*(c.Y[i]-c.Y[i-1])
}

// Check implements [Calibrator].
func (c Isotonic) Check() error {
	if len(c.X) == 0 || len(c.X) != len(c.Y) {
		return fmt.Errorf("calibrate.Isotonic: %d scores and %d probabilities, want equally many, and at least one", len(c.X), len(c.Y))
	}
	for i := range c.X {
		if !valid(c.X[i]) || !valid(c.Y[i]) || i > 0 && (c.X[i] <= c.X[i-1] || c.Y[i] < c.Y[i-1]) {
			return fmt.Errorf("calibrate.Isotonic: point %d is (%v, %v), want scores and probabilities in [0, 1] that increase", i, c.X[i], c.Y[i])
		}
	}
	return nil
}

func (c Isotonic) String() string { return fmt.Sprintf("isotonic regression, %d points", len(c.X)) }

// MarshalJSON writes the name and the fields.
func (c Isotonic) MarshalJSON() ([]byte, error) {
	type fields Isotonic
	return encode("isotonic", fields(c))
}
