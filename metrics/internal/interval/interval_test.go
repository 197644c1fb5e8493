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

// TestArea: the ends of the interval are where the model's standard error, scaled, reaches the area by 1.96.
func TestArea(t *testing.T) {
	for _, auc := range []float64{0.01, 0.5, 0.9, 0.999} {
		variance := interval.AreaVariance(auc, 20, 300)
		for _, scale := range []float64{1, 2.5} {
			lo, hi, known := interval.Area(auc, scale*variance, 20, 300)
			for _, end := range []float64{lo, hi} {
				errors := math.Abs(auc-end) / math.Sqrt(scale*interval.AreaVariance(end, 20, 300))
				if !known || math.Abs(errors-interval.Z95) > 1e-6 {
					t.Errorf("%v: [%v, %v]: %v standard errors to %v", auc, lo, hi, errors, end)
				}
			}
			mirrorLo, mirrorHi, _ := interval.Area(1-auc, scale*variance, 20, 300)
			if math.Abs(mirrorLo-(1-hi)) > 1e-12 || math.Abs(mirrorHi-(1-lo)) > 1e-12 {
				t.Errorf("%v: [%v, %v], mirrored [%v, %v]", auc, lo, hi, mirrorLo, mirrorHi)
			}
		}
	}
}

// TestAreaVariance: Hanley and McNeil's standard error for an area of 0.8 is 0.0445 with 50 examples of each class.
func TestAreaVariance(t *testing.T) {
	if got := math.Sqrt(interval.AreaVariance(0.8, 50, 50)); math.Abs(got-0.0445) > 5e-5 {
		t.Errorf("standard error %v", got)
	}
}

// TestDoubtful: a small variance is believed of many examples, not of a few.
func TestDoubtful(t *testing.T) {
	width := func(examples, ofProportion float64) float64 {
		lo, hi, known := interval.Mean(0.9, ofProportion*0.1*0.9/examples, examples)
		if !known {
			t.Fatal("no interval")
		}
		return hi - lo
	}
	if few, worst := width(4, 0.01), width(4, 1); few != worst {
		t.Errorf("4 examples: %v, of the variance of a proportion: %v", few, worst)
	}
	if many, worst := width(10_000, 0.01), width(10_000, 1); math.Abs(many/worst-0.1) > 0.001 {
		t.Errorf("10,000 examples: %v, of the variance of a proportion: %v", many, worst)
	}
}

// TestMean: of a variance that is a proportion's it is Wilson's, as in Newcombe, Statist. Med. 17 (1998) 857, table I.
func TestMean(t *testing.T) {
	for _, c := range []struct{ hits, n, lo, hi float64 }{{81, 263, 0.2553, 0.3662}, {20, 20, 0.8389, 1}, {0, 20, 0, 0.1611}} {
		p := c.hits / c.n
		lo, hi, known := interval.Mean(p, p*(1-p)/c.n, c.n)
		if !known || math.Abs(lo-c.lo) > 5e-5 || math.Abs(hi-c.hi) > 5e-5 {
			t.Errorf("%v of %v: [%v, %v]", c.hits, c.n, lo, hi)
		}
	}
}

func TestAreaUnknown(t *testing.T) {
	for _, c := range []struct{ auc, variance float64 }{{0.5, 0}, {0.5, 1e-25}, {0.5, math.NaN()}} {
		if lo, hi, known := interval.Area(c.auc, c.variance, 9, 9); known {
			t.Errorf("AUC %v, variance %v: [%v, %v]", c.auc, c.variance, lo, hi)
		}
	}
	if lo, hi, known := interval.Area(1-1e-16, 1e-30, 2, 2); !known || !(lo >= 0 && hi <= 1) {
		t.Errorf("[%v, %v], known: %v", lo, hi, known)
	}
}
