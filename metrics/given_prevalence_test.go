package metrics_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// mixedReaders are those of a table whose readings depend on the prevalence.
var mixedReaders = map[string]table{
	"accuracy": metrics.Confusion.Accuracy, "error_rate": metrics.Confusion.ErrorRate,
	"precision": metrics.Confusion.Precision, "false_discovery_rate": metrics.Confusion.FalseDiscoveryRate,
	"npv": metrics.Confusion.NPV, "false_omission_rate": metrics.Confusion.FalseOmissionRate,
	"f1":    metrics.Confusion.F1,
	"f2":    func(c metrics.Confusion) metrics.Value { return c.FBeta(2) },
	"mcc":   metrics.Confusion.MCC,
	"kappa": metrics.Confusion.Kappa, "jaccard": metrics.Confusion.Jaccard, "mean_jaccard": metrics.Confusion.MeanJaccard,
	"fowlkes_mallows": metrics.Confusion.FowlkesMallows, "markedness": metrics.Confusion.Markedness, "lift": metrics.Confusion.Lift,
	"predicted_positive_rate": metrics.Confusion.PredictedPositiveRate,
	"expected_cost":           func(c metrics.Confusion) metrics.Value { return c.ExpectedCost(metrics.Costs{FP: 1, FN: 9}) },
	"net_benefit":             func(c metrics.Confusion) metrics.Value { return c.NetBenefit(0.2) },
}

