package calibrate

import (
	"fmt"
	"math"
)

// PriorShift multiplies the odds of every score by Factor (Elkan 2001; Saerens, Latinne and Decaestecker 2002). The ranking, and what is
// known of each class, stay as they are.
type PriorShift struct {
	Factor float64 `json:"factor"` // above 0
}

// NewPriorShift takes scores from where a share of positives held to where another does: the factor is [to/(1−to)]/[from/(1−from)].
func NewPriorShift(from, to float64) (PriorShift, error) {
	for _, share := range []float64{from, to} {
		if !(share > 0 && share < 1) {
			return PriorShift{}, fmt.Errorf("prior shift from %v to %v: want shares of positives in (0, 1)", from, to)
		}
	}
	return PriorShift{Factor: to / (1 - to) / (from / (1 - from))}, nil
}

// Undersampled undoes training on a share of keep of the negatives: p = keep·q/(keep·q − q + 1) (Dal Pozzolo et al. 2015).
func Undersampled(keep float64) PriorShift { return PriorShift{Factor: keep} }

// Weighted undoes weights of w₁ for a positive and w₀ for a negative: p = q/(q + (w₁/w₀)(1−q)).
func Weighted(w0, w1 float64) PriorShift { return PriorShift{Factor: w0 / w1} }

// Apply implements [Calibrator].
func (c PriorShift) Apply(score float64) float64 {
	if !valid(score) {
		return undefined
	}
	return c.Factor * score / (c.Factor*score + (1 - score))
}

// Check implements [Calibrator].
func (c PriorShift) Check() error {
	if !(c.Factor > 0) || math.IsInf(c.Factor, 0) {
		return fmt.Errorf("calibrate.PriorShift: Factor is %v, want a finite number above 0", c.Factor)
	}
	return nil
}

func (c PriorShift) String() string { return fmt.Sprintf("odds times %.4g", c.Factor) }

// MarshalJSON writes the name and the fields.
func (c PriorShift) MarshalJSON() ([]byte, error) {
	type fields PriorShift
	return encode("prior_shift", fields(c))
}
