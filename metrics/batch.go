package metrics

import (
	"errors"
	"fmt"
	"math"
)

// Weights that are not 0 lie in [MinWeight, MaxWeight], so that no sum of their squares or products
// of four sums overflows or vanishes.
const (
	MinWeight = 1e-50
	MaxWeight = 1e50
)

// Batch is a column view of scored examples: row i is Scores[i], Labels[i] and Weights[i].
// It is never retained: an accumulator copies what it keeps, and the caller owns the slices.
type Batch struct {
	Scores  []float64 // P(positive), in [0,1]; logits are refused, never guessed
	Labels  []bool    // true is the positive class, by the caller's declaration
	Weights []float64 // 0 (the row is absent) or in [MinWeight, MaxWeight]; nil means all ones
}

// RowError says which row of a Batch was refused. Rows count from 0.
type RowError struct {
	Row int
	Err error
}

// Error names the row.
func (e *RowError) Error() string { return fmt.Sprintf("metrics: row %d (from 0): %v", e.Row, e.Err) }

// Unwrap returns what is wrong with the row.
func (e *RowError) Unwrap() error { return e.Err }

// Validate returns nil if every row can be counted, and else an error for the first that cannot:
// a *RowError, or a plain error if the columns differ in length.
func (b Batch) Validate() error {
	if len(b.Labels) != len(b.Scores) {
		return fmt.Errorf("metrics: %d scores but %d labels: give one label per score", len(b.Scores), len(b.Labels))
	}
	if b.Weights != nil && len(b.Weights) != len(b.Scores) {
		return fmt.Errorf("metrics: %d scores but %d weights: give one weight per score, or nil for all ones",
			len(b.Scores), len(b.Weights))
	}
	for i, score := range b.Scores {
		if score >= 0 && score <= 1 {
			continue
		}
		return &RowError{Row: i, Err: checkScore(score)}
	}
	for i, weight := range b.Weights {
		if err := checkWeight(weight); err != nil {
			return &RowError{Row: i, Err: err}
		}
	}
	return nil
}

func checkScore(score float64) error {
	switch {
	case math.IsNaN(score):
		return errors.New("score is NaN: remove the row or repair the model that scored it")
	case math.IsInf(score, 0):
		return fmt.Errorf("score is %v: remove the row or repair the model that scored it", score)
	case score < 0 || score > 1:
		return fmt.Errorf("score %v is outside [0,1]: logits? apply sigmoid, or declare Logits where the file is read", score)
	}
	return nil
}

func checkWeight(weight float64) error {
	switch {
	case weight == 0, weight >= MinWeight && weight <= MaxWeight:
		return nil
	case math.IsNaN(weight) || math.IsInf(weight, 0):
		return fmt.Errorf("weight is %v: give a finite number, or 0 to leave the row out", weight)
	case weight < 0:
		return fmt.Errorf("weight %v is negative: give 0 to leave the row out", weight)
	}
	return fmt.Errorf("weight %v is neither 0 nor in [%g, %g]: scale all weights by one factor", weight, MinWeight, MaxWeight)
}

func (b Batch) rows() int { return len(b.Scores) }

func (b Batch) row(i int) (score float64, positive bool, weight float64) {
	weight = 1
	if b.Weights != nil {
		weight = b.Weights[i]
	}
	return b.Scores[i], b.Labels[i], weight
}

func (b Batch) weighted() bool { return b.Weights != nil }

func (b Batch) narrow() bool { return allNarrow(b.Scores) && allNarrow(b.Weights) }
