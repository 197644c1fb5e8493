package interval_test

import (
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// TestStudent95 compares with the usual table, for example NIST/SEMATECH 1.3.6.7.2.
func TestStudent95(t *testing.T) {
	for degrees, want := range map[float64]float64{
		1: 12.706205, 2: 4.302653, 3: 3.182446, 4: 2.776445, 10: 2.228139, 19: 2.093024, 120: 1.979930, 1e5: 1.959988, 1e9: 1.959964,
	} {
		if got := interval.Student95(degrees); math.Abs(got-want) > 1e-6 {
			t.Errorf("%v degrees of freedom: %v, the table says %v", degrees, got, want)
		}
	}
}

// TestArea: on the logit scale the interval lies evenly around the AUC, and 1 - auc has its mirror image.
func TestArea(t *testing.T) {
	logit := func(x float64) float64 { return math.Log(x / (1 - x)) }
	for _, auc := range []float64{0.01, 0.5, 0.9, 0.999} {
		variance := math.Pow(0.1*auc*(1-auc), 2)
		lo, hi, known := interval.Area(auc, variance, 2)
		if want := 4.302653 * 0.1; !known || math.Abs(logit(auc)-logit(lo)-want) > 1e-6 || math.Abs(logit(hi)-logit(auc)-want) > 1e-6 {
			t.Errorf("%v: [%v, %v], known: %v", auc, lo, hi, known)
		}
		mirrorLo, mirrorHi, _ := interval.Area(1-auc, variance, 2)
		if math.Abs(mirrorLo-(1-hi)) > 1e-12 || math.Abs(mirrorHi-(1-lo)) > 1e-12 {
			t.Errorf("%v: [%v, %v], mirrored [%v, %v]", auc, lo, hi, mirrorLo, mirrorHi)
		}
	}
}

func TestAreaUnknown(t *testing.T) {
	for _, c := range []struct{ auc, variance float64 }{{0, 0.1}, {1, 0.1}, {0.5, 0}, {0.5, 1e-25}, {0.5, math.NaN()}} {
		if lo, hi, known := interval.Area(c.auc, c.variance, 9); known {
			t.Errorf("AUC %v, variance %v: [%v, %v]", c.auc, c.variance, lo, hi)
		}
	}
	if lo, hi, known := interval.Area(1-1e-16, 0.2, 2); !known || !(lo >= 0 && hi <= 1) {
		t.Errorf("next to 1: [%v, %v], known: %v", lo, hi, known)
	}
}
