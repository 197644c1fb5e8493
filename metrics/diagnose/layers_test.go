package diagnose_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/runs"
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

// TestOneLayerMayStandStill: a learning rate is too low where most layers stand still.
func TestOneLayerMayStandStill(t *testing.T) {
	for still, want := range []bool{false, false, true, true} {
		e := steady(1e-3, 1e-3, 1)
		for i := range e.Records {
			e.Records[i].Layers = nil
			for j, name := range []string{"embedding", "distance", "head"} {
				ratio := 1e-3
				if j < still {
					ratio = 1e-6
				}
				e.Records[i].Layers = append(e.Records[i].Layers, history.Layer{Name: name, GradientNorm: 0.1, UpdateRatio: ratio})
			}
		}
		found := slices.ContainsFunc(diagnose.Run(e), func(f diagnose.Finding) bool { return f.ID == "D51" })
		if found != want {
			t.Errorf("%d of 3 layers stand still: D51 found: %v", still, found)
		}
	}
}

// TestFirstStepsAreLarge: weights that begin near 0 have large steps at first, which only a run of more steps tells from large ones.
func TestFirstStepsAreLarge(t *testing.T) {
	for steps, want := range map[int64]bool{1: false, 10: false, 50: true, 1000: true} { // an epoch
		e := steady(0.3, 1e-3, 1)
		for i := range e.Records {
			e.Records[i].Step = steps * int64(e.Records[i].Epoch)
		}
		found := slices.ContainsFunc(diagnose.Run(e), func(f diagnose.Finding) bool { return f.ID == "D51" })
		if found != want {
			t.Errorf("four epochs of %d steps: D51 found: %v", steps, found)
		}
	}
}

// TestDeadUnitsStandStill: small steps that follow from dead units ask for no higher learning rate.
func TestDeadUnitsStandStill(t *testing.T) {
	e := steady(1e-6, 1e-3, 1)
	for i := range e.Records {
		e.Records[i].Layers[0].DeadShare = 0.9
	}
	var ids []string
	for _, f := range diagnose.Run(e) {
		ids = append(ids, f.ID)
	}
	if !slices.Contains(ids, "D50") || slices.Contains(ids, "D51") {
		t.Errorf("dead units give %v, want D50 without D51", ids)
	}
}

// TestDeadUnitsOfAModelThatRanks are no reason to change it.
func TestDeadUnitsOfAModelThatRanks(t *testing.T) {
	for low, want := range map[float64]diagnose.Severity{0.6: diagnose.Info, 0.05: diagnose.Warning} {
		e := steady(1e-3, 1e-3, 1)
		for i := range e.Records {
			e.Records[i].Layers[0].DeadShare = 0.9
			e.Records[i].Valid = &history.Split{Readings: []metrics.Reading{{Name: "average_precision", Value: metrics.Value{V: 0.8, Lo: low, Hi: 0.9, Baseline: 0.1}}}}
		}
		findings := diagnose.Run(e)
		at := slices.IndexFunc(findings, func(f diagnose.Finding) bool { return f.ID == "D50" })
		if at < 0 || findings[at].Severity != want || strings.Contains(findings[at].Fix, "Keep the model") != (want == diagnose.Info) {
			t.Errorf("average precision above %v: %+v", low, findings)
		}
	}
}

// TestDifferencesBeginElsewhere: a first loss at even odds is a finding, but not of the model that begins there on purpose.
func TestDifferencesBeginElsewhere(t *testing.T) {
	e := diagnose.Evidence{
		Manifest: &runs.Manifest{Splits: map[string]runs.Part{"train": {Examples: 1000, Positives: 20}}},
		Records:  []history.Record{{Kind: history.Start, InitialLoss: math.Ln2}},
	}
	for config, want := range map[string]bool{
		``: true, `{"Model":{"Name":"siamese"}}`: true, `{"Model":{"Name":"ensemble"}}`: true, `{"Model":{"Name":"differences"}}`: false,
		`{"Sampler":{"Kind":"oversample"}}`: false,
	} {
		e.Config = json.RawMessage(config)
		found := slices.ContainsFunc(diagnose.Run(e), func(f diagnose.Finding) bool { return f.ID == "D56" })
		if found != want {
			t.Errorf("%s: D56 is found: %v, want %v", config, found, want)
		}
	}
}
