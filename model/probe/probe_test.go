package probe

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

// small trains in a second.
var small = pair.Siamese{Embedding: 8, Filters: 8, Widths: []int{3}, Hidden: 8}

// synthetic pairs on the pure-Go backend.
func synthetic(t *testing.T) data.Split {
	t.Helper()
	t.Setenv("GOMLX_BACKEND", "go")
	pairs, err := data.Synthetic(data.SyntheticOptions{N: 900, Prevalence: 0.3, Length: 6})
	if err != nil {
		t.Fatal(err)
	}
	split, err := pairs.Split(data.Grouped, 7)
	if err != nil {
		t.Fatal(err)
	}
	return split
}

// A sound run passes every experiment, and each experiment says something.
func TestSoundRunPasses(t *testing.T) {
	split := synthetic(t)
	config := model.Config{Run: filepath.Join(t.TempDir(), "sound"), Model: small, Epochs: 4, LearningRate: 0.01}
	run, err := model.Fit(context.Background(), config, split.Train, split.Valid)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	active, err := Run(context.Background(), run, split.Train, split.Valid, Options{
		Pairs: 300, Progress: func(string, int, int) { told++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	if told != len(experiments) || active.Own == nil || active.Exchange == nil || active.EmptyB == nil || len(active.Gradient) == 0 ||
		len(active.Ablated) == 0 || active.OneBatch == nil || active.Constant == nil || active.Permuted == nil {
		t.Fatalf("told of %d experiments, found %+v", told, active)
	}
	if active.OneBatch.Loss > active.OneBatch.Start/10 {
		t.Errorf("32 pairs are not learned by heart: %+v", active.OneBatch)
	}
	if active.EmptyA.Mean == 0 || active.EmptyB.Mean == 0 {
		t.Errorf("an empty sequence changes nothing: %+v, %+v", active.EmptyA, active.EmptyB)
	}
	if v := active.Constant; v.V != 0.5 {
		t.Errorf("constant inputs rank: %v", v)
	}
	for _, g := range active.Gradient {
		if g.Error > 0.05 {
			t.Errorf("the gradient of %s is off by %g", g.Weight, g.Error)
		}
	}
	for _, f := range diagnose.Tried(diagnose.Evidence{Active: active}) {
		if f.ID != "D64" && f.ID != "D46" { // a small model of few pairs may be weak
			t.Errorf("found %s: %s", f.ID, f.Evidence)
		}
	}
}

// The budget ends the experiments without an error, and what was not tried stays empty.
func TestBudgetEnds(t *testing.T) {
	active, err := Run(context.Background(), nil, mustPairs(t), mustPairs(t), Options{Budget: time.Nanosecond})
	if err != nil || active.Own != nil {
		t.Errorf("found %+v, %v", active, err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ended, nil, mustPairs(t), mustPairs(t), Options{}); err == nil {
		t.Error("an ended context: no error")
	}
}

func mustPairs(t *testing.T) *data.Pairs {
	t.Helper()
	pairs, err := data.Synthetic(data.SyntheticOptions{N: 50, Prevalence: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

// What the run's long training allows, the short ones here do not get in the way of: late class weights, a monitor of many alerts.
func TestLateFormsAndLargeMonitors(t *testing.T) {
	split := synthetic(t)
	config := model.Config{
		Run: filepath.Join(t.TempDir(), "late"), Model: small, Epochs: 40, Patience: -1, LearningRate: 0.01,
		Loss: losses.LDAM{ClassWeight: losses.Balanced, FromStep: 300}, Monitor: "precision_at_k(50)",
	}
	run, err := model.Fit(t.Context(), config, split.Train, split.Valid)
	if err != nil {
		t.Fatal(err)
	}
	active, err := Run(t.Context(), run, split.Train, split.Valid, Options{Pairs: 100})
	if err != nil || active.OneBatch == nil || active.Permuted == nil {
		t.Errorf("error %v, found %+v", err, active)
	}
}
