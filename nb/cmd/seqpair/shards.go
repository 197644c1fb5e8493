package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/predictions/columnar"
	"github.com/seqpair/seqpair/nb/internal/printable"
)

// spillLimit is how many bytes of scores are in memory before they go to temporary files: more than a
// hundred million unweighted float32 scores.
const spillLimit = 1 << 30

// newState is empty: exact, or of that many bins.
func newState(bins int) (*metrics.State, error) {
	if bins > 0 {
		return metrics.NewBinnedState(bins), nil
	}
	return metrics.NewSpillingState("", spillLimit)
}

// shards are files that are read as one.
type shards struct {
	paths   []string
	columns predictions.Columns
	bins    int // of scores; 0: exact
}

// name is that of the result.
func (s shards) name() string {
	const listed = 4
	names := make([]string, 0, listed)
	for _, path := range s.paths {
		if path == "-" {
			path = "standard input"
		}
		names = append(names, path)
	}
	if len(names) <= listed {
		return strings.Join(names, " + ")
	}
	return fmt.Sprintf("%s + … + %s (%d files)", names[0], names[len(names)-1], len(names))
}

// read merges the shards into one state, in constant memory.
func (s shards) read(ctx context.Context) (*metrics.State, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	state, err := newState(s.bins)
	if err != nil {
		return nil, err
	}
	shown := newProgress(os.Stderr, len(s.paths))
	defer shown.clear()
	for i, path := range s.paths {
		shown.begin(i, path)
		err := columnar.Update(state, path, s.columns, func(rows int) error {
			shown.add(rows)
			return ctx.Err()
		})
		if err != nil {
			return nil, errors.Join(err, state.Close())
		}
	}
	return state, nil
}

// check refuses shards that would count twice, and labels for more than one file.
func (s shards) check() error {
	if s.columns.LabelFile != "" && len(s.paths) > 1 {
		return fmt.Errorf("-labels %s: belongs to one file of scores, and %d are given: report one, or save scores and labels by name as NPZ", s.columns.LabelFile, len(s.paths))
	}
	for i, path := range s.paths {
		for _, before := range s.paths[:i] {
			if sameFile(path, before) {
				return fmt.Errorf("%s: is given twice, and its rows would count twice: give it once", path)
			}
		}
	}
	return nil
}

func sameFile(a, b string) bool {
	if a == b {
		return true
	}
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// progress is a line on a terminal that says how far the reading is.
type progress struct {
	w       io.Writer // nil: no terminal
	files   int
	file    int
	name    string
	rows    int64
	started time.Time
	drawn   time.Time
}

// redrawEvery is often enough to look alive.
const redrawEvery = 200 * time.Millisecond

func newProgress(f *os.File, files int) *progress {
	now := time.Now()
	p := &progress{files: files, started: now, drawn: now}
	if term.IsTerminal(int(f.Fd())) {
		p.w = f
	}
	return p
}

func (p *progress) begin(file int, name string) { p.file, p.name = file, name }

func (p *progress) add(rows int) {
	p.rows += int64(rows)
	if now := time.Now(); p.w != nil && now.Sub(p.drawn) >= redrawEvery {
		p.drawn = now
		fmt.Fprint(p.w, "\r\x1b[K"+p.line(now.Sub(p.started)))
	}
}

func (p *progress) line(since time.Duration) string {
	rate := float64(p.rows) / math.Max(since.Seconds(), 1e-3) / 1e6
	return fmt.Sprintf("file %d/%d  %s  %.1f M rows, %.1f M/s", p.file+1, p.files, printable.Line(p.name, 40), float64(p.rows)/1e6, rate)
}

// clear takes the line away.
func (p *progress) clear() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
