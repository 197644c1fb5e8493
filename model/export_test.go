package model

import (
	"testing"

	"github.com/gomlx/compute"
)

// SetLoops makes trainers run several steps in one call on every backend, or on none, until the test ends.
func SetLoops(t *testing.T, loops bool) {
	was := loopsPay
	loopsPay = func(compute.Backend) bool { return loops }
	t.Cleanup(func() { loopsPay = was })
}
