package jupyter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// A step is one part of a set-up.
type step struct {
	name string
	done func() bool                                    // nothing is left to do
	run  func(ctx context.Context, log io.Writer) error // does it
	loud bool                                           // what it logs is shown while it runs
}

// steps runs steps at once, each after those that it needs, and ends all at the first error.
type steps struct {
	project  Project
	progress io.Writer
	cancel   context.CancelFunc
	ctx      context.Context
	group    sync.WaitGroup
	began    time.Time

	mu      sync.Mutex
	running []string
	err     error
}

func newSteps(ctx context.Context, p Project, progress io.Writer) *steps {
	if progress == nil {
		progress = io.Discard
	}
	s := &steps{project: p, progress: progress, began: time.Now()}
	s.ctx, s.cancel = context.WithCancel(ctx)
	return s
}

// start runs a step when those in after have succeeded. The channel is closed when it has, too.
func (s *steps) start(st step, after ...<-chan struct{}) <-chan struct{} {
	finished := make(chan struct{})
	s.group.Go(func() {
		for _, other := range after {
			select {
			case <-other:
			case <-s.ctx.Done():
				return
			}
		}
		if err := s.do(st); err != nil {
			s.fail(fmt.Errorf("set-up, %s: %w", st.name, err))
			return
		}
		close(finished)
	})
	return finished
}

func (s *steps) do(st step) error {
	if st.done() {
		return nil
	}
	s.say("%s …", st.name)
	s.mark(st.name, true)
	defer s.mark(st.name, false)
	began := time.Now()
	logPath := s.project.Hidden("logs", strings.ReplaceAll(strings.ToLower(st.name), " ", "-")+".log")
	var tail bytes.Buffer
	var log io.Writer = &tail
	if st.loud {
		log = io.MultiWriter(&tail, shown{s})
	}
	err := st.run(s.ctx, log)
	if logErr := writeFile(logPath, tail.Bytes()); err == nil && logErr != nil {
		return logErr
	}
	switch {
	case s.ctx.Err() != nil:
		return s.ctx.Err()
	case isOptional(err):
		s.say("%s: not available: %v", st.name, err)
		return nil
	case err != nil && tail.Len() > 0:
		return fmt.Errorf("%w\n%s\n(all of it: %s)", err, lastLines(tail.String(), 8), logPath)
	case err != nil:
		return err
	}
	s.say("%s: ready (%.1f s)", st.name, time.Since(began).Seconds())
	return nil
}

// wait returns when every step has ended; meanwhile it says every 10 seconds what is still going on.
func (s *steps) wait() error {
	defer s.cancel()
	over := make(chan struct{})
	go func() { s.group.Wait(); close(over) }()
	ticker := time.NewTicker(10 * time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-over:
			return s.err
		case <-ticker.C:
			s.mu.Lock()
			running := strings.Join(s.running, ", ")
			s.mu.Unlock()
			s.say("  %3.0f s: still at work: %s", time.Since(s.began).Seconds(), running)
		}
	}
}

func (s *steps) say(format string, arguments ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(s.progress, format+"\n", arguments...)
}

// shown writes a step's log, line by line, among the other lines of progress.
type shown struct{ steps *steps }

func (w shown) Write(line []byte) (int, error) {
	w.steps.say("  %s", bytes.TrimSpace(line))
	return len(line), nil
}

func (s *steps) mark(name string, running bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if running {
		s.running = append(s.running, name)
	} else {
		s.running = slices.DeleteFunc(s.running, func(n string) bool { return n == name })
	}
}

// fail keeps the first error: the later ones are those of steps that it ended.
func (s *steps) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = err
	}
	s.cancel()
}

// command prepares a program of a set-up: what it prints goes to the step's log, and it ends with ctx.
func command(ctx context.Context, log io.Writer, dir, name string, arguments ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, arguments...)
	c.Dir, c.Stdout, c.Stderr = dir, log, log
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 5 * time.Second
	return c
}

// run runs a command and names it in the error.
func run(c *exec.Cmd) error {
	err := c.Run()
	if errors.Is(err, exec.ErrNotFound) {
		return explain(err)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(c.Args, " "), err)
	}
	return nil
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
