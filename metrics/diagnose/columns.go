package diagnose

import (
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// offOne is how far from one the sum of two softmax columns may be: they are
// often written with three decimals, each rounded by 0.0005.
const offOne = 0.0011

// Columns finds D44: two score columns that are not the softmax they should be.
func Columns(e Evidence) []Finding {
	var found []Finding
	for _, t := range []*predictions.Table{e.Train, e.Valid, e.Test} {
		if t == nil || t.Scores0 == nil || len(t.Scores0) != len(t.Scores) {
			continue
		}
		off, worst, row := 0, 0.0, 0
		for i := range t.Scores {
			d := math.Abs(t.Scores0[i] + t.Scores[i] - 1)
			if d > offOne {
				off++
			}
			if d > worst {
				worst, row = d, i
			}
		}
		if off > 0 {
			found = append(found, columnsFinding(t, off, row))
		}
	}
	return merged(found)
}

func columnsFinding(t *predictions.Table, off, row int) Finding {
	return Finding{
		ID: "D44", Severity: Warning,
		Title: "The two score columns do not sum to 1",
		Verdict: "They are not the two columns of a softmax: two independent sigmoids, or columns of different models. " +
			"Then 1 minus column 0 and column 1 are different scores, and metrics depend on which is read.",
		Evidence: fmt.Sprintf("The sum differs from 1 by more than 0.001 in %d of %d examples; most in example %d: %s + %s.",
			off, len(t.Scores), row+1, number(t.Scores0[row]), number(t.Scores[row])),
		Fix:     "Use one output (a sigmoid logit), or a softmax over both logits. Metrics here read column 1 alone.",
		Confirm: "Print column 0 + column 1 for ten examples: each sum is 1.",
		Numbers: map[string]float64{"examples_off": float64(off), "examples": float64(len(t.Scores))},
	}
}
