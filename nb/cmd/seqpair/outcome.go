package main

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/nb"
)

// outcome is what training came to, as train prints it.
type outcome struct {
	Run       string               `json:"run"`
	Backend   string               `json:"backend"`
	Best      runs.Best            `json:"best"`
	Splits    map[string]runs.Part `json:"splits"`
	Leakage   []leakage            `json:"leakage"`
	Threshold float64              `json:"threshold"`
	Results   []resultJSON         `json:"results"`
	Findings  []diagnose.Finding   `json:"findings"`

	results []nb.Result
}

// leakage is what a part shares with train.
type leakage struct {
	Part string `json:"part"`
	Text string `json:"text"`
	shared
}

// shared is data.LeakageReport with names for JSON.
type shared struct {
	Pairs         int `json:"pairs"`
	Swapped       int `json:"swapped"`
	OfPairs       int `json:"of_pairs"`
	Contradictory int `json:"contradictory"`
	Members       int `json:"members"`
	OfMembers     int `json:"of_members"`
}

// judge reports the run on valid and test, saves the scores on test, and looks for what is wrong.
func (t *training) judge(ctx context.Context, run *model.Run, parts data.Split) (*outcome, error) {
	valid, err := run.State("valid")
	if err != nil {
		return nil, err
	}
	o := &outcome{
		Run: run.RunDir(), Backend: run.Manifest.Backend, Best: run.Manifest.Best, Splits: run.Manifest.Splits,
		Threshold: cmp.Or(t.threshold, run.Threshold()), Leakage: []leakage{}, Findings: []diagnose.Finding{},
	}
	if err := o.add(run, "valid", valid); err != nil {
		return nil, err
	}
	if parts.Test != nil {
		test, err := run.Test(ctx, parts.Test)
		if err != nil {
			return nil, err
		}
		if err := o.add(run, "test", test); err != nil {
			return nil, err
		}
	}
	o.Results = newResultsJSON(o.results)
	for _, part := range []struct {
		name  string
		pairs *data.Pairs
	}{{"valid", parts.Valid}, {"test", parts.Test}} {
		if part.pairs != nil {
			o.addLeakage(part.name, data.Leakage(parts.Train, part.pairs))
		}
	}
	evidence, err := diagnose.FromRun(o.Run)
	if err != nil {
		return nil, err
	}
	o.Findings = append(o.Findings, diagnose.Run(evidence)...)
	return o, nil
}

func (o *outcome) add(run *model.Run, split string, state *metrics.State) error {
	result, err := nb.OfRun(run.Run, split, state, o.Threshold)
	result.Name = run.Name + ", " + split
	o.results = append(o.results, result)
	return err
}

func (o *outcome) addLeakage(part string, found data.LeakageReport) {
	if found.Pairs+found.Swapped+found.Contradictory+found.Members > 0 {
		o.Leakage = append(o.Leakage, leakage{part, found.String(), shared(found)})
	}
}

func (o *outcome) write(w io.Writer) error {
	if err := writeResults(w, o.results); err != nil {
		return err
	}
	fmt.Fprintln(w)
	for _, l := range o.Leakage {
		fmt.Fprintf(w, "leakage into %s: %s\n", l.Part, l.Text)
	}
	if len(o.Findings) > 0 {
		if err := diagnose.Text(w, o.Findings); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "run directory: %s (seqpair report, diagnose and predict -run take it)\n", o.Run)
	return nil
}
