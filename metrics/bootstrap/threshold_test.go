package bootstrap_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
)

func ExampleState_MeanThreshold() {
	s := bootstrap.New(200, 42)
	if err := s.Update(binormal(rand.New(rand.NewPCG(1, 2)), 1000, 0.1)); err != nil {
		fmt.Println(err)
	}
	threshold, undefined := s.MeanThreshold(metrics.MaxFBeta(1))
	fmt.Printf("%.3f %q\n", threshold, undefined)
	// Output:
	// 0.605 ""
}

// TestMeanThresholdLosesLess: on samples with few positives, the mean choice reads a higher F1 on the population than the single
// choice does, on average over samples.
func TestMeanThresholdLosesLess(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	population := metrics.NewState()
	if err := population.Update(binormal(random, 200_000, 0.1)); err != nil {
		t.Fatal(err)
	}
	_, best := population.BestThreshold(metrics.Confusion.F1)
	const samples = 40
	single, mean := 0.0, 0.0 // what is lost
	for range samples {
		b := binormal(random, 300, 0.1)
		s := metrics.NewState()
		if err := s.Update(b); err != nil {
			t.Fatal(err)
		}
		one, _ := s.BestThreshold(metrics.Confusion.F1)
		average, reason := fill(t, bootstrap.New(100, 1), b, nil).MeanThreshold(metrics.MaxFBeta(1))
		if reason != "" {
			t.Fatal(reason)
		}
		single += (best.V - population.At(one).F1().V) / samples
		mean += (best.V - population.At(average).F1().V) / samples
	}
	if mean > 0.7*single {
		t.Errorf("the mean choice loses %.4f of F1, the single choice %.4f", mean, single)
	}
}

// TestMeanThresholdOfOneChoice: where every replicate chooses alike, the mean is that choice; scores of 0 and 1 have log odds, too.
func TestMeanThresholdOfOneChoice(t *testing.T) {
	var b metrics.Batch
	for i := range 100 {
		b.Scores, b.Labels = append(b.Scores, 0.25), append(b.Labels, i%2 == 0)
	}
	for _, score := range []float64{0.25, 1} {
		for i := range b.Scores {
			b.Scores[i] = score
		}
		threshold, reason := fill(t, bootstrap.New(50, 1), b, nil).MeanThreshold(metrics.MaxFBeta(1))
		if math.Abs(threshold-score) > 1e-6 || reason != "" {
			t.Errorf("scores of %v: threshold %v %q", score, threshold, reason)
		}
	}
}

// TestMeanThresholdOfALonePositive: many a replicate has no positive, and so no threshold; the others have one between .25 and .75.
func TestMeanThresholdOfALonePositive(t *testing.T) {
	b := metrics.Batch{Scores: []float64{0.75, 0.25, 0.25, 0.25}, Labels: []bool{true, false, false, false}}
	for seed := range uint64(20) {
		threshold, reason := fill(t, bootstrap.New(1, seed), b, nil).MeanThreshold(metrics.MaxFBeta(1))
		if !(threshold > 0.5-1e-9 && threshold < 0.75+1e-9) || reason != "" {
			t.Errorf("seed %d: threshold %v %q", seed, threshold, reason)
		}
	}
}

// TestMeanThresholdOfOtherOrders: a rule that finds nothing on the sample says why, and rows in another order give the same bits.
func TestMeanThresholdOfOtherOrders(t *testing.T) {
	for reason, b := range map[metrics.Reason]metrics.Batch{
		metrics.NoExamples:  {},
		metrics.NoPositives: {Scores: []float64{0.1, 0.9}, Labels: []bool{false, false}},
	} {
		if threshold, got := fill(t, bootstrap.New(50, 1), b, nil).MeanThreshold(metrics.MaxFBeta(1)); threshold != 0 || got != reason {
			t.Errorf("threshold %v, %q, want %q", threshold, got, reason)
		}
	}
	b := binormal(rand.New(rand.NewPCG(5, 5)), 500, 0.1)
	units := make([]string, len(b.Scores))
	for i := range units {
		units[i] = fmt.Sprint(i)
	}
	want, _ := fill(t, bootstrap.New(50, 1), b, units).MeanThreshold(metrics.MaxMCC())
	rand.New(rand.NewPCG(5, 6)).Shuffle(len(units), func(i, j int) {
		b.Scores[i], b.Scores[j] = b.Scores[j], b.Scores[i]
		b.Labels[i], b.Labels[j] = b.Labels[j], b.Labels[i]
		units[i], units[j] = units[j], units[i]
	})
	if got, _ := fill(t, bootstrap.New(50, 1), b, units).MeanThreshold(metrics.MaxMCC()); got != want {
		t.Errorf("threshold %v of rows in another order, want %v", got, want)
	}
}

// TestMeanThresholdOfSeparateClasses: where no example stands between the classes, neither does the threshold stand at the edge of one.
func TestMeanThresholdOfSeparateClasses(t *testing.T) {
	for _, c := range []struct{ positive, negative, low, high float64 }{
		{0.9998, 0.13, 0.8, 0.99}, {0.3, 0, 0.1, 0.2}, {1, 0.25, 0.5, 0.7}, {0.01, 0.0001, 0.0005, 0.002},
	} {
		var b metrics.Batch
		for i := range 200 {
			positive := i%40 == 0
			score := c.negative * (1 - float64(i)/1000)
			if positive {
				score = c.positive + (1-c.positive)*float64(i)/1000
			}
			b.Scores, b.Labels = append(b.Scores, score), append(b.Labels, positive)
		}
		for _, rule := range []metrics.Rule{metrics.MaxFBeta(1), metrics.MaxMCC(), metrics.RecallAtLeast(0.9)} {
			threshold, reason := fill(t, bootstrap.New(100, 1), b, nil).MeanThreshold(rule)
			if !(threshold > c.low && threshold < c.high) || reason != "" {
				t.Errorf("%v: positives from %v and negatives to %v: threshold %v %q", rule, c.positive, c.negative, threshold, reason)
			}
		}
	}
}
