package model_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/pair"
)

func TestSamplersTrain(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 320, 1), synthetic(t, 100, 2) // 64 positives
	for _, test := range []struct {
		sampler                   data.Sampler
		examples, positives, step int64
	}{
		{data.Sampler{Kind: data.BalancedBatches}, 320, 160, 10},
		{data.Sampler{Kind: data.Oversample, Share: 0.3}, 256 + 110, 110, 12},
		{data.Sampler{Kind: data.Undersample, Share: 0.4}, 160, 64, 5},
		{data.Sampler{Kind: data.HardNegatives}, 128, 64, 4},
		{data.Sampler{Kind: data.MinedNegatives}, 128, 64, 4},
	} {
		c := tiny(t, "sampled")
		c.Sampler, c.Epochs = test.sampler, 2
		log := &recorder{}
		run := fit(t, c, train, valid, log)
		last := log.epochs()[1]
		if n := last.Train.Confusion.Accuracy().N; n != test.examples || last.Positives != test.positives || last.Step != 2*test.step {
			t.Errorf("%v: %d examples, %d positives, %d steps", c.Sampler, n, last.Positives, last.Step)
		}
		if want := fmt.Sprintf("%v: %d pairs in an epoch (%d positive)", c.Sampler, test.examples, test.positives); !strings.Contains(log.records[0].Text, want) {
			t.Errorf("%q does not say %q", log.records[0].Text, want)
		}
		if n := last.Valid.Confusion.Accuracy().N; n != 100 {
			t.Errorf("%v: %d valid examples of 100: they must not be sampled", c.Sampler, n)
		}
		share := float64(test.positives) / float64(test.examples)
		want := share / (1 - share) / 0.25
		if c.Sampler.Kind == data.HardNegatives || c.Sampler.Kind == data.MinedNegatives {
			want = 0
		}
		if shift := run.Manifest.Shift; math.Abs(shift-want) > 1e-9 {
			t.Errorf("%v: shift %v, want %v", c.Sampler, shift, want)
		}
	}
}

// Mined negatives cost more than others, and an interruption, wherever it comes, changes none of them.
func TestMinedNegatives(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 320, 1), synthetic(t, 100, 2)
	spread := pair.Func{ID: "spread", Build: func(scope *gomlx.Scope, in pair.Input, _ []float32) *graph.Node {
		return graph.MulScalar(withoutDropout.Logits(scope, in, []float32{0}), 50) // untrained logits are all alike
	}}
	c, log := tiny(t, "still"), &recorder{}
	c.Sampler, c.Epochs, c.LearningRate, c.Model = data.Sampler{Kind: data.MinedNegatives}, 2, 1e-12, spread
	fit(t, c, train, valid, log)
	if e := log.epochs(); !(e[1].Loss > 1.01*e[0].Loss) {
		t.Errorf("the same weights lose %v on random negatives and %v on mined ones", e[0].Loss, e[1].Loss)
	}
	c = tiny(t, "whole")
	c.Sampler, c.Epochs = data.Sampler{Kind: data.MinedNegatives}, 3
	whole := fit(t, c, train, valid)
	c.Run = tiny(t, "cut").Run
	for _, at := range []func(history.Record) bool{
		func(r history.Record) bool { return r.Kind == history.Epoch && r.Epoch == 1 },
		func(r history.Record) bool { return r.Kind == history.Step && r.Step == 6 },
		func(r history.Record) bool { return r.Kind == history.Step && r.Step == 8 },
	} {
		interrupted(t, c, train, valid, at)
	}
	cut := fit(t, c, train, valid)
	for _, which := range []string{"best", "last"} {
		if weights(t, cut, which) != weights(t, whole, which) {
			t.Errorf("the %s weights differ from those of the run that was not cut", which)
		}
	}
}

// Class weights follow what the sampler leaves to balance.
func TestShiftOfSamplerAndLoss(t *testing.T) {
	pureGo(t)
	train, valid := synthetic(t, 320, 1), synthetic(t, 100, 2)
	c := tiny(t, "both")
	c.Sampler, c.Loss, c.Epochs = data.Sampler{Kind: data.Undersample, Share: 0.4}, losses.BCE{ClassWeight: losses.Balanced}, 1
	// 96 negatives and 64 positives in an epoch: weights of 5/6 and 5/4, and odds of 1 in place of 1/4.
	if shift := fit(t, c, train, valid).Manifest.Shift; math.Abs(shift-4) > 1e-9 {
		t.Errorf("shift %v", shift)
	}
}

