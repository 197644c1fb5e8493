package nb_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/metrics/segmentation"
	"github.com/seqpair/seqpair/nb"
)

// TestResultOfPixels: pixels of an image depend on each other, so that neither the table nor the pictures of a run on images
// give an interval that takes them for independent.
func TestResultOfPixels(t *testing.T) {
	s := metrics.NewState()
	if err := s.Update(metrics.Batch{
		Scores: []float64{0.9, 0.8, 0.7, 0.4, 0.3, 0.2, 0.2, 0.1},
		Labels: []bool{true, true, false, true, false, false, false, false},
	}); err != nil {
		t.Fatal(err)
	}
	for _, positions := range []int{1, 4} {
		run := &runs.Run{Path: t.TempDir(), Manifest: runs.Manifest{Splits: map[string]runs.Part{"test": {Positions: positions}}}}
		result, err := nb.OfRun(run, "test", s, 0.35)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := nb.Text(&text, result); err != nil {
			t.Fatal(err)
		}
		pixels := positions > 1
		if got := text.String(); strings.Contains(got, "[") == pixels || strings.Contains(got, string(segmentation.PixelsDepend)) != pixels {
			t.Errorf("%d labels an example:\n%s", positions, got)
		}
		for _, r := range result.Standard() {
			if r.Value.Undefined == "" && (r.Value.NoInterval == segmentation.PixelsDepend) != pixels {
				t.Errorf("%d labels an example: %s %v", positions, r.Name, r.Value)
			}
		}
	}
}

// TestNameOfPrevalence: what is not the share of the examples is not called the prevalence without a word.
func TestNameOfPrevalence(t *testing.T) {
	batch := metrics.Batch{Scores: []float64{0.9, 0.2, 0.1, 0.4}, Labels: []bool{true, false, false, false}}
	state := func(weights ...float64) *metrics.State {
		s := metrics.NewState()
		batch.Weights = weights
		if err := s.Update(batch); err != nil {
			t.Fatal(err)
		}
		return s
	}
	given, err := state().AtPrevalence(0.01)
	if err != nil {
		t.Fatal(err)
	}
	for want, s := range map[string]*metrics.State{
		"4 examples (prevalence 0.250)": state(), "4 examples (weighted prevalence 0.500)": state(3, 1, 1, 1), "4 examples (given prevalence 0.0100)": given,
	} {
		var text bytes.Buffer
		if err := nb.Text(&text, nb.Result{State: s}); err != nil || !strings.Contains(text.String(), want) {
			t.Errorf("error %v, want %q in\n%s", err, want, text.String())
		}
	}
	if got := nb.NameOfPrevalence(state(2, 2, 2, 2)); got != "prevalence" {
		t.Errorf("of equal weights: %q", got)
	}
}
