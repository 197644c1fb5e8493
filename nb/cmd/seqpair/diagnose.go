package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

func diagnosis(_ context.Context, args []string) error {
	o := newOptions("diagnose", "[options] FILE|RUN|-",
		"Says what is wrong with a training run, with predictions or with a training log, how that is proven, and\nwhat to change. It recognises a run directory, predictions (columns label and score) and training logs\n(Keras console, CSVLogger, history.jsonl). Columns that are named below mean predictions.",
		"training.log",
		"-label y -score p -json scores.csv.gz")
	asJSON := o.Bool("json", false, "print one JSON object")
	var columns predictions.Columns
	predictionColumns(o, &columns)
	paths, err := o.parse(args)
	if err != nil {
		return err
	}
	if len(paths) != 1 {
		return o.usageErrorf("give one training log, file of predictions or run")
	}
	evidence, kind, err := gather(paths[0], columns)
	if err != nil {
		return err
	}
	findings := diagnose.Run(evidence)
	if *asJSON {
		return printJSON(struct {
			Name     string             `json:"name"`
			Kind     string             `json:"kind"`
			Findings []diagnose.Finding `json:"findings"`
		}{evidence.Name, kind, append([]diagnose.Finding{}, findings...)})
	}
	return printWhole(func(w io.Writer) error { return writeFindings(w, evidence.Name, kind, findings) })
}

// The kinds of evidence.
const (
	kindRun         = "run"
	kindPredictions = "predictions"
	kindLog         = "training log"
)

// gather reads what stands at path, and says what it is.
func gather(path string, columns predictions.Columns) (e diagnose.Evidence, kind string, err error) {
	if dir, ok := runPath(path); ok {
		e, err := diagnose.FromRun(dir)
		if err == nil && e.Train == nil && e.Valid == nil && e.Test == nil && !slices.ContainsFunc(e.Records, isEpoch) {
			err = fmt.Errorf("%s: the run has neither an epoch nor predictions, so there is nothing to judge: let its training end", dir)
		}
		return e, kindRun, err
	}
	in, err := openInput(path)
	if err != nil {
		return e, "", err
	}
	defer in.Close()
	if in.firstLine() == "" {
		return e, "", fmt.Errorf("%s: is empty: give a training log, a file of predictions, or a run", in.name)
	}
	if in.holdsPredictions(columns) {
		table, err := predictions.Decode(in, in.name, columns)
		if err != nil {
			return e, "", err
		}
		state, err := table.State()
		if err == nil {
			err = checkClasses(in.name, state)
		}
		return diagnose.FromPredictions(table), kindPredictions, err
	}
	text, err := in.text()
	if err != nil {
		return e, "", err
	}
	log, err := history.ReadLog(text, in.name)
	if err != nil {
		return e, "", err
	}
	return diagnose.FromLog(log), kindLog, nil
}

func isEpoch(r history.Record) bool { return r.Kind == history.Epoch }

func writeFindings(w io.Writer, name, kind string, findings []diagnose.Finding) error {
	if len(findings) > 0 {
		return diagnose.Text(w, findings)
	}
	_, err := fmt.Fprintf(w, "no findings: %s (%s) was checked for %s\n", name, kind, checked)
	return err
}

// checked is what the checks look for, in words.
const checked = "metrics averaged over both columns (D01), a single predicted class (D02), a saturated output (D42), a misplaced threshold (D43) and softmax columns that do not sum to one (D44)"
