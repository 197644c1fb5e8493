package jupyter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// cellImports is what cells link: compiling it once makes a first cell as fast as the later ones.
var cellImports = []string{
	"bytes", "context", "encoding/csv", "encoding/json", "errors", "fmt", "maps", "math", "math/rand/v2", "os", "os/signal",
	"path/filepath", "slices", "sort", "strconv", "strings", "time",
	ModulePath + "/metrics", ModulePath + "/metrics/diagnose", ModulePath + "/metrics/history",
	ModulePath + "/metrics/predictions", ModulePath + "/metrics/runs",
	ModulePath + "/model", ModulePath + "/model/backend", ModulePath + "/model/data", ModulePath + "/model/losses",
	ModulePath + "/model/pair", ModulePath + "/nb", ModulePath + "/nb/plot",
	"github.com/gomlx/compute/dtypes", "github.com/gomlx/compute/shapes",
	"github.com/gomlx/gomlx/core/graph", "github.com/gomlx/gomlx/core/tensors", "github.com/gomlx/gomlx/ml/layers", "github.com/gomlx/gomlx/ml/model",
	"github.com/gomlx/gomlx/ml/train", "github.com/gomlx/gomlx/ml/train/loss", "github.com/gomlx/gomlx/ml/train/optimizer",
	"github.com/janpfeifer/gonb/gonbui", "github.com/janpfeifer/must",
}

// goFlags are those of every cell: linking is nearly all of a cell's latency, and without symbol tables
// it takes two thirds of the time. Panics still name file and line. Go's own resolver and user look-up (netgo,
// osusergo) spare what only looks the C libraries.
const goFlags = "-buildvcs=false -tags=netgo,osusergo '-ldflags=-s -w'"

// internalGoFlags save another quarter by not calling the C linker, where Go's own can do without it.
const internalGoFlags = "-buildvcs=false -tags=netgo,osusergo '-ldflags=-s -w -linkmode=internal'"

// goToolchain is the Go that the project's go.mod selects.
type goToolchain struct{ GOROOT, GOVERSION string }

func (p Project) toolchain(ctx context.Context) (goToolchain, error) {
	var t goToolchain
	c := exec.CommandContext(ctx, "go", "env", "-json", "GOROOT", "GOVERSION")
	c.Dir = p.Root
	output, err := c.Output()
	if err != nil {
		return t, fmt.Errorf("go env: %w", explain(err))
	}
	return t, json.Unmarshal(output, &t)
}

// warmStep compiles what cells import, in a workspace of the shape that the kernel makes, and finds out
// which linker flags work here. An experiment of Go, if any, is compiled for.
func (p Project) warmStep(t goToolchain, experiment string) step {
	stamp := p.warmStamp(t, experiment)
	return step{
		name: "Build cache",
		done: func() bool { return stamp.done(p.Hidden("goflags")) },
		run: func(ctx context.Context, log io.Writer) error {
			if err := stamp.clear(); err != nil {
				return err
			}
			if err := p.writeWarmProgram(ctx, log); err != nil {
				return err
			}
			flags, err := p.warmUp(ctx, log, experiment)
			if isOptional(err) {
				return errors.Join(err, writeFile(p.Hidden("goflags"), []byte(goFlags)))
			}
			if err != nil {
				return err
			}
			if err := writeFile(p.Hidden("goflags"), []byte(flags)); err != nil {
				return err
			}
			return stamp.set()
		},
	}
}

func (p Project) warmStamp(t goToolchain, experiment string) stamp {
	mod, _ := os.ReadFile(p.Root + "/go.mod")
	sum, _ := os.ReadFile(p.Root + "/go.sum")
	return p.stamp("warm"+experiment, t.GOROOT, t.GOVERSION, string(mod), string(sum), strings.Join(cellImports, " "), goFlags, internalGoFlags)
}

func (p Project) writeWarmProgram(ctx context.Context, log io.Writer) error {
	var program bytes.Buffer
	program.WriteString("package main\n\nimport (\n")
	for _, path := range cellImports {
		fmt.Fprintf(&program, "\t_ %q\n", path)
	}
	program.WriteString(")\n\nfunc main() {}\n")
	dir := p.Hidden("warm")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := writeFile(dir+"/main.go", program.Bytes()); err != nil {
		return err
	}
	if err := writeFile(dir+"/go.mod", []byte("module seqpair.local/warm\n\ngo 1.26\n")); err != nil {
		return err
	}
	for _, arguments := range [][]string{
		{"mod", "edit", "-replace=" + p.Module + "=" + p.Root},
		{"work", "init", ".", p.Root},
	} {
		prepare := command(ctx, log, dir, "go", arguments...)
		prepare.Env = append(os.Environ(), "GOWORK=", "GOFLAGS=")
		if err := run(prepare); err != nil {
			return err
		}
	}
	return nil
}

// warmUp returns the flags with which the program was built and ran. A module that lacks requirements is
// an error; code that does not compile is not this step's affair: cells that import it will say so.
func (p Project) warmUp(ctx context.Context, log io.Writer, experiment string) (flags string, err error) {
	dir := p.Hidden("warm")
	environment := append(os.Environ(), "GOWORK=")
	if experiment != "" {
		environment = append(environment, "GOEXPERIMENT="+experiment)
	}
	environment = slices.Clip(environment)
	var output bytes.Buffer
	for _, flags = range []string{internalGoFlags, goFlags} {
		output.Reset()
		build := command(ctx, io.MultiWriter(log, &output), dir, "go", "build", "-o", "warm", ".")
		build.Env = append(environment, "GOFLAGS="+flags)
		if err = run(build); err == nil {
			err = run(command(ctx, log, dir, dir+"/warm"))
		}
		if ctx.Err() != nil {
			return "", err
		}
		if err == nil {
			break
		}
	}
	if err == nil {
		resolve := command(ctx, io.MultiWriter(log, &output), dir, "go", "get") // as the kernel does before each cell
		resolve.Env = append(environment, "GOFLAGS="+flags, "GOPROXY=off")
		if err = run(resolve); err == nil {
			return flags, nil
		}
	}
	if incompleteModule.Match(output.Bytes()) {
		return "", fmt.Errorf("the module %s does not provide all that cells import: run `%s` in %s", p.Module, requireLine, p.Root)
	}
	return "", optional{fmt.Errorf("%w\n%s", err, lastLines(output.String(), 4))}
}

// incompleteModule matches go's complaints about go.mod and go.sum.
var incompleteModule = regexp.MustCompile(`missing go\.sum entry|implicitly required module|cannot find module providing|module lookup disabled|no required module provides|updates to go\.(mod|sum|work) needed|is not in (std|GOROOT)|go\.mod needs`)
