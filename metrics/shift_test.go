package metrics_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/metricstest"
	"pgregory.net/rapid"
)

// TestAtPrevalence: recall, specificity and ROC AUC stay, and precision is Bayes' rule at the new prevalence.
func TestAtPrevalence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := metricstest.Batch().Draw(rt, "batch")
		prevalence := rapid.Float64Range(0.001, 0.999).Draw(rt, "prevalence")
		spilling := metrics.NewTinySpillingState(t.TempDir(), 64)
		defer spilling.Close()
		for _, s := range []*metrics.State{newState(t, b), binnedOf(8, b), spilling} {
			if s == spilling {
				if err := s.Update(b); err != nil {
					rt.Fatal(err)
				}
			}
			shifted, err := s.AtPrevalence(prevalence)
			if missing := s.Positives() == 0 || s.Negatives() == 0; missing != (err != nil) {
				rt.Fatalf("%d positives, %d negatives: %v", s.Positives(), s.Negatives(), err)
			}
			if err != nil {
				continue
			}
			checkShift(rt, s, shifted, prevalence)
			if err := shifted.Close(); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

func checkShift(t *rapid.T, s, shifted *metrics.State, prevalence float64) {
	old, at := s.At(0.5), shifted.At(0.5)
	recall, alarms := old.Recall().V, old.FalsePositiveRate().V
	pairs := map[string][2]float64{
		"prevalence":        {shifted.Prevalence().V, prevalence},
		"recall":            {at.Recall().V, recall},
		"false alarms":      {at.FalsePositiveRate().V, alarms},
		"ROC AUC":           {shifted.ROCAUC().V, s.ROCAUC().V},
		"baseline":          {shifted.AveragePrecision().Baseline, prevalence},
		"weight":            {shifted.PositiveWeight() + shifted.NegativeWeight(), s.PositiveWeight() + s.NegativeWeight()},
		"balanced accuracy": {at.BalancedAccuracy().V, old.BalancedAccuracy().V},
	}
	if at.Precision().Undefined == "" {
		alerts := recall*prevalence + alarms*(1-prevalence)
		pairs["precision"] = [2]float64{at.Precision().V, recall * prevalence / alerts}
	}
	for name, pair := range pairs {
		if math.Abs(pair[0]-pair[1]) > 1e-9*math.Max(1, math.Abs(pair[1])) {
			t.Fatalf("%s: got %v, want %v", name, pair[0], pair[1])
		}
	}
}

// TestShiftScores: there and back again is where it began; ranks stay; a calibrated score stays calibrated.
func TestShiftScores(t *testing.T) {
	if got := metrics.ShiftScore(0.5, 0.5, 0.1); !agree(got, 0.1, 1e-15) {
		t.Errorf("even odds at prevalence ½ are odds 1:9 at 0.1, not %v", got)
	}
	for _, score := range []float64{0, 1e-300, 0.01, 0.3, 0.999, 1} {
		if got := metrics.ShiftScore(metrics.ShiftScore(score, 0.2, 0.01), 0.01, 0.2); !agree(got, score, 1e-12) {
			t.Errorf("%v comes back as %v", score, got)
		}
	}
	b := metrics.Batch{Scores: []float64{0.9, 0.2, 0.6, 0.1, 0.4}, Labels: []bool{true, false, true, false, false}}
	s := newState(t, b)
	shifted, err := s.ShiftScores(0.4, 0.05)
	if err != nil {
		t.Fatal(err)
	}
	checkNumbers(t, []float64{shifted.ROCAUC().V, shifted.AveragePrecision().V}, []float64{s.ROCAUC().V, s.AveragePrecision().V}, 0)
	atThreshold := metrics.ShiftScore(0.5, 0.4, 0.05)
	checkNumbers(t, cells(shifted.At(atThreshold)), cells(s.At(0.5)), 0)
	back, err := shifted.ShiftScores(0.05, 0.4)
	if err != nil || math.Abs(back.LogLoss().V-s.LogLoss().V) > 1e-12 {
		t.Errorf("log loss %v and back %v (%v)", s.LogLoss(), back.LogLoss(), err)
	}
}

func TestShiftRefusals(t *testing.T) {
	s := newState(t, constant(2, 3, 0.5))
	before, _ := s.MarshalBinary()
	for _, prevalence := range []float64{0, 1, -1, math.NaN()} {
		if _, err := s.AtPrevalence(prevalence); err == nil {
			t.Errorf("prevalence %v is taken", prevalence)
		}
		if _, err := s.ShiftScores(0.5, prevalence); err == nil {
			t.Errorf("prevalence %v is taken", prevalence)
		}
	}
	if _, err := binnedOf(4, constant(1, 1, 0.5)).ShiftScores(0.5, 0.1); err == nil {
		t.Error("scores of bins are shifted")
	}
	if after, _ := s.MarshalBinary(); !bytes.Equal(before, after) {
		t.Error("the State has changed")
	}
}