// decided is a State of examples with scores 0 and 1, so many of each cell, at that prevalence.
func decided(t testing.TB, tp, fn, fp, tn int, prevalence float64) *metrics.State {
	t.Helper()
	var b metrics.Batch
	for i, n := range []int{tp, fn, fp, tn} {
		for range n {
			b.Scores, b.Labels = append(b.Scores, float64((i+1)%2)), append(b.Labels, i < 2)
		}
	}
	s, err := newState(t, b).AtPrevalence(prevalence)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// binomial draws how many of n are.
func binomial(r *rand.Rand, n int, p float64) int {
	hits := 0
	for range n {
		if r.Float64() < p {
			hits++
		}
	}
	return hits
}

// TestGivenPrevalenceAgreesWithBootstrap: the limits are about those of drawing again within each class.
func TestGivenPrevalenceAgreesWithBootstrap(t *testing.T) {
	const positives, negatives, tp, fp, draws = 284, 1233, 201, 256, 2000
	r := rand.New(rand.NewPCG(5, 6))
	var drawn [draws][2]float64
	for i := range drawn {
		drawn[i] = [2]float64{float64(binomial(r, positives, 1.0*tp/positives)) / positives, float64(binomial(r, negatives, 1.0*fp/negatives)) / negatives}
	}
	for _, prevalence := range []float64{0.001, 0.01, 0.5} {
		c := decided(t, tp, positives-tp, fp, negatives-fp, prevalence).At(0.5)
		for name, read := range mixedReaders {
			v := read(c)
			var readings []float64
			for _, rates := range drawn {
				readings = append(readings, read(metrics.Confusion{
					TP: prevalence * rates[0], FN: prevalence * (1 - rates[0]), FP: (1 - prevalence) * rates[1], TN: (1 - prevalence) * (1 - rates[1]),
				}).V)
			}
			slices.Sort(readings)
			lo, hi := readings[draws/40], readings[draws-draws/40]
			if width := hi - lo; v.NoInterval != "" || math.Abs(v.Lo-lo) > 0.1*width || math.Abs(v.Hi-hi) > 0.1*width {
				t.Errorf("%s at a prevalence of %v: %v [%v, %v], draws within the classes have [%v, %v]", name, prevalence, v, v.Lo, v.Hi, lo, hi)
			}
		}
	}
}

// TestGivenPrevalenceCovers: of few examples, too, 95 % intervals hold the truth about as often.
func TestGivenPrevalenceCovers(t *testing.T) {
	const positives, negatives, samples = 30, 200, 400
	r := rand.New(rand.NewPCG(7, 8))
	for _, rates := range [][2]float64{{0.8, 0.05}, {0.4, 0.3}} {
		for _, prevalence := range []float64{0.002, 0.3} {
			truth := decided(t, int(1000*rates[0]), int(1000*(1-rates[0])), int(1000*rates[1]), int(1000*(1-rates[1])), prevalence).At(0.5)
			held := map[string]int{}
			for range samples {
				tp, fp := binomial(r, positives, rates[0]), binomial(r, negatives, rates[1])
				c := decided(t, tp, positives-tp, fp, negatives-fp, prevalence).At(0.5)
				for name, read := range mixedReaders {
					if v, want := read(c), read(truth).V; v.Lo <= want && want <= v.Hi {
						held[name]++
					}
				}
			}
			for name := range mixedReaders {
				if share := float64(held[name]) / samples; share < 0.92 || share > 0.985 {
					t.Errorf("rates %v, prevalence %v: %s is held in %v", rates, prevalence, name, share)
				}
			}
		}
	}
}

// TestGivenPrevalenceOfEmptyCells: limits are finite, in range and around the reading, which is at the end of its range.
func TestGivenPrevalenceOfEmptyCells(t *testing.T) {
	for _, cells := range [][4]int{{0, 20, 5, 100}, {20, 0, 5, 100}, {9, 11, 0, 100}, {9, 11, 100, 0}, {20, 0, 0, 100}, {0, 20, 100, 0}, {0, 20, 0, 100}, {20, 0, 100, 0}, {1, 0, 0, 1}} {
		for _, prevalence := range []float64{1e-6, 0.01, 0.9} {
			c := decided(t, cells[0], cells[1], cells[2], cells[3], prevalence).At(0.5)
			for name, read := range mixedReaders {
				v := read(c)
				if v.Undefined == "" && (v.NoInterval != "" || !(v.Lo <= v.V && v.V <= v.Hi && v.Lo < v.Hi) || math.IsInf(v.Hi-v.Lo, 0)) {
					t.Errorf("%s of %v at %v: %v [%v, %v]", name, cells, prevalence, v, v.Lo, v.Hi)
				}
			}
		}
	}
	for name, want := range map[string][2]float64{"no hits": {0, 0.2}, "no false alarms": {0.8, 1}} {
		cells := map[string][4]int{"no hits": {0, 30, 60, 140}, "no false alarms": {25, 5, 0, 200}}[name]
		if v := decided(t, cells[0], cells[1], cells[2], cells[3], 0.3).At(0.5).Precision(); !(v.Lo >= want[0] && v.Hi <= want[1] && v.Lo < v.Hi) {
			t.Errorf("%s: precision %v", name, v)
		}
	}
}

// TestGivenPrevalenceIsKept: every way to a table of the State knows of it; rows from elsewhere end it.
func TestGivenPrevalenceIsKept(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	var b metrics.Batch
	for i := range 400 {
		b.Labels = append(b.Labels, i%5 == 0)
		b.Scores = append(b.Scores, min(max(0.4+0.15*r.NormFloat64()+0.2*float64(i%5/4), 0), 1))
	}
	plain := newState(t, b)
	s, err := plain.AtPrevalence(0.02)
	if err != nil {
		t.Fatal(err)
	}
	corrected, err := s.ShiftScores(0.2, 0.02)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]metrics.Confusion{
		"At": s.At(0.5), "Clone": s.Clone().At(0.5), "ShiftScores": corrected.At(0.1), "Choose": s.Choose(metrics.MaxFBeta(1)).Table,
		"constrained": s.PrecisionAtRecall(0.5).Table, "KS": s.KS().Table, "EqualErrorRate": s.EqualErrorRate().Table, "TopK": s.TopK(20).Table, "Flipped": s.At(0.5).Flipped(),
	}
	for _, c := range s.Tables(3) {
		tables["Tables"] = c
	}
	for name, c := range tables {
		if !c.GivenPrevalence {
			t.Errorf("%s: the table does not know", name)
		}
	}
	text, err := json.Marshal(s.At(0.5))
	var back metrics.Confusion
	if err != nil || json.Unmarshal(text, &back) != nil || back != s.At(0.5) {
		t.Errorf("read back: %+v (%v)", back, err)
	}
	_, v := s.BestThreshold(metrics.Confusion.F1)
	checkNumbers(t, []float64{v.Lo, v.Hi}, limitsOf(tables["Choose"].F1()), 0)
	for name, pair := range map[string]struct {
		curve metrics.Curve
		read  table
	}{"PR": {s.PR(), metrics.Confusion.Precision}, "lift": {s.LiftCurve(), metrics.Confusion.Lift}} {
		for i := 0; i < pair.curve.Len(); i += 37 {
			lo, hi := pair.curve.Interval(i)
			if want := limitsOf(pair.read(s.At(pair.curve.Threshold(i)))); !agree(lo, want[0], 1e-9) || !agree(hi, want[1], 1e-9) {
				t.Errorf("%s at %v: [%v, %v], its table has %v", name, pair.curve.Threshold(i), lo, hi, want)
			}
		}
	}
	upper := s.Reliability(metrics.UniformBins(2)).Bins[1].Positive
	checkNumbers(t, limitsOf(upper), limitsOf(s.At(math.Nextafter(0.5, 1)).Precision()), 1e-9)

	both := s.Clone()
	if err := both.Merge(s); err != nil || !both.At(0.5).GivenPrevalence {
		t.Errorf("two States of one prevalence: %v", err)
	}
	if err := both.Merge(plain); err != nil || both.At(0.5).GivenPrevalence {
		t.Errorf("merged with a sample (%v), the prevalence is still given", err)
	}
	more := s.Clone()
	if err := more.Update(b); err != nil || more.At(0.5).GivenPrevalence {
		t.Errorf("with more rows (%v), the prevalence is still given", err)
	}
	empty := metrics.NewState()
	if err := empty.Merge(s); err != nil || !empty.At(0.5).GivenPrevalence {
		t.Errorf("merged into a State of nothing: %v", err)
	}
	if err := errors.Join(empty.Merge(metrics.NewState()), empty.Update(metrics.Batch{})); err != nil || !empty.At(0.5).GivenPrevalence {
		t.Errorf("with nothing more: %v", err)
	}
	if plain.At(0.5).GivenPrevalence {
		t.Error("the State that was reweighted has changed")
	}
}

// TestGivenPrevalenceOfOneClass: one rate is not known at all, so there is no interval.
func TestGivenPrevalenceOfOneClass(t *testing.T) {
	for want, c := range map[metrics.Reason]metrics.Confusion{
		metrics.NoNegatives: metrics.NewConfusion(5, 0, 0, 5), metrics.NoPositives: metrics.NewConfusion(0, 5, 5, 0),
	} {
		c.GivenPrevalence = true
		if v := c.Accuracy(); v.NoInterval != want {
			t.Errorf("%v: [%v, %v], no interval for %q; want %q", v, v.Lo, v.Hi, v.NoInterval, want)
		}
	}
}

func limitsOf(v metrics.Value) []float64 { return []float64{v.Lo, v.Hi} }
