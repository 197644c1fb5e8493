package metrics_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

func TestSpillingLaws(t *testing.T) {
	dir := t.TempDir()
	metricstest.Run(t, func() *metrics.State { return metrics.NewTinySpillingState(dir, 64) }, metricstest.Options[*metrics.State]{
		Read: everything, Exact: true, Encode: (*metrics.State).MarshalBinary, Decode: decodeBinary,
	})
}

// spillCases are rows of every kind that a run treats by itself.
func spillCases(n int) map[string]metrics.Batch {
	random := rand.New(rand.NewPCG(11, 12))
	cases := make(map[string]metrics.Batch)
	for name, score := range map[string]func() float64{
		"float32":   func() float64 { return float64(random.Float32()) },
		"float64":   random.Float64,
		"tied":      func() float64 { return math.Floor(random.Float64()*20) / 32 },
		"saturated": func() float64 { return float64(random.IntN(2)) },
		"one score": func() float64 { return 0.5 },
	} {
		var b metrics.Batch
		for range n {
			b.Scores, b.Labels = append(b.Scores, score()), append(b.Labels, random.Float64() < 0.3)
		}
		cases[name] = b
		for kind, weight := range map[string]float64{"weighted ": 1. / 3, "float32 weights, ": 1. / 4} {
			b.Weights = nil
			for range n {
				b.Weights = append(b.Weights, (math.Floor(random.ExpFloat64()*4)+1)*weight)
			}
			cases[kind+name] = b
		}
	}
	return cases
}

// TestSpilledIsExact: a State on disk reads and is written like one in memory, to the last bit.
func TestSpilledIsExact(t *testing.T) {
	for name, b := range spillCases(40_000) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := metrics.NewTinySpillingState(t.TempDir(), 30_000)
			defer s.Close()
			for from := 0; from < len(b.Scores); from += 400 {
				part := metrics.Batch{Scores: b.Scores[from : from+400], Labels: b.Labels[from : from+400]}
				if b.Weights != nil {
					part.Weights = b.Weights[from : from+400]
				}
				if err := s.Update(part); err != nil {
					t.Fatal(err)
				}
			}
			if s.Runs() == 0 {
				t.Fatal("nothing was spilled")
			}
			sameState(t, s, newState(t, b))
		})
	}
}

func sameState(t *testing.T, got, want *metrics.State) {
	t.Helper()
	for _, threshold := range []float64{0, 0.3, 0.5, 1} {
		if diff := cmp.Diff(metrics.Report(want, threshold), metrics.Report(got, threshold)); diff != "" {
			t.Errorf("report at %v: %s", threshold, diff)
		}
	}
	a, _ := json.Marshal([]metrics.Curve{want.ROC(), want.PR()})
	b, _ := json.Marshal([]metrics.Curve{got.ROC(), got.PR()})
	if !bytes.Equal(a, b) {
		t.Error("the curves differ")
	}
	first, _ := want.MarshalBinary()
	if second, _ := got.MarshalBinary(); !bytes.Equal(first, second) {
		t.Error("the bytes differ")
	}
}

// TestSpilledFiles: many runs become few, merged States share files, and nothing is left behind.
func TestSpilledFiles(t *testing.T) {
	dir := t.TempDir()
	whole, other := metrics.NewTinySpillingState(dir, 64), metrics.NewTinySpillingState(dir, 64)
	want := metrics.NewState()
	for i := range 200 {
		b := constant(1, 3, float64(i%37)/64)
		for _, s := range []*metrics.State{whole, other, want, want} {
			if err := s.Update(b); err != nil {
				t.Fatal(err)
			}
		}
	}
	if whole.Runs() > 64 {
		t.Errorf("%d runs", whole.Runs())
	}
	clone := whole.Clone()
	if err := errors.Join(whole.Merge(other), other.Close()); err != nil {
		t.Fatal(err)
	}
	sameState(t, whole, want)
	if err := errors.Join(whole.Close(), clone.Merge(clone)); err != nil {
		t.Fatal(err)
	}
	sameState(t, clone, want)
	clone.Reset()
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestSpillFails: the State keeps what it had when its directory is gone.
func TestSpillFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := metrics.NewTinySpillingState(dir, 64)
	b := constant(3, 20, 0.25)
	if err := errors.Join(s.Update(b), os.Remove(dir)); err != nil {
		t.Fatal(err)
	}
	var spill *metrics.SpillError
	for _, err := range []error{s.Update(b), s.Merge(newState(t, b))} {
		if !errors.As(err, &spill) || !strings.Contains(err.Error(), "make room there or give another directory") {
			t.Errorf("got %v", err)
		}
	}
	sameState(t, s, newState(t, b))
	if _, err := metrics.NewSpillingState(dir, 1<<20); !errors.As(err, &spill) {
		t.Errorf("a directory that is not there: %v", err)
	}
	if _, err := metrics.NewSpillingState("", 10); err == nil {
		t.Error("a limit of 10 bytes is taken")
	}
}

