// Command effects trains the same network under each loss, class weight and sampler, and says what each changes beside plain
// cross-entropy on the same test pairs, with 95 % intervals of the paired differences:
//
//	go run ./model/effects -data notebooks/data -epochs 4
//
// One seed of training stands for each; the row "another seed" shows how far two of them lie apart. Runs are kept in -runs, and
// a second call goes on with them.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/paired"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("effects: ")
	folder := flag.String("data", "notebooks/data", "folder of homophones_{train,valid,test}.tsv.gz")
	runs := flag.String("runs", filepath.Join(os.TempDir(), "seqpair-effects"), "folder of the runs")
	epochs := flag.Int("epochs", 4, "epochs of each run")
	limit := flag.Int("train", 0, "train on the first so many pairs; 0: all")
	only := flag.String("only", "", "variants whose name contains this")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	t, err := newTrial(ctx, *folder, *runs, *epochs, *limit)
	if err == nil {
		err = t.print(*only)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// trial trains variants of one configuration on the same pairs.
type trial struct {
	ctx                context.Context
	train, valid, test *data.Pairs
	config             model.Config
	runs               string
}

func newTrial(ctx context.Context, folder, runs string, epochs, limit int) (*trial, error) {
	t := &trial{ctx: ctx, runs: runs, config: model.Config{Model: pair.Small, Epochs: epochs, BatchSize: 128, LearningRate: 0.003, Seed: 1}}
	for name, part := range map[string]**data.Pairs{"train": &t.train, "valid": &t.valid, "test": &t.test} {
		pairs, err := data.Read(filepath.Join(folder, "homophones_"+name+".tsv.gz"))
		if err != nil {
			return nil, err
		}
		*part = pairs
	}
	if limit > 0 && limit < t.train.Len() {
		rows := make([]int, limit)
		for i := range rows {
			rows[i] = i
		}
		t.train = t.train.Subset(rows)
	}
	return t, nil
}

// print trains the baseline and each variant, and prints a row for each metric that the variant is meant for.
func (t *trial) print(only string) error {
	baseline, err := t.score("plain", func(*model.Config) {})
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "variant\tmetric on test\tcross-entropy\tvariant\tdifference [95 %%]\tp\n")
	for _, v := range variants() {
		if !strings.Contains(v.name, only) {
			continue
		}
		scores, err := t.score(v.name, v.change)
		if err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
		if err := rows(w, v, baseline, scores); err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// score trains a variant, or takes it as it was trained before, and scores the test pairs.
func (t *trial) score(name string, change func(*model.Config)) (*predictions.Table, error) {
	c := t.config
	change(&c)
	c.Run = filepath.Join(t.runs, strings.Map(func(r rune) rune {
		if strings.ContainsRune(" /:", r) {
			return '-'
		}
		return r
	}, name))
	run, err := model.Fit(t.ctx, c, t.train, t.valid)
	if err != nil {
		return nil, err
	}
	if !run.Manifest.Finished {
		return nil, t.ctx.Err()
	}
	return run.Predict(t.ctx, t.test)
}

// rows compares what a variant scores with the baseline.
func rows(w *tabwriter.Writer, v variant, baseline, scores *predictions.Table) error {
	var ms []metrics.Metric
	for _, name := range v.metrics {
		m, err := metrics.ByName(name)
		if err != nil {
			return err
		}
		ms = append(ms, m)
	}
	s := paired.New(1000, 1)
	if err := s.Update(paired.Batch{Baseline: baseline.Scores, Candidate: scores.Scores, Labels: baseline.Labels}); err != nil {
		return err
	}
	for _, c := range s.Difference(ms...) {
		fmt.Fprintf(w, "%s\t%s\t%.3f\t%.3f\t%v\t%.3f\n", v.name, c.Name, c.Baseline.V, c.Candidate.V, c.Difference, c.P.V)
	}
	return nil
}
