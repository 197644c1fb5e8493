package model

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model/data"
)

// report is report.json of a run: the standard table for each part, at the threshold chosen on valid.
type report struct {
	Threshold float64                      `json:"threshold"`
	Splits    map[string][]metrics.Reading `json:"splits"`
}

// Test scores the test pairs once training is over, and saves their scores as test.csv and the readings of
// valid and test, at the threshold chosen on valid, as report.json.
func (r *Run) Test(ctx context.Context, test *data.Pairs) (*metrics.State, error) {
	return r.test(ctx, labelled(test), func() (string, error) { return test.Hash(), nil })
}

func (r *Run) test(ctx context.Context, test func(*network) (*data.Examples, error), hash func() (string, error)) (*metrics.State, error) {
	if !r.Manifest.Finished {
		return nil, fmt.Errorf("run %s: training is not finished: call Fit again first", r.Path)
	}
	var examples *data.Examples
	var key string
	table, state, err := r.scoring.predict(ctx, r, func(n *network) (e *data.Examples, err error) {
		if examples, err = test(n); err != nil {
			return nil, err
		}
		if key, err = hash(); err == nil {
			err = r.checkUnseen(key)
		}
		return examples, errors.Join(err, checkWeight(examples))
	})
	if err != nil {
		return nil, err
	}
	return state, r.saveTest(table, state, part(examples, key))
}

// checkUnseen refuses the parts that training has seen: their scores would stand as those of test.
func (r *Run) checkUnseen(hash string) error {
	for _, seen := range []string{"train", "valid"} {
		if r.Manifest.Splits[seen].Hash == hash {
			return fmt.Errorf("the test part is the %s part, which the run was made with: give one that it has not seen, or call Evaluate or EvaluateExamples, which save nothing", seen)
		}
	}
	return nil
}

// checkWeight refuses examples of which no metric can be read.
func checkWeight(e *data.Examples) error {
	if _, all := weightSums(e, true); all == 0 {
		return errors.New("no label of the test part counts with a weight above 0: check Weights and Counts")
	}
	return nil
}

func (r *Run) saveTest(table *predictions.Table, state *metrics.State, tested runs.Part) (err error) {
	r.scoring.mutex.Lock()
	defer r.scoring.mutex.Unlock()
	valid, err := r.State("valid")
	if err != nil {
		return err
	}
	run := *r.Run // the one that is there may be read meanwhile
	run.Manifest.Splits = maps.Clone(r.Manifest.Splits)
	run.Manifest.Splits["test"] = tested
	manifest := run.Manifest
	dir, err := runs.Create(r.Path, r.Config, r.Contract, manifest)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := dir.Close(); err == nil {
			err = closeErr
		}
	}()
	if err := saveScores(dir, "test", table, state); err != nil {
		return err
	}
	written := report{Threshold: manifest.Threshold, Splits: map[string][]metrics.Reading{}}
	for name, s := range map[string]*metrics.State{"valid": valid, "test": state} {
		if written.Splits[name], err = run.Report(name, s, manifest.Threshold); err != nil {
			return err
		}
	}
	if err := dir.Report(written); err != nil {
		return err
	}
	if err := dir.Finish(manifest); err != nil {
		return err
	}
	r.Manifest.Splits = manifest.Splits
	return saveFindings(dir)
}

// saveFindings writes findings.json: what is wrong with the run as it stands.
func saveFindings(dir *runs.Writer) error {
	evidence, err := diagnose.FromRun(dir.Path())
	if err != nil {
		return err
	}
	return dir.Findings(diagnose.Run(evidence))
}
