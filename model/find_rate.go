package model

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/model/data"
)

// RateCurve is how the loss answers to a rising learning rate.
type RateCurve struct {
	Rates      []float64 // of each step, rising by a constant factor
	Losses     []float64 // of each step, as if its batch were a mean one, and smoothed; the first is that of the untrained weights
	Suggestion float64   // a tenth of the rate at which the loss is lowest
}

const (
	// The range of rates is that of a range test (Smith 2017, Cyclical Learning Rates for Training Neural Networks), with room for
	// every optimizer, and the steps that it takes are 25 for each factor of 10.
	lowestRate  = 1e-6
	highestRate = 1.0
	rateSteps   = 150
	// rateSmooth is the decay of the smoothed loss: ten steps count, over which the rate rises 2.5 times.
	rateSmooth = 0.9
	// rateDiverged times the loss of the untrained weights ends the test; fast.ai's ends at four times the lowest.
	rateDiverged = 4
	// rateFall is the least fall that counts, as a share of the loss of the untrained weights: with 1 % positives it was 3 % and more.
	rateFall = 0.01
	// rateBelow divides the rate of the lowest loss, at which training is about to diverge (Howard and Gugger 2020, Deep Learning
	// for Coders with fastai and PyTorch, chapter 5).
	rateBelow = 10
)

// FindLearningRate trains on pairs for 150 steps with a learning rate that rises from 1e-6 to 1, without a run directory; the curve ends
// where the loss diverges. It suggests a tenth of the rate at which the smoothed loss was lowest.
//
// What a batch loses depends on how many positives it has, which with rare ones hides what the rate does. So the same batches, with the
// same dropout, are first shown to weights that stay, and what counts is by how much each loses less: over five seeds the
// suggestions lie within a factor of 7 down to 1 % positives.
func FindLearningRate(ctx context.Context, c Config, train *data.Pairs) (*RateCurve, error) {
	t, err := newTrial(c, train)
	if err != nil {
		return nil, err
	}
	still, err := t.losses(ctx, func(int) float64 { return 0 })
	if err != nil {
		return nil, err
	}
	if t, err = beginTrial(t.config, t.source); err != nil {
		return nil, err
	}
	rising, err := t.losses(ctx, risingRate)
	if err != nil {
		return nil, err
	}
	return newRateCurve(still, rising)
}

func risingRate(step int) float64 {
	return lowestRate * math.Pow(highestRate/lowestRate, float64(step)/(rateSteps-1))
}

// losses are those of so many steps as the test has, or of those before the first that is not finite.
func (t *trial) losses(ctx context.Context, rate func(step int) float64) ([]float64, error) {
	var losses []float64
	err := t.run(ctx, rateSteps, rate, func(_ int, _ []int32, r result) bool {
		loss := float64(r.numbers[0])
		if math.IsNaN(loss) || math.IsInf(loss, 0) {
			return false
		}
		losses = append(losses, loss)
		return true
	})
	return losses, err
}

// newRateCurve compares the losses of a rising rate with those of the same batches and weights that stay.
func newRateCurve(still, rising []float64) (*RateCurve, error) {
	steps := min(len(still), len(rising))
	start, size := 0.0, 0.0 // of the loss: its mean, which may be negative, and its mean size
	for _, loss := range still {
		start, size = start+loss/float64(len(still)), size+math.Abs(loss)/float64(len(still))
	}
	c, mean, lowest := &RateCurve{}, 0.0, -rateFall*size
	for step := range steps {
		mean = rateSmooth*mean + (1-rateSmooth)*(rising[step]-still[step])
		change := mean / (1 - math.Pow(rateSmooth, float64(step+1)))
		if change > (rateDiverged-1)*size {
			break
		}
		c.Rates, c.Losses = append(c.Rates, risingRate(step)), append(c.Losses, start+change)
		if change < lowest {
			lowest, c.Suggestion = change, risingRate(step)/rateBelow
		}
	}
	if c.Suggestion == 0 {
		return c, errors.New("model.FindLearningRate: the loss falls at no rate between 1e-6 and 1: try OverfitOneBatch to see whether the network can learn at all")
	}
	return c, nil
}

func (c *RateCurve) String() string {
	if c.Suggestion*rateBelow == highestRate {
		return fmt.Sprintf("a learning rate of %.2g, a tenth of the highest one tried, up to which the loss falls: higher ones may do as well", c.Suggestion)
	}
	return fmt.Sprintf("a learning rate of %.2g, a tenth of the one at which the loss is lowest", c.Suggestion)
}
