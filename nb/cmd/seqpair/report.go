package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
	"github.com/seqpair/seqpair/nb"
)

// defaultThreshold is where a classifier draws the line that nobody has drawn.
const defaultThreshold = 0.5

func report(ctx context.Context, args []string) error {
	o := newOptions("report", "[options] FILE…|RUN…",
		"Reads metrics from predictions of any framework, each beside its interval and what no skill would reach:\nCSV, TSV and JSON lines, plain, .gz or .zst, Parquet, NPZ and NPY. Several files are shards of one set: they\nare read as one, of any size. A run directory reports valid and test.",
		"scores.csv",
		"-label y_true -score logit -logits -threshold 0.3 -json shard1.jsonl.gz shard2.parquet",
		"-labels y.npy -out report.html p.npy")
	var order reportOrder
	o.Float64Var(&order.threshold, "threshold", 0, "scores of at least `T` count as positive; 0: 0.5, for a run the one it chose on valid")
	o.BoolVar(&order.asJSON, "json", false, "print one JSON object")
	o.StringVar(&order.out, "out", "", "`FILE` to write the report to: .html, .md, .txt or .json (default: print text)")
	o.StringVar(&order.shards.columns.LabelFile, "labels", "", "`FILE` of labels, .npy, of scores in a plain .npy")
	o.IntVar(&order.shards.bins, "bins", 0, "count scores in `N` bins, in constant memory, and say how far the areas may be off; 0: exact")
	predictionColumns(o, &order.shards.columns)
	paths, err := o.parse(args)
	if err != nil {
		return err
	}
	if err := order.check(o, paths); err != nil {
		return err
	}
	return order.fill(ctx, paths)
}

// reportOrder is what the command line asks for.
type reportOrder struct {
	threshold float64
	asJSON    bool
	out       string
	shards    shards
}

func (r *reportOrder) check(o *options, paths []string) error {
	switch {
	case len(paths) == 0:
		return o.usageErrorf("give a file of predictions, - or a run")
	case !(r.threshold >= 0 && r.threshold <= 1):
		return o.usageErrorf("-threshold %v: use a number in [0, 1]", r.threshold)
	case r.shards.bins < 0 || r.shards.bins > metrics.MaxBins:
		return o.usageErrorf("-bins %d: use a number in [1, %d]", r.shards.bins, metrics.MaxBins)
	case r.asJSON && r.out != "":
		return o.usageErrorf("-json prints and -out writes: give one of the two, as in -out report.json")
	case r.out == "":
		return nil
	}
	if _, ok := writerFor(r.out); !ok {
		return o.usageErrorf("-out %s: use the extension .html, .md, .txt or .json", r.out)
	}
	return o.checkOut(r.out, append(paths, r.shards.columns.LabelFile)...)
}

func (r *reportOrder) fill(ctx context.Context, paths []string) (err error) {
	results, err := r.read(ctx, paths)
	if err != nil {
		return err
	}
	defer func() {
		for _, r := range results {
			err = errors.Join(err, r.State.Close())
		}
	}()
	return r.write(results)
}

// write makes the whole report before it gives it away, since scores in temporary files may turn out unreadable.
func (r *reportOrder) write(results []nb.Result) error {
	switch {
	case r.out != "":
		if err := writeDocument(r.out, results); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "report written to %s\n", r.out)
		return nil
	case r.asJSON:
		return printWhole(func(w io.Writer) error { return errors.Join(writeJSON(w, results), readBack(results)) })
	}
	return printWhole(func(w io.Writer) error { return errors.Join(writeText(w, results), readBack(results)) })
}

// readBack is an error if scores in temporary files could not be read.
func readBack(results []nb.Result) error {
	var errs []error
	for _, r := range results {
		errs = append(errs, r.State.Err())
	}
	return errors.Join(errs...)
}

// predictionColumns declares the options that say what a file of predictions looks like.
func predictionColumns(o *options, c *predictions.Columns) {
	o.StringVar(&c.Label, "label", "", "`COLUMN` of the label (default label)")
	o.StringVar(&c.Score, "score", "", "`COLUMN` of the score, P(positive) (default score)")
	o.StringVar(&c.Score0, "score0", "", "`COLUMN` of the negative class's score, of a two-column softmax (default score_0, if there is one)")
	o.StringVar(&c.Weight, "weight", "", "`COLUMN` of the weight (default weight, if there is one)")
	o.StringVar(&c.Positive, "positive", "", "label `TEXT` that means positive, the one other negative (default 1 or true, against 0 or false)")
	o.BoolVar(&c.Logits, "logits", false, "scores are logits (default probabilities)")
}

// read merges the files among the paths into one result, and gives a run one for each split that it has
// predictions of.
func (r *reportOrder) read(ctx context.Context, paths []string) ([]nb.Result, error) {
	var results []nb.Result
	merged := r.shards
	merged.columns.SkipTexts = true
	for _, path := range paths {
		dir, ok := runPath(path)
		if !ok {
			merged.paths = append(merged.paths, path)
			continue
		}
		ofRun, err := runResults(dir, r.threshold)
		if err != nil {
			return nil, err
		}
		results = append(results, ofRun...)
	}
	if len(merged.paths) > 0 {
		state, err := merged.read(ctx)
		if err != nil {
			return nil, err
		}
		results = append(results, nb.Result{Name: merged.name(), State: state, Threshold: cmp.Or(r.threshold, defaultThreshold)})
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

func runResults(path string, threshold float64) ([]nb.Result, error) {
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
		result, err := nb.OfRun(run, split, state, threshold)
		if err != nil {
			return nil, err
		}
		result.Name = run.Name + ", " + split
		results = append(results, result)
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
