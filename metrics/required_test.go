package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/interval"
)

func ExampleRequiredForProportion() {
	n, err := metrics.RequiredForProportion(0.5, 0.05)
	fmt.Println(n, "positives give any recall to ± 0.05", err)
	// Output: 381 positives give any recall to ± 0.05 <nil>
}

func ExampleRequiredForROCAUC() {
	n, err := metrics.RequiredForROCAUC(0.9, 0.01, 0.02)
	fmt.Println(n, "positives among a hundred times as many rows", err)
	// Output: 411 positives among a hundred times as many rows <nil>
}

// TestRequired: the answer reaches the width and one less does not.
func TestRequired(t *testing.T) {
	recallHalf := func(p float64, n int64) float64 {
		z, x := 1.959963984540054, float64(n)
		return z / (x + z*z) * math.Sqrt(x*p*(1-p)+z*z/4)
	}
	for _, p := range []float64{0, 0.01, 0.3, 0.5, 1} {
		for _, half := range []float64{0.4, 0.1, 0.05, 0.001} {
			n, err := metrics.RequiredForProportion(p, half)
			if err != nil || recallHalf(p, n) > half || n > 1 && recallHalf(p, n-1) <= half {
				t.Errorf("proportion %v ± %v: %d, %v", p, half, n, err)
			}
		}
	}
	n, err := metrics.RequiredForAveragePrecision(0.4, 0.05)
	if err != nil || n < 350 || n > 390 { // z²·0.4·0.6/0.05² = 369 on the plain scale
		t.Errorf("average precision: %d, %v", n, err)
	}
}

// TestRequiredForROCAUC: Hanley and McNeil's standard error for AUC 0.8 is 0.0444 with 50 of each class.
func TestRequiredForROCAUC(t *testing.T) {
	a, n := 0.8, 50.0
	q1, q2 := a/(2-a), 2*a*a/(1+a)
	se := math.Sqrt((a*(1-a) + (n-1)*(q1-a*a) + (n-1)*(q2-a*a)) / (n * n))
	lo, hi, _ := interval.Area(a, se*se, n, n)
	got, err := metrics.RequiredForROCAUC(a, 0.5, (hi-lo)/2+1e-12)
	if err != nil || got != 50 {
		t.Errorf("got %d, %v, want 50", got, err)
	}
}

// TestStateRequiredForROCAUC: the width at hand asks for the positives at hand, and so does that of ten times the rows.
func TestStateRequiredForROCAUC(t *testing.T) {
	b := metrics.Batch{
		Scores: []float64{0.9, 0.8, 0.3, 0.7, 0.4, 0.2, 0.1, 0.15, 0.35},
		Labels: []bool{true, true, true, false, false, false, false, false, false},
	}
	s, more := newState(t, b), metrics.NewState()
	for range 10 {
		if err := more.Merge(s); err != nil {
			t.Fatal(err)
		}
	}
	for n, of := range map[int64]*metrics.State{3: s, 30: more} {
		v := of.ROCAUC()
		if got, err := of.RequiredForROCAUC((v.Hi-v.Lo)/2 + 1e-9); err != nil || got != n {
			t.Errorf("%v: %d, %v, want %d", v, got, err, n)
		}
	}
	v := more.ROCAUC()
	// DeLong's variance of three positives is a third larger than that of their copies: n/(n-1).
	if got, err := s.RequiredForROCAUC((v.Hi - v.Lo) / 2); err != nil || got < 30 || got > 45 {
		t.Errorf("%v: %d, %v, want a little more than 30", v, got, err)
	}
	if _, err := metrics.NewState().RequiredForROCAUC(0.1); err == nil {
		t.Error("no examples, but an answer")
	}
}

func TestRequiredRefuses(t *testing.T) {
	nan := math.NaN()
	for name, call := range map[string]func() (int64, error){
		"proportion":     func() (int64, error) { return metrics.RequiredForProportion(1.5, 0.1) },
		"proportion NaN": func() (int64, error) { return metrics.RequiredForProportion(nan, 0.1) },
		"width 0":        func() (int64, error) { return metrics.RequiredForProportion(0.5, 0) },
		"width NaN":      func() (int64, error) { return metrics.RequiredForProportion(0.5, nan) },
		"width ½":        func() (int64, error) { return metrics.RequiredForAveragePrecision(0.5, 0.5) },
		"too narrow":     func() (int64, error) { return metrics.RequiredForProportion(0.5, 1e-9) },
		"AUC":            func() (int64, error) { return metrics.RequiredForROCAUC(0.4, 0.1, 0.1) },
		"prevalence":     func() (int64, error) { return metrics.RequiredForROCAUC(0.9, 0, 0.1) },
		"AP":             func() (int64, error) { return metrics.RequiredForAveragePrecision(1, 0.1) },
	} {
		if n, err := call(); err == nil {
			t.Errorf("%s: %d", name, n)
		}
	}
}