// TestUpdate32: float32 columns make the State that the same numbers as float64 make.
func TestUpdate32(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		narrow := metrics.Batch32{Labels: b.Labels}
		for i, score := range b.Scores {
			narrow.Scores = append(narrow.Scores, float32(score))
			b.Scores[i] = float64(narrow.Scores[i])
			if b.Weights != nil {
				narrow.Weights = append(narrow.Weights, float32(b.Weights[i]))
				b.Weights[i] = float64(narrow.Weights[i])
			}
		}
		for _, empty := range []*metrics.State{metrics.NewState(), metrics.NewBinnedState(8), metrics.NewCountingState(8), metrics.NewCountingState(7)} {
			wide := empty.Clone()
			if err := errors.Join(wide.Update(b), empty.Update32(narrow)); err != nil {
				rt.Fatal(err)
			}
			x, _ := wide.MarshalBinary()
			if y, _ := empty.MarshalBinary(); !bytes.Equal(x, y) {
				rt.Fatalf("%x from float64, %x from float32", x, y)
			}
		}
	})
}

func TestUpdate32Refusals(t *testing.T) {
	nan := float32(math.NaN())
	for _, score := range []float32{nan, -0.5, 1.5, float32(math.Inf(1)), float32(math.Inf(-1)), 3e38} {
		for _, s := range []*metrics.State{metrics.NewState(), metrics.NewBinnedState(4), metrics.NewCountingState(4), metrics.NewCountingState(5)} {
			var row *metrics.RowError
			err := s.Update32(metrics.Batch32{Scores: []float32{1, 0.25, score, 0}, Labels: []bool{true, false, true, false}})
			if !errors.As(err, &row) || row.Row != 2 || s.Positives()+s.Negatives() != 0 {
				t.Errorf("%v: %v, %d rows", score, err, s.Positives()+s.Negatives())
			}
		}
	}
	negativeZero := float32(math.Copysign(0, -1))
	s := metrics.NewCountingState(4)
	if err := s.Update32(metrics.Batch32{Scores: []float32{negativeZero}, Labels: []bool{true}}); err != nil || s.At(0).TP != 1 {
		t.Errorf("-0: %v", err)
	}
	if err := s.Update32(metrics.Batch32{Scores: []float32{1}}); err == nil {
		t.Error("a score without label is taken")
	}
}

func TestCountingLaws(t *testing.T) {
	newCounting := func() *metrics.State { return metrics.NewCountingState(16) }
	metricstest.Run(t, newCounting, metricstest.Options[*metrics.State]{
		Read: everything, Encode: (*metrics.State).MarshalJSON, Decode: decodeJSON,
	})
	s := metrics.NewCountingState(16)
	if err := s.Update(constant(1, 1, 0.5)); err != nil {
		t.Fatal(err)
	}
	if got := s.LogLoss(); got.Undefined != metrics.LossesNotKept {
		t.Errorf("log loss of counts: %v", got)
	}
	if err := s.Merge(metrics.NewBinnedState(16)); err == nil {
		t.Error("counts merge with bins that keep losses")
	}
}

