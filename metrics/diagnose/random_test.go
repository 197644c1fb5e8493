package diagnose

import (
	"fmt"
	"math"
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// spilt is what formatted numbers that do not exist look like.
var spilt = regexp.MustCompile(`\bNaN\b|\bInf\b|%!|null`)

// TestRandomEvidence draws evidence whose readings often agree, stand still and
// sit on edges, and holds Run to its promises.
func TestRandomEvidence(t *testing.T) {
	names := []string{"loss", "acc", "precision", "recall", "f1", "auc", "val_loss", "val_acc", "val_precision", "val_recall", "val_auc", "test_acc"}
	values := []float64{0, 1, 0.5, 0.9091, 0.9, 0.3046, 1.4573, -1, 2, 1e300, 1e-300, math.NaN(), math.Inf(1), math.Inf(-1)}
	rapid.Check(t, func(t *rapid.T) {
		l := &history.Log{Source: "random", Format: rapid.SampledFrom([]string{"Keras console", "CSV", "seqpair history", ""}).Draw(t, "format")}
		kept := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID).Draw(t, "names")
		for range rapid.IntRange(0, 6).Draw(t, "epochs") {
			e := history.LogEpoch{Steps: rapid.Int64Range(0, 200).Draw(t, "steps"), Names: kept, Values: map[string]history.Printed{}}
			for _, name := range kept {
				v := rapid.SampledFrom(values).Draw(t, name)
				e.Values[name] = history.Printed{Text: fmt.Sprintf("%.4f", v), Value: v, Decimals: rapid.IntRange(-3, 20).Draw(t, "decimals")}
			}
			l.Epochs = append(l.Epochs, e)
		}
		e := FromLog(l)
		if rapid.Bool().Draw(t, "scores") {
			e.Test = randomTable(t)
		}
		e.Prevalence = rapid.SampledFrom(values).Draw(t, "prevalence")
		text := renderRapid(t, e)
		if text != renderRapid(t, e) {
			t.Fatal("two runs differ")
		}
		if bad := spilt.FindString(text); bad != "" {
			t.Fatalf("%s in\n%s", bad, text)
		}
	})
}

func randomTable(t *rapid.T) *predictions.Table {
	n := rapid.IntRange(0, 40).Draw(t, "rows")
	score := rapid.SampledFrom([]float64{0, 1e-7, 0.1, 0.5, 1 - 1e-7, 1})
	table := &predictions.Table{}
	for range n {
		table.Labels = append(table.Labels, rapid.IntRange(0, 9).Draw(t, "label") == 0)
		table.Scores = append(table.Scores, score.Draw(t, "score"))
		table.Scores0 = append(table.Scores0, score.Draw(t, "score_0"))
		table.Weights = append(table.Weights, rapid.SampledFrom([]float64{0, 1, 2.5}).Draw(t, "weight"))
	}
	return table
}

func renderRapid(t *rapid.T, e Evidence) string {
	text, err := rendered(e)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
