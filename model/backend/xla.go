//go:build cgo && !noxla

package backend

import (
	"os"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/go-xla/compute/xla"
	"github.com/gomlx/go-xla/pjrt"
)

func init() {
	openXLA = func(config string) (compute.Backend, error) {
		plugin, _, _ := strings.Cut(config, ",")
		setFlags(plugin)
		return newXLA(config)
	}
}

// newXLA asks for one device. Without a word of it, XLA's CPU plugin makes four and computes with a thread for each, if there are
// fewer cores: on two, the MLP of model/bench took a quarter more time, and the CNN and the mean of embeddings a few percent. A
// plugin that does not know the option opens without.
func newXLA(config string) (compute.Backend, error) {
	if b, err := xla.NewWithOptions(config, pjrt.NamedValuesMap{"cpu_device_count": int64(1)}); err == nil {
		return b, nil
	}
	return xla.New(config)
}

// flagsVariable holds flags of XLA, which it reads when it first compiles.
const flagsVariable = "XLA_FLAGS"

// fasterFlags are two. With the first, XLA sees that a step in a loop may move weights where they lie; it copies them before,
// otherwise, if the gradient reads them after their own is known. With the second, it sums in loops of its own, which it merges
// with what makes the terms, in place of a library's, for which the terms are written down first. In model/bench the MLP gained a
// tenth by each, and the mean of embeddings half as much again as it had by the second; that costs the BiLSTM and the transformer
// up to a twentieth, and the default network 3 s of compilation.
const fasterFlags = "--xla_cpu_copy_insertion_use_region_analysis=true --xla_cpu_experimental_ynn_fusion_type=-reduce"

// setFlags sets them for the plugin that they were tried with, since XLA ends a process at a flag that it does not know, and not
// beside flags of the user's.
func setFlags(plugin string) {
	if _, set := os.LookupEnv(flagsVariable); set {
		return
	}
	if info, err := os.Stat(plugin); err == nil && info.Size() == wheelMemberSize {
		os.Setenv(flagsVariable, fasterFlags) //nolint:errcheck // its name is a good one
	}
}
