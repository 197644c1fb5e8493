//go:build cgo && !noxla

package backend

import (
	"os"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/go-xla/compute/xla"
)

func init() {
	openXLA = func(config string) (compute.Backend, error) {
		plugin, _, _ := strings.Cut(config, ",")
		updateInPlace(plugin)
		return xla.New(config)
	}
}

// flagsVariable holds flags of XLA, which it reads when it first compiles.
const flagsVariable = "XLA_FLAGS"

// inPlace makes XLA see that a step in a loop may move weights where they lie. It copies them before, otherwise, if the gradient
// reads them after their own is known: of the MLP's step in model/bench that was a tenth.
const inPlace = "--xla_cpu_copy_insertion_use_region_analysis=true"

// updateInPlace sets the flag for the plugin that it was tried with, since XLA ends a process at a flag that it does not know, and
// not beside flags of the user's.
func updateInPlace(plugin string) {
	if _, set := os.LookupEnv(flagsVariable); set {
		return
	}
	if info, err := os.Stat(plugin); err == nil && info.Size() == wheelMemberSize {
		os.Setenv(flagsVariable, inPlace) //nolint:errcheck // its name is a good one
	}
}
