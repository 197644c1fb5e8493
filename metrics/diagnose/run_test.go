package diagnose

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

var brokenContract = runs.Contract{Head: "softmax", Columns: 2, Output: "probabilities", Loss: "binary cross-entropy",
	Labels: "one-hot", Averaging: "micro", Weights: "none", Monitor: "accuracy", Better: "higher", Threshold: 0.5}

var soundContract = runs.Contract{Head: "sigmoid", Columns: 1, Output: "logits", Loss: "binary cross-entropy", FromLogits: true,
	Labels: "0/1", Averaging: "binary", Weights: "none", Monitor: "average_precision", Better: "higher", Threshold: 0.5}

// epochsOf records a table once per epoch, as a training loop does; micro reads
// it over both columns.
func epochsOf(t *testing.T, micro bool, loss float64, tables ...*predictions.Table) []history.Record {
	t.Helper()
	var all []history.Record
	for i, table := range tables {
		s, err := table.State()
		if err != nil {
			t.Fatal(err)
		}
		if micro {
			s = metrics.OneHotMicro(s)
		}
		split := &history.Split{Loss: loss, UnweightedLoss: math.NaN(), Threshold: 0.5, Confusion: s.At(0.5), Readings: metrics.Report(s, 0.5)}
		all = append(all, history.Record{Kind: history.Epoch, Epoch: i + 1, Valid: split})
	}
	return all
}

func manifestOf(tables ...*predictions.Table) *runs.Manifest {
	m := &runs.Manifest{Splits: map[string]runs.Part{}}
	for i, t := range tables {
		positives := 0
		for _, l := range t.Labels {
			if l {
				positives++
			}
		}
		m.Splits[[]string{"valid", "test"}[i]] = runs.Part{Examples: int64(len(t.Labels)), Positives: int64(positives), Prevalence: float64(positives) / float64(len(t.Labels))}
	}
	return m
}

