package model

import (
	"testing"

	"github.com/gomlx/compute"

	"github.com/seqpair/seqpair/model/data"
)

// Epochs and patience of training on so many examples of so many positions.
func Epochs(c Config, examples, positions int) (epochs, patience int) {
	c = c.WithDefaults().sized(examples, positions)
	return c.Epochs, c.Patience
}

// Positions that an example has, by which the number of epochs is chosen.
func Positions(e *data.Examples) int {
	s := source{train: *e}
	return s.positions()
}

// SetLoops makes trainers run several steps in one call on every backend, or on none, until the test ends.
func SetLoops(t *testing.T, loops bool) {
	was := loopsPay
	loopsPay = func(compute.Backend) bool { return loops }
	t.Cleanup(func() { loopsPay = was })
}
