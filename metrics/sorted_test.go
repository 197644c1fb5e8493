package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

func ExampleNewSortedState() {
	s, err := metrics.NewSortedState(
		metrics.Sorted{Scores: []float64{0.4, 0.9}},
		metrics.Sorted{Scores: []float64{0.1, 0.2, 0.6}},
	)
	fmt.Println(s.ROCAUC().V, err)
	// Output: 0.8333333333333334 <nil>
}

func TestNewSortedStateReadsAsAnyOther(t *testing.T) {
	b := metrics.Batch{
		Scores:  []float64{0.4, 0.4, 0.9, 0, 0.4, 0.4},
		Labels:  []bool{true, true, true, false, false, false},
		Weights: []float64{1, 2, 0.5, 1, 1, 3},
	}
	got, err := metrics.NewSortedState(
		metrics.Sorted{Scores: b.Scores[:3], Weights: b.Weights[:3]},
		metrics.Sorted{Scores: b.Scores[3:], Weights: b.Weights[3:]},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := newState(t, b)
	for i, reading := range metrics.Report(got, 0.5) {
		if w := metrics.Report(want, 0.5)[i]; reading != w {
			t.Errorf("got %+v, want %+v", reading, w)
		}
	}
}

func TestNewSortedStateRefuses(t *testing.T) {
	for name, rows := range map[string]metrics.Sorted{
		"falling":     {Scores: []float64{0.2, 0.1}},
		"NaN":         {Scores: []float64{math.NaN(), 0.1}},
		"NaN behind":  {Scores: []float64{0.1, math.NaN()}},
		"negative":    {Scores: []float64{-0.1, 0.1}},
		"minus 0":     {Scores: []float64{math.Copysign(0, -1)}},
		"above 1":     {Scores: []float64{0.1, 1.1}},
		"lengths":     {Scores: []float64{0.1, 0.2}, Weights: []float64{1}},
		"weight":      {Scores: []float64{0.1}, Weights: []float64{math.NaN()}},
		"weight 0":    {Scores: []float64{0.1}, Weights: []float64{0}},
		"weights":     {Scores: []float64{0.1, 0.1}, Weights: []float64{2, 1}},
		"NaN, weight": {Scores: []float64{math.NaN(), 0.1}, Weights: []float64{1, 1}},
	} {
		if _, err := metrics.NewSortedState(rows, metrics.Sorted{}); err == nil {
			t.Errorf("%s: accepted as positives", name)
		}
		if _, err := metrics.NewSortedState(metrics.Sorted{}, rows); err == nil {
			t.Errorf("%s: accepted as negatives", name)
		}
	}
}
