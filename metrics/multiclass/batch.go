package multiclass

import (
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// Batch is a column view of scored examples of which one class is right: row i has the true class Truth[i], the
// K scores Scores[i*K:(i+1)*K], one per class, and the weight Weights[i]. It is never retained.
type Batch struct {
	Truth   []int
	Scores  []float64 // P(class), in [0,1], row by row; logits are refused, never guessed
	Weights []float64 // 0 (the row is absent) or in [metrics.MinWeight, metrics.MaxWeight]; nil means all ones
}

// Validate returns nil if every row can be counted among those classes, and else an error for the first that
// cannot: a *metrics.RowError, or a plain error if the columns differ in length.
func (b Batch) Validate(classes []string) error {
	if err := checkShape(len(b.Truth), len(b.Scores), len(classes)); err != nil {
		return err
	}
	if err := checkWeights(b.Weights, len(b.Truth)); err != nil {
		return err
	}
	for i, truth := range b.Truth {
		if weightOf(b.Weights, i) == 0 {
			truth = 0
		}
		if err := checkClass(truth, len(classes), "the truth"); err != nil {
			return &metrics.RowError{Row: i, Err: err}
		}
	}
	return checkScores(b.Scores, classes)
}

func checkShape(rows, scores, k int) error {
	if rows > math.MaxInt/max(k, 1) || scores != rows*k {
		return fmt.Errorf("multiclass: %d scores for %d rows of %d classes: give %d scores per row, row by row", scores, rows, k, k)
	}
	return nil
}

func checkScores(scores []float64, classes []string) error {
	for i, score := range scores {
		if score >= 0 && score <= 1 {
			continue
		}
		row, class := i/len(classes), classes[i%len(classes)]
		remedy := "logits? apply softmax (or sigmoid, if labels do not exclude each other) first"
		if math.IsNaN(score) || math.IsInf(score, 0) {
			remedy = "remove the row or repair the model that scored it"
		}
		return &metrics.RowError{Row: row, Err: fmt.Errorf("score %v of class %q is outside [0,1]: %s", score, class, remedy)}
	}
	return nil
}
