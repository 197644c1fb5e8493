package nb

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics/runs"
)

// TestWhatWasChosenOnValidIsSaidThere and not of the test part, nor of what was not chosen.
func TestWhatWasChosenOnValidIsSaidThere(t *testing.T) {
	const platt, shift = `{"name":"platt","a":1,"b":0}`, `{"name":"prior_shift","factor":2}`
	for _, c := range []struct {
		best       int
		calibrator string
		threshold  float64 // 0: the run's
		want       string
	}{
		{2, platt, 0, "the best epoch, the threshold, the calibration"},
		{2, shift, 0, "the best epoch, the threshold"},
		{2, "null", 0.4, "the best epoch"},
		{0, "", 0, "the threshold"},
		{0, "", 0.4, ""},
	} {
		run := &runs.Run{Manifest: runs.Manifest{Threshold: 0.3, Best: runs.Best{Epoch: c.best}, Calibrator: json.RawMessage(c.calibrator)}}
		for _, split := range []string{"valid", "test"} {
			result, err := OfRun(run, split, state(t), c.threshold)
			if err != nil {
				t.Fatal(err)
			}
			said := text(t, result)
			if want := c.want != "" && split == "valid"; strings.Contains(said, "optimistic") != want || want && !strings.Contains(said, "examples: "+c.want+". ") {
				t.Errorf("%+v, %s part:\n%s", c, split, said)
			}
		}
	}
}
