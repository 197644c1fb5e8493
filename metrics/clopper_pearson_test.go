package metrics_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

func ExampleClopperPearson() {
	c := metrics.NewConfusion(15, 40, 900, 133) // 15 of 148 positives found
	fmt.Println("Wilson:         ", c.Recall())
	fmt.Println("Clopper-Pearson:", metrics.ClopperPearson(c.Rows.TP, c.Rows.TP+c.Rows.FN))
	// Output:
	// Wilson:          0.101 [0.062, 0.16] (no skill 0.0506)
	// Clopper-Pearson: 0.101 [0.058, 0.16]
}

// TestClopperPearson: Newcombe, Statist. Med. 17 (1998) 857, table I, method 5, prints these to four decimals.
func TestClopperPearson(t *testing.T) {
	for _, c := range []struct {
		k, n   int64
		lo, hi float64
	}{{81, 263, 0.2527, 0.3676}, {15, 148, 0.0578, 0.1617}, {0, 20, 0, 0.1684}, {1, 29, 0.0009, 0.1776}} {
		checkInterval(t, metrics.ClopperPearson(c.k, c.n), c.lo, c.hi, 5e-5)
	}
	if v := metrics.ClopperPearson(0, 0); v.Undefined != metrics.NoExamples {
		t.Errorf("0 of 0: %v", v)
	}
	for _, bad := range [][2]int64{{-1, 3}, {4, 3}, {0, -1}} {
		if v := metrics.ClopperPearson(bad[0], bad[1]); v.Undefined != metrics.BadCounts {
			t.Errorf("%d of %d: %v", bad[0], bad[1], v)
		}
	}
}

// TestClopperPearsonTails: at its ends the observed count, or one further out, has probability 2.5 %.
func TestClopperPearsonTails(t *testing.T) {
	for _, n := range []int64{1, 2, 17, 400, 20_000} {
		for _, k := range []int64{0, 1, n / 7, n / 2, n - 1, n} {
			v := metrics.ClopperPearson(k, n)
			below, above := binomialTails(k, n, v.Hi), 1-binomialTails(k-1, n, v.Lo)
			if k < n && math.Abs(below-0.025) > 1e-8 || k > 0 && math.Abs(above-0.025) > 1e-8 {
				t.Errorf("%d of %d: %v: tails of %v and %v", k, n, v, below, above)
			}
			mirrored := metrics.ClopperPearson(n-k, n)
			if !agree(mirrored.Lo, 1-v.Hi, 1e-12) || !agree(mirrored.Hi, 1-v.Lo, 1e-12) {
				t.Errorf("%d of %d: %v, but mirrored %v", k, n, v, mirrored)
			}
		}
	}
}

// binomialTails is P(X <= k), summed.
func binomialTails(k, n int64, p float64) float64 {
	logFactorial := func(n int64) float64 { y, _ := math.Lgamma(float64(n) + 1); return y }
	total := 0.0
	for x := int64(0); x <= k; x++ {
		logChoose := logFactorial(n) - logFactorial(x) - logFactorial(n-x)
		total += math.Exp(logChoose + float64(x)*math.Log(p) + float64(n-x)*math.Log1p(-p))
	}
	return total
}

// TestProportionCoverage sums exact coverage over every outcome. Clopper and Pearson's never falls below 95 %.
// Wilson's does for single truths, counts being whole, and does not on average over truths near each other.
func TestProportionCoverage(t *testing.T) {
	for _, n := range []int64{10, 20, 50, 100} {
		var exact, wilson []metrics.Value
		for k := range n + 1 {
			exact = append(exact, metrics.ClopperPearson(k, n))
			wilson = append(wilson, metrics.NewConfusion(k, 0, 0, n-k).Recall())
		}
		const steps = 400
		average := 0.0
		for i := 1; i < steps; i++ {
			truth := float64(i) / steps
			if held := coverage(exact, truth); held < 0.95 {
				t.Errorf("%d trials, truth %v: the exact interval holds it in %.2f %%", n, truth, 100*held)
			}
			average += coverage(wilson, truth) / (steps - 1)
		}
		if average < 0.945 || average > 0.965 {
			t.Errorf("%d trials: Wilson's interval holds the truth in %.2f %% on average", n, 100*average)
		}
	}
}

// coverage is how often intervals[k] of k successes holds the truth.
func coverage(intervals []metrics.Value, truth float64) float64 {
	n := int64(len(intervals) - 1)
	held := 0.0
	for k, v := range intervals {
		if v.Lo <= truth && truth <= v.Hi {
			held += binomialTails(int64(k), n, truth) - binomialTails(int64(k)-1, n, truth)
		}
	}
	return held
}

func BenchmarkClopperPearson(b *testing.B) {
	for b.Loop() {
		metrics.ClopperPearson(31_000, 1_000_000)
	}
}
