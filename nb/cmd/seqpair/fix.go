package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/nb"
)

// refit is the run that findings ask for: the same with another configuration.
type refit struct {
	name          string // of the run as it is
	before, after model.Config
}

// newRefit is what findings change in the configuration of a run; ok is false if they change nothing in it.
func newRefit(name string, e diagnose.Evidence, findings []diagnose.Finding) (r refit, ok bool, err error) {
	changed, ok := diagnose.Reconfigured(e, findings)
	if !ok {
		return r, false, nil
	}
	r.name = name
	if err := json.Unmarshal(e.Config, &r.before); err != nil {
		return r, false, err
	}
	if err := json.Unmarshal(changed, &r.after); err != nil {
		return r, false, err
	}
	r.after.Run = runs.Resolve(name) + "-fixed"
	return r, true, nil
}

// write writes what changes in the configuration.
func (r refit) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, "\nChanged configuration of %s:\n  %s\n", r.name, strings.Join(r.before.Diff(r.after), "\n  "))
	return err
}

// run trains the changed configuration, for so long at most, and compares the two runs on the same validation pairs.
// budget 0: no limit.
func (r refit) run(ctx context.Context, pairs pairsOrder, budget time.Duration) (*nb.Comparison, error) {
	train, err := pairs.readPart(pairs.train)
	if err != nil {
		return nil, err
	}
	valid, err := pairs.readPart(pairs.valid)
	if err != nil {
		return nil, err
	}
	if budget > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, budget)
		defer cancel()
	}
	if err := protectStdout(); err != nil {
		return nil, err
	}
	obtainPlugin(ctx)
	fixed, err := model.Fit(ctx, r.after, train, valid, nb.ProgressTo(os.Stderr))
	if err != nil {
		return nil, err
	}
	if !fixed.Manifest.Finished {
		return nil, &exitError{exitInterrupted, fmt.Errorf("not finished: saved in %s, and the same command goes on from there", fixed.RunDir())}
	}
	return nb.Compare(r.name, fixed.RunDir())
}

// fixes prints the changes, and for a run of ours the changed configuration; with its pairs it also trains that and compares.
func (order *diagnoseOrder) fixes(ctx context.Context, paths []string, e diagnose.Evidence, findings []diagnose.Finding) error {
	if err := printWhole(func(w io.Writer) error { return diagnose.WriteFix(w, e, findings) }); err != nil {
		return err
	}
	if len(paths) != 1 || e.Manifest == nil {
		return nil
	}
	r, ok, err := newRefit(paths[0], e, findings)
	if err != nil || !ok {
		return err
	}
	if err := printWhole(r.write); err != nil {
		return err
	}
	if order.pairs.train == "" || order.pairs.valid == "" {
		return nil
	}
	compared, err := r.run(ctx, order.pairs, order.budget)
	if err != nil {
		return err
	}
	return printWhole(func(w io.Writer) error {
		fmt.Fprintln(w)
		return nb.Text(w, compared)
	})
}
