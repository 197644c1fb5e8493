package multiclass

import (
	"fmt"
)

// LabelBatch is a column view of scored examples of which any number of L labels is right: row i has
// Labels[i*L:(i+1)*L], Scores[i*L:(i+1)*L] and the weight Weights[i]. It is never retained.
type LabelBatch struct {
	Labels  []bool    // whether each label is right, row by row
	Scores  []float64 // P(label), in [0,1], row by row; logits are refused, never guessed
	Weights []float64 // 0 (the row is absent) or in [metrics.MinWeight, metrics.MaxWeight]; nil means all ones
}

// Validate returns nil if every row can be counted for those labels, and else an error for the first that
// cannot: a *metrics.RowError, or a plain error if the columns differ in length.
func (b LabelBatch) Validate(labels []string) error {
	if len(b.Labels) != len(b.Scores) {
		return fmt.Errorf("multiclass: %d labels but %d scores: give one of each per row and label", len(b.Labels), len(b.Scores))
	}
	if len(labels) == 0 || len(b.Scores)%len(labels) != 0 {
		return fmt.Errorf("multiclass: %d scores are no whole rows of %d labels: give one score per label, row by row",
			len(b.Scores), len(labels))
	}
	if err := checkWeights(b.Weights, len(b.Scores)/len(labels)); err != nil {
		return err
	}
	return checkScores(b.Scores, labels)
}

// LabelDecisions is a LabelBatch whose labels were decided already: Predicted stands in the place of Scores.
type LabelDecisions struct {
	Labels, Predicted []bool
	Weights           []float64
}

// Batch is the LabelBatch that scores what was predicted 1 and the rest 0.
func (d LabelDecisions) Batch() LabelBatch {
	b := LabelBatch{Labels: d.Labels, Scores: make([]float64, len(d.Predicted)), Weights: d.Weights}
	for i, predicted := range d.Predicted {
		if predicted {
			b.Scores[i] = 1
		}
	}
	return b
}
