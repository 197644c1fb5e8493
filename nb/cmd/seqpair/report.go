package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/nb"
)

// defaultThreshold is where a classifier draws the line that nobody has drawn.
const defaultThreshold = 0.5

func report(_ context.Context, args []string) error {
	o := newOptions("report", "[options] FILE…|RUN…",
		"Reads metrics from predictions of any framework, each beside its interval and what no skill would reach.\nSeveral files are shards of one set: they are read as one. A run directory reports valid and test.",
		"scores.csv",
		"-label y_true -score logit -logits -threshold 0.3 -json shard1.jsonl.gz shard2.jsonl.gz")
	threshold := o.Float64("threshold", 0, "scores of at least `T` count as positive; 0: 0.5, for a run the one it chose on valid")
	asJSON := o.Bool("json", false, "print one JSON object")
	var columns predictions.Columns
	predictionColumns(o, &columns)
	paths, err := o.parse(args)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return o.usageErrorf("give a file of predictions, - or a run")
	}
	if !(*threshold >= 0 && *threshold <= 1) {
		return o.usageErrorf("-threshold %v: use a number in [0, 1]", *threshold)
	}
	results, err := readResults(paths, columns)
	if err != nil {
		return err
	}
	for i := range results {
		if *threshold > 0 {
			results[i].Threshold = *threshold
		}
	}
	if *asJSON {
		return printJSON(struct {
			Results []resultJSON `json:"results"`
		}{newResultsJSON(results)})
	}
	return printWhole(func(w io.Writer) error { return writeResults(w, results) })
}

// predictionColumns declares the options that say what a file of predictions looks like.
func predictionColumns(o *options, c *predictions.Columns) {
	o.StringVar(&c.Label, "label", "", "`COLUMN` of the label (default label)")
	o.StringVar(&c.Score, "score", "", "`COLUMN` of the score, P(positive) (default score)")
	o.StringVar(&c.Score0, "score0", "", "`COLUMN` of the negative class's score, of a two-column softmax (default score_0, if there is one)")
	o.StringVar(&c.Weight, "weight", "", "`COLUMN` of the weight (default weight, if there is one)")
	o.StringVar(&c.ID, "id", "", "`COLUMN` of the id (default id, if there is one)")
	o.StringVar(&c.Group, "group", "", "`COLUMN` of the group (default group, if there is one)")
	o.StringVar(&c.Positive, "positive", "", "label `TEXT` that means positive, the one other negative (default 1 or true, against 0 or false)")
	o.BoolVar(&c.Logits, "logits", false, "scores are logits (default probabilities)")
}

// readResults merges the files among the paths into one result, and gives a run one for each split that it
// has predictions of.
func readResults(paths []string, columns predictions.Columns) ([]nb.Result, error) {
	var results []nb.Result
	var files []string
	merged := metrics.NewState()
	for _, path := range paths {
		if dir, ok := runPath(path); ok {
			ofRun, err := runResults(dir)
			if err != nil {
				return nil, err
			}
			results = append(results, ofRun...)
			continue
		}
		table, err := predictions.Read(path, columns)
		if err != nil {
			return nil, err
		}
		if slices.Contains(files, table.Source) {
			return nil, fmt.Errorf("%s: is given twice, and its rows would count twice: give it once", path)
		}
		if err := merged.Update(table.Batch()); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		files = append(files, table.Source)
	}
	if len(files) > 0 {
		results = append(results, nb.Result{Name: strings.Join(files, " + "), State: merged, Threshold: defaultThreshold})
	}
	for _, r := range results {
		if err := checkClasses(r.Name, r.State); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// runPath tells a run from a file: a folder, or a name in the folder of runs where no file has that name.
func runPath(path string) (string, bool) {
	if path == "-" {
		return "", false
	}
	for _, candidate := range []string{path, runs.Resolve(path)} {
		if info, err := os.Stat(candidate); err == nil {
			return candidate, info.IsDir()
		}
	}
	return "", false
}

func runResults(path string) ([]nb.Result, error) {
	run, err := runs.Open(path)
	if err != nil {
		return nil, err
	}
	var results []nb.Result
	for _, split := range []string{"valid", "test"} {
		state, err := run.State(split)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		results = append(results, nb.Result{
			Name: run.Name + ", " + split, State: state, Threshold: cmp.Or(run.Manifest.Threshold, defaultThreshold),
		})
	}
	if len(results) == 0 {
		return nil, fmt.Errorf("%s: the run has no predictions yet: let its training end", path)
	}
	return results, nil
}

// checkClasses refuses examples of one class: nothing about a classifier can be read from them.
func checkClasses(name string, s *metrics.State) error {
	only := "positive"
	switch {
	case s.Positives() > 0 && s.Negatives() > 0:
		return nil
	case s.Positives()+s.Negatives() == 0:
		return fmt.Errorf("%s: no row has a weight above 0: check the weight column", name)
	case s.Positives() == 0:
		only = "negative"
	}
	return fmt.Errorf("%s: all %d rows are %s, and precision, recall and AUC need both classes: check the label column, or name the positive label with -positive",
		name, s.Positives()+s.Negatives(), only)
}

func writeResults(w io.Writer, results []nb.Result) error {
	for i, r := range results {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := nb.Text(w, r); err != nil {
			return err
		}
	}
	return nil
}

// resultJSON is an nb.Result as the command prints it.
type resultJSON struct {
	Name       string            `json:"name"`
	Examples   int64             `json:"examples"`
	Positives  int64             `json:"positives"`
	Prevalence metrics.Value     `json:"prevalence"`
	Threshold  float64           `json:"threshold"`
	Confusion  metrics.Confusion `json:"confusion"`
	Readings   []metrics.Reading `json:"readings"`
}

func newResultsJSON(results []nb.Result) []resultJSON {
	all := make([]resultJSON, len(results))
	for i, r := range results {
		all[i] = resultJSON{
			Name: r.Name, Examples: r.State.Positives() + r.State.Negatives(), Positives: r.State.Positives(),
			Prevalence: r.State.Prevalence(), Threshold: r.Threshold,
			Confusion: r.State.At(r.Threshold), Readings: metrics.Report(r.State, r.Threshold),
		}
	}
	return all
}
