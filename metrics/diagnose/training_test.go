package diagnose

import (
	"math"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics/history"
)

// TestExploded: one epoch with a loss far above that of the start is enough, and a loss that was large from the start is not.
func TestExploded(t *testing.T) {
	for _, c := range []struct {
		name    string
		initial float64
		losses  []float64
		found   bool
	}{
		{"in the first epoch", 0.2, []float64{4.9e7, 7.3e4, 0.6, 0.2}, true},
		{"in the first of two epochs", 0.2, []float64{4.9e7, 0.6}, true},
		{"in the middle", 0, []float64{0.5, 4e4, 0.6, 0.5}, true},
		{"infinite in the middle", 0.2, []float64{0.5, math.Inf(1), 0.6}, true},
		{"a sum over examples", 6000, []float64{5000, 5100, 4000}, false},
		{"inputs without a scale", 0, []float64{2400, 30, 0.6, 0.5}, false},
		{"large, not huge", 0.2, []float64{40, 0.6, 0.5}, false},
	} {
		e := Evidence{}
		for i, loss := range c.losses {
			e.Records = append(e.Records, history.Record{Kind: history.Epoch, Epoch: i + 1, Train: &history.Split{Loss: loss, UnweightedLoss: loss},
				GradientNorm: 1e-9, Layers: []history.Layer{{Name: "head", GradientNorm: 1e-9}}})
		}
		e.Records[0].InitialLoss = c.initial
		found := Run(e, Training)
		has := func(id string) bool { return slices.ContainsFunc(found, func(f Finding) bool { return f.ID == id }) }
		if has("D49") != c.found || has("D48") == c.found {
			t.Errorf("%s: found %s; want D49: %v, and D48 only without it", c.name, ids(found), c.found)
		}
	}
}
