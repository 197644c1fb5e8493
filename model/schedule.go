package model

import (
	"fmt"
	"math"
)

// Schedule is the course of the learning rate from the end of the warm-up to the last planned step.
type Schedule string

// The schedules.
const (
	Linear   Schedule = "linear"   // falls in a straight line to 0 after the last step
	Constant Schedule = "constant" // stays
	Cosine   Schedule = "cosine"   // falls along half a cosine to 0 after the last step (Loshchilov and Hutter 2017, without restarts)
)

func (s Schedule) check() error {
	if s == Linear || s == Constant || s == Cosine {
		return nil
	}
	return fmt.Errorf("model.Config: Schedule is %q, want %q, %q or %q", string(s), Linear, Constant, Cosine)
}

// share of the full learning rate, where done, in [0, 1), is how much of the way is behind.
func (s Schedule) share(done float64) float64 {
	switch s {
	case Constant:
		return 1
	case Cosine:
		return (1 + math.Cos(math.Pi*done)) / 2
	default:
		return 1 - done
	}
}

// learningRate of a step, 1-based, of so many. During the warm-up it rises in a straight line.
func (c Config) learningRate(step, steps int64) float64 {
	warm := math.Round(c.WarmUp * float64(steps))
	if before := float64(step - 1); before >= warm {
		return c.LearningRate * c.Schedule.share((before-warm)/(float64(steps)-warm))
	}
	return c.LearningRate * float64(step) / (warm + 1)
}
