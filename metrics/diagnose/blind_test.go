package diagnose

import (
	"strings"
	"testing"
)

func TestBlind(t *testing.T) {
	for log, want := range map[string]string{
		"Epoch 1: loss=0.5\nEpoch 2: loss=0.4\n":                      "no metric but the loss",
		"epoch,loss,perplexity\n0,0.5,9\n1,0.4,8\n":                   "no metric but the loss",
		"Epoch 1: reward=0.5 steps=3\nEpoch 2: reward=1\n":            "none of reward and steps",
		"Epoch 1: acc=0.5\nEpoch 2: acc=0.6\n":                        "",
		"ValueError: `x` not supported for 3+ dimensional targets.\n": "no numbers",
	} {
		if got := Blind(read(t, log)); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", log, got, want)
		}
	}
	if got := Blind(FromPredictions(table(100, 4, constant(0)))); got != "" {
		t.Errorf("scores: %q", got)
	}
}
