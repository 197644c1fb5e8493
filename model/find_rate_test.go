package model

import (
	"math"
	"strings"
	"testing"
)

// answers are losses of batches that differ by much, and of weights that stay or learn by so much in each step.
func answers(level float64, learned func(step int) float64) (still, rising []float64) {
	for step := range rateSteps {
		loss := level + 0.3*math.Sin(float64(7*step))
		still, rising = append(still, loss), append(rising, loss-learned(step))
	}
	return still, rising
}

func TestRateCurve(t *testing.T) {
	for _, level := range []float64{0.4, 0, -0.2} { // a constrained loss may be negative
		still, rising := answers(level, func(step int) float64 {
			switch {
			case step < 60:
				return 0
			case step < 100:
				return 0.005 * float64(step-60)
			}
			return 0.2 - 0.1*float64(step-100)
		})
		c, err := newRateCurve(still, rising)
		if err != nil {
			t.Fatal(err)
		}
		// The smoothed loss is lowest when ten steps that it remembers rise.
		if at := risingRate(100) / rateBelow; c.Suggestion < at || c.Suggestion > 1.2*at {
			t.Errorf("level %v: suggestion %v, want about %v", level, c.Suggestion, at)
		}
		if n := len(c.Losses); n < 105 || n > 130 {
			t.Errorf("level %v: %d steps before it diverges", level, n)
		}
		if first := c.Losses[0]; math.Abs(first-level) > 0.01 {
			t.Errorf("level %v: the curve begins at %v", level, first)
		}
	}
}

// A loss that falls up to the highest rate leaves open whether higher ones are better.
func TestRateCurveThatFallsToItsEnd(t *testing.T) {
	still, rising := answers(0.4, func(step int) float64 { return 0.002 * float64(step) })
	if c, err := newRateCurve(still, rising); err != nil || !strings.Contains(c.String(), "0.1, a tenth of the highest one tried") {
		t.Errorf("%v, error %v", c, err)
	}
}

func TestRateCurveWithoutFall(t *testing.T) {
	for _, learned := range []float64{0, 1e-4, -1e-4} {
		still, rising := answers(0.4, func(int) float64 { return learned })
		if c, err := newRateCurve(still, rising); err == nil || len(c.Losses) != rateSteps {
			t.Errorf("learned %v: suggestion %v, error %v", learned, c.Suggestion, err)
		}
	}
}