func TestBatchesWithoutPositivesAreRefused(t *testing.T) {
	pureGo(t)
	rare, err := data.Synthetic(data.SyntheticOptions{N: 1000, Prevalence: 0.02, Length: 8, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []losses.Loss{losses.ROCAUC{}, losses.AveragePrecision{}, losses.Dice} {
		c := tiny(t, "rare")
		c.Loss = l
		_, err := model.Fit(context.Background(), c, rare, rare)
		// Of 1000 with 20 positives: 980·979·…·949/(1000·999·…·969) = 0.52, and below 0.01 from batches of 204 on.
		if want := "51.8 %"; err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "BalancedBatches") || !strings.Contains(err.Error(), "204 or more") {
			t.Errorf("%v: %v", l, err)
		}
		c.Sampler, c.Epochs = data.Sampler{Kind: data.BalancedBatches, Share: 0.25}, 1
		fit(t, c, rare, rare)
	}
}

// rarePairs are n pairs of which so many are positive.
func rarePairs(t *testing.T, n, positives int) *data.Pairs {
	t.Helper()
	pairs, err := data.Synthetic(data.SyntheticOptions{N: n, Prevalence: float64(positives) / float64(n), Length: 8, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

func TestBatchesOfBothClassesAreTaken(t *testing.T) {
	pureGo(t)
	c := tiny(t, "all")
	c.Loss, c.BatchSize, c.Epochs = losses.Dice, 64, 1
	fit(t, c, rarePairs(t, 60, 4), rarePairs(t, 60, 4)) // one batch of everything
	c.Loss, c.BatchSize, c.Sampler = losses.ROCAUC{}, 16, data.Sampler{Kind: data.BalancedBatches}
	if _, err := model.OverfitOneBatch(t.Context(), c, rarePairs(t, 1000, 2)); err != nil {
		t.Errorf("a batch of both classes: %v", err)
	}
}

func TestTooLargeBatchesAreNotSuggested(t *testing.T) {
	pureGo(t)
	c := tiny(t, "large")
	pairs := rarePairs(t, 12_000, 6) // of which a batch of 6431 holds one
	for l, offered := range map[losses.Loss]bool{losses.ROCAUC{}: false, losses.Dice: true} {
		c.Loss = l
		_, err := model.Fit(t.Context(), c, pairs, pairs)
		if err == nil || strings.Contains(err.Error(), "BatchSize to") != offered || !strings.Contains(err.Error(), "BalancedBatches") {
			t.Errorf("%v: %v", l, err)
		}
	}
}

// Of examples with several labels, batches lack positives where few examples hold one.
func TestBatchesWithoutPositivePositionsAreRefused(t *testing.T) {
	pureGo(t)
	few := points(40, 9, 1)
	for i := range few.Labels {
		few.Labels[i] = i%9 < 3 && i < 9
	}
	c := model.Config{Run: filepath.Join(t.TempDir(), "few"), Network: linear{Scale: 1}, Loss: losses.Dice, BatchSize: 2, Epochs: 1}
	_, err := model.FitExamples(t.Context(), c, few, few)
	// 38 of 40 batches of 2 have none; every batch has one if it holds all 40.
	if err == nil || !strings.Contains(err.Error(), "95 %") || strings.Contains(err.Error(), "Sampler") || !strings.Contains(err.Error(), "40 or more") {
		t.Errorf("error %v", err)
	}
	fitPoints(t, model.Config{Loss: losses.Dice, Epochs: 1}, points(40, 9, 1), few) // batches of 16
}

func ExampleConfig_sampler() {
	c := model.Config{Loss: losses.ROCAUC{}, Sampler: data.Sampler{Kind: data.BalancedBatches, Share: 0.25}}
	fmt.Println(c.Check(), "/", c.Sampler)
	// Output: <nil> / balanced_batches, 0.25 positive
}
