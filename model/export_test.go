package model

import (
	"testing"

	"github.com/gomlx/compute"

	"github.com/seqpair/seqpair/model/data"
)

// Columns are those that Fit would make of the training pairs.
func Columns(c Config, train, valid *data.Pairs) (names []string, err error) {
	s, err := encodeForRun(c.WithDefaults(), train, valid)
	for _, column := range s.train.Columns {
		names = append(names, column.Name)
	}
	return names, err
}

// SetLoops makes trainers run several steps in one call on every backend, or on none, until the test ends.
func SetLoops(t *testing.T, loops bool) {
	was := loopsPay
	loopsPay = func(compute.Backend) bool { return loops }
	t.Cleanup(func() { loopsPay = was })
}
