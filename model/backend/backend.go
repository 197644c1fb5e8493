package backend

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
)

// openXLA is set where XLA is linked; its argument is a plugin's path with options, as go-xla takes it.
var openXLA func(config string) (compute.Backend, error)

const builtWithout = "this program was built without cgo or with the tag noxla"

// New returns the backend to train on, by the first rule that applies:
//
//  1. $GOMLX_BACKEND, as GoMLX reads it: "go", "xla:cuda", "xla:/path/to/plugin.so" … ; an error
//     there is an error here. "xla" and "xla:cpu" mean the plugin that [Find] finds, if it finds one.
//  2. XLA on the CPU with the plugin that [Find] finds.
//  3. The pure-Go backend, after one line on standard error, once in a process, that says so and what it costs.
//
// The caller owns the backend and ends it with Finalize.
func New() (compute.Backend, error) { return open(&firstNotice) }

// firstNotice lets through what is written first: one line is enough for a process.
var firstNotice onceWriter

type onceWriter struct{ once sync.Once }

func (w *onceWriter) Write(text []byte) (n int, err error) {
	w.once.Do(func() { _, err = os.Stderr.Write(text) })
	return len(text), err
}

func open(notice io.Writer) (compute.Backend, error) {
	plugin, found := Find()
	if config := os.Getenv(compute.ConfigEnvVar); config != "" {
		return named(config, plugin)
	}
	switch {
	case openXLA == nil:
		return pureGo(notice, builtWithout)
	case !found:
		return pureGo(notice, "no XLA CPU plugin was found; `go run github.com/seqpair/seqpair/nb/cmd/seqpair` installs one")
	}
	b, err := openXLA(plugin)
	if err != nil {
		return pureGo(notice, fmt.Sprintf("the plugin %s does not load (%s)", plugin, firstLine(err)))
	}
	return b, nil
}

// named opens what the environment asks for.
func named(config, plugin string) (compute.Backend, error) {
	name, options, _ := strings.Cut(config, ":")
	switch name {
	case gobackend.BackendName:
		if options == "" {
			return openGo()
		}
	case "xla":
		if openXLA == nil {
			return nil, fmt.Errorf("%s=%s: %s: rebuild it with a C compiler in PATH, or unset the variable", compute.ConfigEnvVar, config, builtWithout)
		}
		first, rest, _ := strings.Cut(options, ",")
		if isPlugin(first) {
			return asNamed(openXLA(options))
		}
		if plugin != "" && (first == "" || first == "cpu") {
			return asNamed(openXLA(strings.TrimSuffix(plugin+","+rest, ",")))
		}
	}
	return asNamed(registered(config))
}

func asNamed(b compute.Backend, err error) (compute.Backend, error) {
	if err != nil {
		return nil, fmt.Errorf("%s=%s: %w", compute.ConfigEnvVar, os.Getenv(compute.ConfigEnvVar), err)
	}
	return b, nil
}

// registered is compute.NewWithConfig, which panics on a name that it does not know.
func registered(config string) (compute.Backend, error) {
	name, _, _ := strings.Cut(config, ":")
	for _, known := range compute.List() {
		if name == known {
			return compute.NewWithConfig(config)
		}
	}
	return nil, fmt.Errorf("unknown backend %q, this program knows %s", name, strings.Join(compute.List(), ", "))
}

// pureGo opens the slow backend and says why. The cost was measured on two cores with GoMLX v0.28.2: 9 to 16 times for five
// networks, 4 to 11 times with GOEXPERIMENT=simd.
func pureGo(notice io.Writer, why string) (compute.Backend, error) {
	fmt.Fprintf(notice, "seqpair: training on the pure-Go backend, about 10 times slower than XLA: %s\n", why)
	return openGo()
}