func TestRuns(t *testing.T) {
	stuck, skilled := table(1100, 11, constant(0)), table(1100, 11, normal(0.7, 0.3, 0.1))
	better := table(1100, 11, normal(0.8, 0.3, 0.1))
	prior := table(1100, 11, constant(1.0/11))
	ranked := table(5000, 50, normal(0.3, 0.1, 0.05))
	wrong := table(1100, 11, func(i int, is bool, _ *rand.Rand) float64 { return map[bool]float64{!is && i%11 < 2: 0.9}[true] })
	for _, c := range []struct {
		name, want string
		e          Evidence
	}{
		{"broken contract alone", "D01", Evidence{Contract: &brokenContract}},
		{"broken contract and its history", "D01 D02 D42", Evidence{Contract: &brokenContract, Manifest: manifestOf(stuck), Records: epochsOf(t, true, 1.457294581992594, stuck, stuck, stuck)}},
		{"broken contract, history, predictions", "D01 D02 D42", Evidence{Contract: &brokenContract, Valid: withColumn0(table(1100, 11, constant(0))), Records: epochsOf(t, true, 1.457294581992594, stuck, stuck)}},
		{"broken contract, skilled model", "D01", Evidence{Contract: &brokenContract, Valid: skilled, Records: epochsOf(t, true, 0.3, skilled, better)}},
		{"micro history without a contract", "D01", Evidence{Records: epochsOf(t, true, 0.3, skilled, better)}},
		{"constant at the prior", "D02", Evidence{Contract: &soundContract, Manifest: manifestOf(prior), Records: epochsOf(t, false, 0.3046, prior, prior)}},
		{"constant at the prior, with predictions", "D02", Evidence{Contract: &soundContract, Valid: prior, Test: prior, Records: epochsOf(t, false, 0.3046, prior, prior)}},
		{"finished without a threshold", "D43", Evidence{Contract: &soundContract, Manifest: &runs.Manifest{Finished: true}, Records: epochsOf(t, false, 0.05, ranked, ranked)}},
		{"threshold not chosen yet", "", Evidence{Contract: &soundContract, Manifest: &runs.Manifest{}, Records: epochsOf(t, false, 0.05, ranked, ranked)}},
		{"watched, threshold not chosen yet", "", Evidence{Records: epochsOf(t, false, 0.05, ranked, ranked)}},
		{"sound", "", Evidence{Contract: &soundContract, Manifest: manifestOf(skilled, better), Valid: skilled, Test: better, Records: epochsOf(t, false, 0.3, skilled, better)}},
		{"sound, collapsed at the end, best weights kept", "", Evidence{Contract: &soundContract, Valid: skilled, Records: epochsOf(t, false, 0.3, skilled, stuck, stuck)}},
		{"rare positives, threshold chosen", "", Evidence{Contract: &soundContract, Manifest: &runs.Manifest{Threshold: 0.2}, Valid: ranked, Records: epochsOf(t, false, 0.05, ranked, ranked)}},
		{"nothing found, but something predicted", "", Evidence{Contract: &soundContract, Records: epochsOf(t, false, 0.5, wrong, wrong, wrong)}},
		{"nothing", "", Evidence{}},
		{"records without splits", "", Evidence{Records: []history.Record{{Kind: history.Epoch, Epoch: 1}, {Kind: history.Step}, {Kind: history.Epoch, Epoch: 2, Train: &history.Split{}, Valid: &history.Split{}}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := Run(c.e)
			if got := sorted(found); got != c.want {
				var b strings.Builder
				_ = Text(&b, found)
				t.Errorf("found %q, want %q\n%s", got, c.want, &b)
			}
		})
	}
}

// TestPartsOfOneHash: two parts with one hash are one, and parts without a hash are not.
func TestPartsOfOneHash(t *testing.T) {
	for _, c := range []struct{ train, valid, test, want, say string }{
		{"a", "a", "a", "D31", "The validation data are the training data"}, {"a", "b", "a", "D31", "The test data are the training data"},
		{"a", "b", "b", "D31", "The test data are the validation data"}, {"a", "b", "c", "", ""}, {"", "", "", "", ""},
	} {
		parts := map[string]runs.Part{}
		for name, hash := range map[string]string{"train": c.train, "valid": c.valid, "test": c.test} {
			parts[name] = runs.Part{Examples: 1000, Positives: 100, Prevalence: 0.1, Hash: hash}
		}
		found := Run(Evidence{Manifest: &runs.Manifest{Splits: parts}})
		if got := sorted(found); got != c.want || got != "" && found[0].Title != c.say {
			t.Errorf("%q %q %q: found %v, want %s, saying %q", c.train, c.valid, c.test, found, c.want, c.say)
		}
	}
}

// TestTwoThresholds: what the history says at its threshold does not contradict what predictions say at the chosen one.
func TestTwoThresholds(t *testing.T) {
	prior := table(1100, 11, constant(1.0/11))
	e := Evidence{Contract: &soundContract, Manifest: manifestOf(prior), Valid: prior, Records: epochsOf(t, false, 0.3046, prior, prior)}
	e.Manifest.Threshold = 1.0 / 11
	for _, want := range []string{"1100 of 1100 examples are predicted positive at 0.0909", "In the history, at its threshold 0.5, recall is 0"} {
		if evidence := Run(e)[0].Evidence; !strings.Contains(evidence, want) {
			t.Errorf("%q is not in %q", want, evidence)
		}
	}
}

func TestFromRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "broken")
	w, err := runs.Create(path, map[string]int{"seed": 1}, brokenContract, runs.Manifest{DataHash: "x", Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	stuck := withColumn0(table(1100, 11, constant(0)))
	for _, r := range epochsOf(t, true, 1.4573, stuck, stuck, stuck) {
		if err := w.Record(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Predictions("valid", stuck); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(runs.Manifest{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	e, err := FromRun(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := sorted(Run(e)); got != "D01 D02 D42" {
		t.Errorf("found %q", got)
	}
	if _, err := FromRun(path + "x"); err == nil || !strings.Contains(err.Error(), path+"x") {
		t.Errorf("a missing run: %v", err)
	}
}

// One verdict, however many kinds of evidence carry it.
func TestEvidenceAddsUp(t *testing.T) {
	e := seed(t)
	e.Valid = table(1100, 11, constant(0))
	found := Run(e)
	if got := sorted(found); got != "D01 D02 D42" {
		t.Fatalf("found %q", got)
	}
	for _, f := range found[1:] {
		if !strings.Contains(f.Evidence, "alidation data") || !strings.Contains(f.Evidence, "epochs 2-3") {
			t.Errorf("%s lacks some evidence: %s", f.ID, f.Evidence)
		}
	}
}

func TestDeclaredPrevalence(t *testing.T) {
	e := seed(t)
	e.Prevalence = 0.1
	if v := Run(e)[1].Verdict; !strings.Contains(v, "You declared 0.1 positives: then a constant would score 0.9000") {
		t.Errorf("the contradiction goes unsaid: %s", v)
	}
	e.Prevalence = 1.0 / 11
	if v := Run(e)[1].Verdict; strings.Contains(v, "declared") {
		t.Errorf("there is no contradiction: %s", v)
	}
}

func TestRunIsDeterministic(t *testing.T) {
	e := seed(t)
	e.Valid = table(1100, 11, constant(0))
	first := Run(e)
	for range 20 {
		if !reflect.DeepEqual(Run(e), first) {
			t.Fatal("two runs differ")
		}
	}
}

func TestRunOrdersAndCleans(t *testing.T) {
	found := Run(Evidence{}, func(Evidence) []Finding {
		return []Finding{{ID: "X2"}, {ID: "X3", Severity: Error}, {ID: "X1", Numbers: map[string]float64{"nan": math.NaN(), "inf": math.Inf(1), "one": 1}}}
	})
	if got := ids(found); got != "X3 X1 X2" {
		t.Errorf("order is %s", got)
	}
	text, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	if want := `"numbers":{"one":1}`; !strings.Contains(string(text), want) {
		t.Errorf("%s lacks %s", text, want)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	found := Run(seed(t))
	text, err := json.MarshalIndent(found, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/seed.json", string(text)+"\n")
	var back []Finding
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	for i := range found {
		found[i].Proof = nil // is drawn, not written
	}
	if !reflect.DeepEqual(back, found) {
		t.Error("findings change on their way through JSON")
	}
	var s Severity
	if err := s.UnmarshalText([]byte("fatal")); err == nil {
		t.Error("an unknown severity is read")
	}
	if _, err := Severity(7).MarshalText(); err == nil {
		t.Error("an unknown severity is written")
	}
	if got := fmt.Sprint(Info, Warning, Error, Severity(7)); got != "info warning error Severity(7)" {
		t.Error(got)
	}
}

// TestSharesOfARun: the training data of a run, which keeps no predictions of them, count as its manifest says; scores that are too high
// because of other shares are not called too confident.
func TestSharesOfARun(t *testing.T) {
	valid := table(1000, 5, normal(0.15, 0.05, 0.05))
	e := Evidence{Contract: &soundContract, Manifest: &runs.Manifest{Finished: true, Threshold: 0.1, Shift: 1}, Valid: valid, Test: valid}
	for positives, want := range map[int64]string{74: "D33", 200: ""} {
		e.Manifest.Splits = map[string]runs.Part{"train": {Examples: 1000, Positives: positives}, "valid": {Examples: 1000, Positives: 200}, "test": {Examples: 1000, Positives: 200}}
		found := Leaking(e)
		if ids(found) != want {
			t.Errorf("%d of 1000 positives in train, 200 in the others: found %q, want %q", positives, ids(found), want)
		}
		if want != "" && !strings.Contains(found[0].Evidence, "Training data: 74 positives of 1000. Validation data: 200 of 1000.") {
			t.Error(found[0].Evidence)
		}
	}
	e.Manifest.Splits["train"] = runs.Part{Examples: 1000, Positives: 74}
	e.Data = &Data{Parts: []Part{{Name: TrainingData, Pairs: 1000, Positives: 200}}}
	if all := e.counts(); len(all) != 3 {
		t.Errorf("with the training pairs themselves, train counts twice: %v", all)
	}
}

// TestTwoScoresOfARun: a run saves scores, so two of them are what training left; where it diverged, D49 says all.
func TestTwoScoresOfARun(t *testing.T) {
	two := table(1100, 11, func(i int, is bool, _ *rand.Rand) float64 { return map[bool]float64{is: 1, i%7 == 0: 0}[true] })
	e := Evidence{Contract: &soundContract, Manifest: &runs.Manifest{Finished: true}, Valid: two}
	found := Ranking(e)
	if ids(found) != "D26" || strings.Contains(found[0].Verdict+found[0].Fix, "predict") || !strings.Contains(found[0].Fix, "model.Config{LearningRate") {
		t.Errorf("a run: %v", found)
	}
	e.Manifest.Calibrator = json.RawMessage(`{"name":"isotonic","x":[0.1,0.9],"y":[0,1]}`)
	if found := Ranking(e); ids(found) != "" {
		t.Errorf("two steps of isotonic calibration: found %q", ids(found))
	}
	e.Manifest.Calibrator = nil
	for epoch, loss := range []float64{0.7, 5000, 90000} {
		e.Records = append(e.Records, history.Record{Kind: history.Epoch, Epoch: epoch + 1, Train: &history.Split{Loss: loss, UnweightedLoss: loss}})
	}
	if found := Run(e); ids(found) != "D49" {
		t.Errorf("a run that diverged: found %q", ids(found))
	}
}
