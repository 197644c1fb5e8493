package multiclass

import (
	"errors"
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/metrics"
)

// maxRows is how far float64 counts by ones.
const maxRows = 1 << 53

var errTooMany = errors.New("multiclass: more than 2^53 examples, which is as far as the sums count exactly")

// checkWeights checks a column of weights against the number of rows; nil means all ones.
func checkWeights(weights []float64, rows int) error {
	if weights == nil {
		return nil
	}
	if len(weights) != rows {
		return fmt.Errorf("multiclass: %d rows but %d weights: give one weight per row, or nil for all ones", rows, len(weights))
	}
	for i, w := range weights {
		if !(w == 0 || w >= metrics.MinWeight && w <= metrics.MaxWeight) {
			return &metrics.RowError{Row: i, Err: fmt.Errorf("weight %v is neither 0 (the row is left out) nor in [%g, %g]",
				w, metrics.MinWeight, metrics.MaxWeight)}
		}
	}
	return nil
}

// weightOf is the weight of row i; nil means all ones.
func weightOf(weights []float64, i int) float64 {
	if weights == nil {
		return 1
	}
	return weights[i]
}

// repeat is every weight k times in a row; nil stays nil.
func repeat(weights []float64, k int) []float64 {
	if weights == nil {
		return nil
	}
	repeated := make([]float64, 0, len(weights)*k)
	for _, w := range weights {
		repeated = append(repeated, slices.Repeat([]float64{w}, k)...)
	}
	return repeated
}
