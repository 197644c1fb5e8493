package diagnose

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// TestProbabilitiesDeclaredAsLogits: they are read as what they are, and logits as what they were declared as.
func TestProbabilitiesDeclaredAsLogits(t *testing.T) {
	skilled := table(1100, 11, func(_ int, is bool, r *rand.Rand) float64 {
		return sigmoid(map[bool]float64{true: 2, false: -2}[is] + r.NormFloat64())
	})
	logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
	for _, c := range []struct {
		name, want string
		rows       int
		written    func(p float64) float64
	}{
		{"probabilities", "D16", 1100, func(p float64) float64 { return p }},
		{"logits", "", 1100, logit},
		{"two rows", "D40", 2, func(p float64) float64 { return p }},
	} {
		var b strings.Builder
		b.WriteString("label,score\n")
		for i := range c.rows {
			label := 0
			if skilled.Labels[i] {
				label = 1
			}
			fmt.Fprintf(&b, "%d,%.17g\n", label, c.written(skilled.Scores[i]))
		}
		path := filepath.Join(t.TempDir(), "scores.csv")
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := Reading{Columns: predictions.Columns{Logits: true}}.Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := sorted(Run(e)); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
		if c.want == "D16" && e.Test.Scores[0] != skilled.Scores[0] {
			t.Errorf("%s: %g is read as %g", c.name, skilled.Scores[0], e.Test.Scores[0])
		}
	}
}

// TestSquashedTwice: a sigmoid of probabilities is found, in predictions and in runs, unless a calibrator made the scores.
func TestSquashedTwice(t *testing.T) {
	skilled := table(1100, 11, func(_ int, is bool, r *rand.Rand) float64 {
		return sigmoid(sigmoid(map[bool]float64{true: 2, false: -4}[is] + r.NormFloat64()))
	})
	balanced := table(1100, 2, func(_ int, _ bool, r *rand.Rand) float64 { return 0.5 + r.Float64()/5 })
	has := func(e Evidence) bool { return strings.Contains(sorted(Run(e)), "D16") }
	if e := (Evidence{Test: skilled}); !has(e) {
		t.Errorf("not found: %s", sorted(Run(e)))
	}
	if e := (Evidence{Test: skilled, Manifest: &runs.Manifest{}}); !has(e) {
		t.Errorf("not found of a run: %s", sorted(Run(e)))
	}
	if has(Evidence{Test: skilled, Manifest: &runs.Manifest{Calibrator: []byte(`{"Name":"beta"}`)}}) {
		t.Error("found though the scores are calibrated")
	}
	if has(Evidence{Test: balanced}) {
		t.Error("found though half are positive")
	}
}
