package metrics

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

var errOutOfOrder = errors.New("rows are out of order: sort them by score, then by weight")

// NewSortedState is an exact State of unweighted or weighted rows that are in order already, which saves
// the sorting: package bootstrap makes thousands. Rows that Update would refuse, or out of order, are an error.
func NewSortedState(positives, negatives Sorted) (*State, error) {
	kept := &exact[uint64]{}
	for _, class := range []struct {
		name string
		from Sorted
		into *column[uint64]
	}{{"positives", positives, &kept.pos}, {"negatives", negatives, &kept.neg}} {
		if err := class.from.validate(); err != nil {
			return nil, fmt.Errorf("metrics: sorted %s: %w", class.name, err)
		}
		*class.into = column[uint64]{run: run[uint64]{keys: bitsOf(class.from.Scores), weights: bitsOf(class.from.Weights)}, sorted: len(class.from.Scores)}
	}
	return &State{kept: kept}, nil
}

// Sorted are the rows of one class in rising order of score, then of weight.
type Sorted struct {
	Scores  []float64 // in [0,1], never -0
	Weights []float64 // in [MinWeight, MaxWeight]; nil means all ones
}

func (r Sorted) validate() error {
	if r.Weights != nil && len(r.Weights) != len(r.Scores) {
		return fmt.Errorf("%d scores but %d weights: give one weight per score, or nil for all ones", len(r.Scores), len(r.Weights))
	}
	if !slices.IsSorted(r.Scores) {
		return errOutOfOrder
	}
	for i := 0; i < len(r.Scores) && (r.Scores[i] <= 0 || math.IsNaN(r.Scores[i])); i++ { // NaN sorts first
		if math.Signbit(r.Scores[i]) || math.IsNaN(r.Scores[i]) {
			return &RowError{Row: i, Err: fmt.Errorf("score is %v: want one in [0,1]", r.Scores[i])}
		}
	}
	if last := len(r.Scores) - 1; last >= 0 {
		if err := checkScore(r.Scores[last]); err != nil {
			return &RowError{Row: last, Err: err}
		}
	}
	return r.validateWeights()
}

func (r Sorted) validateWeights() error {
	for i, weight := range r.Weights {
		if weight == 0 {
			return &RowError{Row: i, Err: errors.New("weight is 0: leave the row out")}
		}
		if err := checkWeight(weight); err != nil {
			return &RowError{Row: i, Err: err}
		}
		if i > 0 && r.Scores[i] == r.Scores[i-1] && weight < r.Weights[i-1] {
			return errOutOfOrder
		}
	}
	return nil
}

func bitsOf(xs []float64) []uint64 {
	if xs == nil {
		return nil
	}
	bits := make([]uint64, len(xs))
	for i, x := range xs {
		bits[i] = math.Float64bits(x)
	}
	return bits
}
