package multiclass

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// Decisions is a column view of examples that were decided: row i is of class Truth[i], was predicted to be
// of class Predicted[i], and weighs Weights[i]. Classes count from 0. It is never retained.
type Decisions struct {
	Truth     []int
	Predicted []int
	Weights   []float64 // 0 (the row is absent) or in [metrics.MinWeight, metrics.MaxWeight]; nil means all ones
}

// Validate returns nil if every row can be counted among k classes, and else an error for the first that
// cannot: a *metrics.RowError, or a plain error if the columns differ in length.
// A row of weight 0 is absent, whatever its classes.
func (d Decisions) Validate(k int) error {
	if len(d.Truth) != len(d.Predicted) {
		return fmt.Errorf("multiclass: %d true classes but %d predicted: give one of each per row", len(d.Truth), len(d.Predicted))
	}
	if err := checkWeights(d.Weights, len(d.Truth)); err != nil {
		return err
	}
	for i, truth := range d.Truth {
		if predicted := d.Predicted[i]; uint(truth) < uint(k) && uint(predicted) < uint(k) || weightOf(d.Weights, i) == 0 {
			continue
		}
		err := checkClass(truth, k, "the truth")
		if err == nil {
			err = checkClass(d.Predicted[i], k, "the prediction")
		}
		return &metrics.RowError{Row: i, Err: err}
	}
	return nil
}