// TestAdversarialBounds: the stated bounds hold where bins are at their worst.
func TestAdversarialBounds(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	for name, score := range map[string]func(positive bool) float64{
		"saturated":            func(bool) float64 { return float64(random.IntN(2)) },
		"nearly saturated":     func(positive bool) float64 { return math.Abs(float64(bitOf(positive)) - random.Float64()*1e-7) },
		"one bin":              func(bool) float64 { return 0.5 + random.Float64()/5000 },
		"one bin, apart":       func(positive bool) float64 { return 0.5 + (float64(bitOf(positive))+random.Float64())/10_000 },
		"one bin, wrong order": func(positive bool) float64 { return 0.5 - (float64(bitOf(positive))-random.Float64())/10_000 },
		"all tied":             func(bool) float64 { return 1.0 / 3 },
		"bin edges":            func(bool) float64 { return float64(random.IntN(4097)) / 4096 },
		"just below edges":     func(bool) float64 { return math.Nextafter(float64(1+random.IntN(4096))/4096, 0) },
		"tiny":                 func(bool) float64 { return math.Ldexp(random.Float64(), -1000) },
	} {
		for _, prevalence := range []float64{0.5, 0.01} {
			var b metrics.Batch
			for range 3000 {
				positive := random.Float64() < prevalence
				b.Scores, b.Labels = append(b.Scores, score(positive)), append(b.Labels, positive)
			}
			exact := newState(t, b)
			for _, bins := range []int{1, 64, 4096, 1000} {
				s := metrics.NewCountingState(bins)
				if err := s.Update(b); err != nil {
					t.Fatal(err)
				}
				if d := math.Abs(s.ROCAUC().V - exact.ROCAUC().V); d > s.AUCBound()+1e-12 {
					t.Errorf("%s, %d bins: ROC AUC is off by %v, bound %v", name, bins, d, s.AUCBound())
				}
				if d := math.Abs(s.AveragePrecision().V - exact.AveragePrecision().V); d > s.AveragePrecisionBound()+1e-12 {
					t.Errorf("%s, %d bins: average precision is off by %v, bound %v", name, bins, d, s.AveragePrecisionBound())
				}
			}
		}
	}
}

func bitOf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestUnreadableRuns: a run that was cut short is an error that stays, never a panic nor a wrong reading of a report.
func TestUnreadableRuns(t *testing.T) {
	for name, b := range spillCases(4000) {
		s := metrics.NewTinySpillingState(t.TempDir(), 3000)
		for from := 0; from < len(b.Scores); from += 400 {
			part := metrics.Batch{Scores: b.Scores[from : from+400], Labels: b.Labels[from : from+400]}
			if b.Weights != nil {
				part.Weights = b.Weights[from : from+400]
			}
			if err := s.Update(part); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.TruncateRuns(); err != nil {
			t.Fatal(err)
		}
		for _, r := range append(metrics.FullReport(s, 0.5), metrics.Report(s, 0.5)...) {
			if r.Value.Undefined != metrics.Unreadable {
				t.Fatalf("%s: %s reads %v", name, r.Name, r.Value)
			}
		}
		_, binaryErr := s.MarshalBinary()
		_, jsonErr := s.MarshalJSON()
		_, scoresErr := s.ShiftScores(0.1, 0.2)
		_, prevalenceErr := s.AtPrevalence(0.1)
		metric, _ := metrics.ByName("f1")
		for i, err := range []error{
			s.Err(), s.Clone().Err(), s.Update(b), metrics.NewState().Merge(s), binaryErr, jsonErr, scoresErr, prevalenceErr, metrics.OneHotMicro(s).Err(),
		} {
			if err == nil {
				t.Errorf("%s: nothing is said (%d)", name, i)
			}
		}
		if v := metric.Read(s); v.Undefined != metrics.Unreadable || s.ROC().Len() != 0 || s.ROCAUC().Undefined == "" {
			t.Errorf("%s: F1 %v, %d points, ROC AUC %v", name, v, s.ROC().Len(), s.ROCAUC())
		}
		if s.Reset(); s.Err() != nil || s.Update(b) != nil {
			t.Errorf("%s: it stays broken after Reset: %v", name, s.Err())
		}
		_ = s.Close()
	}
}
