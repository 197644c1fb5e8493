package doubt_test

import (
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// TestWilson: at 95 % it is that of package metrics.
func TestWilson(t *testing.T) {
	for _, c := range []metrics.Confusion{metrics.NewConfusion(3, 0, 0, 4), metrics.NewConfusion(0, 0, 0, 4), metrics.NewConfusion(9, 0, 0, 0)} {
		want := c.Recall()
		lo, hi := doubt.Wilson(want.V, c.TP+c.FN, doubt.Z95)
		if math.Abs(lo-want.Lo) > 1e-15 || math.Abs(hi-want.Hi) > 1e-15 {
			t.Errorf("got [%v, %v], want %v", lo, hi, want)
		}
	}
}

// TestMean compares with a mean and its standard error worked out by hand, and with copies in the place of weights.
func TestMean(t *testing.T) {
	v := doubt.Mean([]float64{0, 1, 1, 0}, nil, 0, 1)
	if v.V != 0.5 || v.N != 4 || math.Abs(v.Hi-(0.5+doubt.Z95*0.25)) > 1e-12 {
		t.Errorf("got %+v", v)
	}
	if got := doubt.Mean([]float64{0, 1}, []float64{1, 3}, 0, 1).V; got != 0.75 {
		t.Errorf("got %v", got)
	}
	if got := doubt.Mean([]float64{0.25}, nil, 0, 1).NoInterval; got != metrics.FewExamples {
		t.Errorf("got %q", got)
	}
	if got := doubt.Mean([]float64{0.25, 0.25}, nil, 0, 1).NoInterval; got != metrics.NoSpread {
		t.Errorf("got %q", got)
	}
}
