// Command effects trains the same network under each loss, class weight and sampler, and says what each changes beside plain
// cross-entropy on the same test pairs, with 95 % intervals of the paired differences:
//
//	go run ./model/effects -data notebooks/data -epochs 4
//
// The scores of each are the mean over -seeds trainings; the row "other seeds" shows how far two such means lie apart. Runs are kept in
// -runs, and a second call goes on with them.
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
	seeds := flag.Int("seeds", 3, "trainings whose scores are averaged")
	limit := flag.Int("train", 0, "train on the first so many pairs; 0: all")
	only := flag.String("only", "", "variants whose name contains this")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	t, err := newTrial(ctx, *folder, *limit)
	if err != nil {
		log.Fatal(err)
	}
	t.runs, t.seeds, t.config.Epochs = *runs, *seeds, *epochs
	if err := t.print(*only); err != nil {
		log.Fatal(err)
	}
}

// trial trains variants of one configuration on the same pairs.
type trial struct {
	ctx                context.Context
	train, valid, test *data.Pairs
	config             model.Config
	runs               string
	seeds              int
}

func newTrial(ctx context.Context, folder string, limit int) (*trial, error) {
	t := &trial{ctx: ctx, config: model.Config{Model: pair.Small, BatchSize: 128, LearningRate: 0.003, Seed: 1}}
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

// score is the mean of what the trainings of a variant score the test pairs.
func (t *trial) score(name string, change func(*model.Config)) (*predictions.Table, error) {
	c := t.config
	change(&c)
	var mean *predictions.Table
	for seed := range t.seeds {
		one := c
		one.Seed += int64(seed)
		table, err := t.fitted(fmt.Sprintf("%s %d", name, one.Seed), one)
		if err != nil {
			return nil, err
		}
		if mean == nil {
			mean = &predictions.Table{Labels: table.Labels, Scores: make([]float64, len(table.Scores))}
		}
		for i, score := range table.Scores {
			mean.Scores[i] += score / float64(t.seeds)
		}
	}
	return mean, nil
}

// fitted trains a configuration, or takes it as it was trained before, and scores the test pairs.
func (t *trial) fitted(name string, c model.Config) (*predictions.Table, error) {
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
