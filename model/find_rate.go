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
	Losses     []float64 // smoothed, of each step
	Suggestion float64   // the rate at which the loss fell fastest
}

// The range of rates, as in Smith (2017), Cyclical Learning Rates for Training Neural Networks; the loss is smoothed as fast.ai does.
const (
	lowestRate   = 1e-6
	highestRate  = 1.0
	rateSteps    = 150
	rateSmooth   = 0.9 // decay of the smoothed loss
	rateDiverged = 4   // times the lowest loss: beyond, training has diverged
)

// FindLearningRate trains on pairs for 150 steps with a learning rate that rises from 1e-6 to 1, until the loss diverges, without a
// run directory. It suggests the rate at which the smoothed loss fell fastest. A small number of pairs makes the curve
// noisy: look at it.
func FindLearningRate(ctx context.Context, c Config, train *data.Pairs) (*RateCurve, error) {
	t, err := newTrial(c, train)
	if err != nil {
		return nil, err
	}
	rate := func(step int) float64 {
		return lowestRate * math.Pow(highestRate/lowestRate, float64(step)/(rateSteps-1))
	}
	curve, mean, lowest := &RateCurve{}, 0.0, math.Inf(1)
	err = t.run(ctx, rateSteps, rate, func(step int, _ []int32, r result) bool {
		mean = rateSmooth*mean + (1-rateSmooth)*float64(r.numbers[0])
		smooth := mean / (1 - math.Pow(rateSmooth, float64(step+1)))
		if math.IsNaN(smooth) || math.IsInf(smooth, 0) || smooth > rateDiverged*lowest {
			return false
		}
		lowest = min(lowest, smooth)
		curve.Rates, curve.Losses = append(curve.Rates, rate(step)), append(curve.Losses, smooth)
		return true
	})
	if err != nil {
		return nil, err
	}
	return curve, curve.suggest()
}

// suggest finds where the loss falls fastest per factor of the rate, over five steps on either side.
func (c *RateCurve) suggest() error {
	const reach = 5
	steepest := 0.0
	for i := reach; i+reach < len(c.Losses); i++ {
		if fall := c.Losses[i-reach] - c.Losses[i+reach]; fall > steepest {
			steepest, c.Suggestion = fall, c.Rates[i]
		}
	}
	if c.Suggestion == 0 {
		return errors.New("model.FindLearningRate: the loss falls at no rate between 1e-6 and 1: try OverfitOneBatch to see whether the network can learn at all")
	}
	return nil
}

func (c *RateCurve) String() string {
	return fmt.Sprintf("the loss falls fastest at a learning rate of %.2g", c.Suggestion)
}
