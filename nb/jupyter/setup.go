package jupyter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// Setup makes a project ready to run notebooks. Every step is skipped when a stamp says that it was
// completed with the same pins, so that a second set-up takes well under a second.
type Setup struct {
	Project Project

	// Plugin makes an XLA CPU plugin available, in dir if it has to install one, and returns its path.
	// It is called when the venv exists. An error is reported as a line on Progress and does not
	// fail the set-up: models train on the slower pure-Go backend then. Nil means none is wanted.
	Plugin func(ctx context.Context, dir string, progress io.Writer) (path string, err error)

	// Progress gets one line when a step starts and one when it ends; nothing when nothing is missing.
	// Nil means silence.
	Progress io.Writer
}

// Run does what is missing, independent steps at once. Only one set-up of a project runs at a time:
// another waits for it. It may be cut short at any point: the next one repairs what was left.
func (s Setup) Run(ctx context.Context) error {
	p := s.Project
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if err := writeFile(p.Hidden(".gitignore"), []byte("*\n")); err != nil {
		return fmt.Errorf("seqpair's folder: %w", err)
	}
	removeStale(p.Hidden("tmp"), 7*24*time.Hour)
	toolchain, err := p.toolchain(ctx)
	if err != nil {
		return err
	}
	run := newSteps(ctx, p, s.Progress)
	venv := run.start(p.venvStep())
	tools := run.start(p.toolsStep())
	brief := run.start(p.briefStep(toolchain))
	warm := run.start(p.warmStep(toolchain, ""))
	packages := run.start(p.packagesStep(), venv)
	plugin := run.start(s.pluginStep(), venv)
	vectors := run.start(s.vectorsStep(toolchain), warm, plugin)
	run.start(p.kernelspecStep(toolchain, func() string { return s.experiment(toolchain) }), tools, brief, packages, vectors)
	return run.wait()
}

// lock takes the project's set-up lock, and says so when it has to wait for it.
func (s Setup) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(s.Project.Hidden(), 0o755); err != nil {
		return nil, fmt.Errorf("cannot write to the project: %w", err)
	}
	lock := flock.New(s.Project.Hidden("lock"))
	locked, err := lock.TryLock()
	if err == nil && !locked {
		if s.Progress != nil {
			fmt.Fprintf(s.Progress, "waiting for another set-up of %s to end\n", s.Project.Root)
		}
		locked, err = lock.TryLockContext(ctx, 200*time.Millisecond)
	}
	if err != nil || !locked {
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	}
	return func() { _ = lock.Unlock() }, nil
}

// removeStale removes what kernels that were killed left behind.
func removeStale(dir string, age time.Duration) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > age {
			_ = os.RemoveAll(dir + string(os.PathSeparator) + entry.Name())
		}
	}
}

func (s Setup) pluginStep() step {
	p := s.Project
	return step{
		name: "XLA plugin",
		loud: true,
		done: func() bool {
			if s.Plugin == nil {
				return true
			}
			path, err := os.ReadFile(p.Hidden("plugin"))
			return err == nil && isFile(string(path))
		},
		run: func(ctx context.Context, log io.Writer) error {
			path, err := s.Plugin(ctx, p.PluginDir(), log)
			if err != nil {
				return optional{err}
			}
			return writeFile(p.Hidden("plugin"), []byte(path))
		},
	}
}

// simd is the Go experiment with whose vectors GoMLX's products take less time: networks of large ones train up to twice as fast.
const simd = "simd"

// vectorsStep compiles for simd where cells have use for it, and only there: it takes as long as without.
func (s Setup) vectorsStep(t goToolchain) step {
	vectors := s.Project.warmStep(t, simd)
	compiled := vectors.done
	vectors.name = "Build cache with SIMD"
	vectors.done = func() bool { return !s.wantsVectors() || compiled() }
	return vectors
}

// wantsVectors says, once the plugin step is over, whether networks are trained in Go itself, which has vectors on amd64.
func (s Setup) wantsVectors() bool { return !s.pluginStep().done() && runtime.GOARCH == "amd64" }

// experiment is GOEXPERIMENT of every cell, once vectorsStep is over: none if the toolchain cannot compile it.
func (s Setup) experiment(t goToolchain) string {
	if s.wantsVectors() && s.Project.warmStep(t, simd).done() {
		return simd
	}
	return ""
}

// optional is the error of a step without which the others go on.
type optional struct{ error }

func isOptional(err error) bool {
	var o optional
	return errors.As(err, &o)
}
