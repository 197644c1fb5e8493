package diagnose_test

import (
	"testing"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
)

// steady is a run of four epochs whose learning rate and update ratio fall by a factor with each.
func steady(ratio, rate, factor float64) diagnose.Evidence {
	var e diagnose.Evidence
	for epoch := 1; epoch <= 4; epoch++ {
		e.Records = append(e.Records, history.Record{
			Kind: history.Epoch, Epoch: epoch, Loss: 0.3, LearningRate: rate, GradientNorm: 0.1,
			Layers: []history.Layer{{Name: "head", GradientNorm: 0.1, UpdateRatio: ratio}},
		})
		ratio, rate = ratio*factor, rate*factor
	}
	return e
}

func TestScheduleEndsInSmallSteps(t *testing.T) {
	for _, c := range []struct {
		name                string
		ratio, rate, factor float64
		found               bool
	}{
		{"a schedule that ends near 0", 1e-3, 1e-3, 0.01, false},
		{"small steps throughout", 1e-6, 1e-3, 1, true},
		{"small steps from the start of a schedule", 1e-6, 1e-3, 0.1, true},
	} {
		found := false
		for _, f := range diagnose.Run(steady(c.ratio, c.rate, c.factor)) {
			found = found || f.ID == "D51"
		}
		if found != c.found {
			t.Errorf("%s: D51 found: %v", c.name, found)
		}
	}
}
