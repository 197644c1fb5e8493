package metrics_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

// TestCountAt: one pass counts what a State reads.
func TestCountAt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		wide := metricstest.Batch().Draw(rt, "batch")
		b := metrics.Batch32{Labels: wide.Labels}
		for i, score := range wide.Scores {
			b.Scores = append(b.Scores, float32(score))
			if wide.Weights != nil {
				b.Weights = append(b.Weights, float32(wide.Weights[i]))
			}
		}
		s := metrics.NewState()
		if err := s.Update32(b); err != nil {
			rt.Fatal(err)
		}
		for _, threshold := range []float64{-1, 0, 0.1, 0.25, math.Nextafter(0.25, 1), 0.5, 1, 2, math.NaN()} {
			got, err := metrics.CountAt(b, threshold)
			if err != nil {
				rt.Fatal(err)
			}
			if diff := cmp.Diff(s.At(threshold), got, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
				rt.Fatalf("at %v: %s", threshold, diff)
			}
		}
	})
	var row *metrics.RowError
	if _, err := metrics.CountAt(metrics.Batch32{Scores: []float32{0, 2}, Labels: []bool{true, false}}, 0.5); !errors.As(err, &row) || row.Row != 1 {
		t.Errorf("a score of 2: %v", err)
	}
	if _, err := metrics.CountAt(metrics.Batch32{Scores: []float32{0, 1}}, 0.5); err == nil {
		t.Error("scores without labels are taken")
	}
}
