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
