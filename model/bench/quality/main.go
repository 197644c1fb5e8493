// Command quality trains one configuration on several sets of pairs, with several seeds, and prints how well it does on
// their test pairs at the threshold chosen on valid. Each folder under -data holds train.txt, valid.txt and test.txt.
//
//	go run ./model/bench/quality -data ../shared/data -sets cmudict_homophones,amazon_google -seeds 3
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "quality:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	folder := flag.String("data", filepath.Join("..", "shared", "data"), "`FOLDER` of the sets")
	sets := flag.String("sets", "cmudict_homophones,cmudict_spell_pron,amazon_google,dblp_acm", "`NAMES` of the sets")
	seeds := flag.Int("seeds", 3, "`N` seeds, from 1 on")
	architecture := flag.String("model", "", "`NAME[:field=value,…]` as seqpair train takes it (default the default)")
	fields := flag.String("config", "{}", "`JSON` of further fields of model.Config")
	var config model.Config
	flag.IntVar(&config.Epochs, "epochs", 0, "`N` epochs (default the default)")
	flag.Parse()
	if err := json.Unmarshal([]byte(*fields), &config); err != nil {
		return fmt.Errorf("-config: %w", err)
	}
	if *architecture != "" {
		var err error
		if config.Model, err = pair.Parse(*architecture); err != nil {
			return err
		}
	}
	fmt.Printf("%s\n\n%-20s %4s  %-22s %-22s %-22s %8s\n", config, "set", "seed", "F1 on test", "AP on test", "AP on valid", "seconds")
	for set := range strings.SplitSeq(*sets, ",") {
		if err := judge(ctx, config, filepath.Join(*folder, set), *seeds); err != nil {
			return fmt.Errorf("%s: %w", set, err)
		}
	}
	return nil
}

// outcome is what one seed gave.
type outcome struct {
	seed                        int64
	f1, averagePrecision, valid metrics.Value // valid is average precision there
	seconds                     float64
}

// judge prints a line for each seed, and the medians over the seeds, each with the interval of its own seed.
func judge(ctx context.Context, config model.Config, folder string, seeds int) error {
	parts, err := read(folder)
	if err != nil {
		return err
	}
	var outcomes []outcome
	for seed := range seeds {
		config.Seed = int64(seed) + 1
		o, err := train(ctx, config, parts)
		if err != nil {
			return err
		}
		o.print(filepath.Base(folder), fmt.Sprint(o.seed))
		outcomes = append(outcomes, o)
	}
	middle := outcome{
		f1:               median(outcomes, func(o outcome) metrics.Value { return o.f1 }),
		averagePrecision: median(outcomes, func(o outcome) metrics.Value { return o.averagePrecision }),
		valid:            median(outcomes, func(o outcome) metrics.Value { return o.valid }),
		seconds:          median(outcomes, func(o outcome) metrics.Value { return metrics.Value{V: o.seconds} }).V,
	}
	middle.print(filepath.Base(folder), "med.")
	return nil
}

func (o outcome) print(set, seed string) {
	interval := func(v metrics.Value, scale float64) string {
		return fmt.Sprintf("%.4g [%.4g, %.4g]", scale*v.V, scale*v.Lo, scale*v.Hi)
	}
	fmt.Printf("%-20s %4s  %-22s %-22s %-22s %8.0f\n", set, seed,
		interval(o.f1, 100), interval(o.averagePrecision, 1), interval(o.valid, 1), o.seconds)
}

// median is the middle value; of an even number, the lower of the two.
func median(outcomes []outcome, of func(outcome) metrics.Value) metrics.Value {
	var values []metrics.Value
	for _, o := range outcomes {
		values = append(values, of(o))
	}
	slices.SortFunc(values, func(a, b metrics.Value) int { return cmp.Compare(a.V, b.V) })
	return values[(len(values)-1)/2]
}

func read(folder string) (data.Split, error) {
	var parts data.Split
	var errs []error
	for name, part := range map[string]**data.Pairs{"train": &parts.Train, "valid": &parts.Valid, "test": &parts.Test} {
		pairs, err := data.Read(filepath.Join(folder, name+".txt"))
		*part = pairs
		errs = append(errs, err)
	}
	return parts, errors.Join(errs...)
}

// train fits one seed in a folder that is removed afterwards.
func train(ctx context.Context, config model.Config, parts data.Split) (outcome, error) {
	folder, err := os.MkdirTemp("", "quality")
	if err != nil {
		return outcome{}, err
	}
	defer os.RemoveAll(folder)
	config.Run = filepath.Join(folder, "run")
	began := time.Now()
	run, err := model.Fit(ctx, config, parts.Train, parts.Valid)
	if err != nil {
		return outcome{}, err
	}
	if !run.Manifest.Finished {
		return outcome{}, errors.New("interrupted")
	}
	seconds := time.Since(began).Seconds()
	valid, err := run.Evaluate(ctx, parts.Valid)
	if err != nil {
		return outcome{}, err
	}
	test, err := run.Evaluate(ctx, parts.Test)
	if err != nil {
		return outcome{}, err
	}
	ap, err := metrics.ByName("average_precision")
	if err != nil {
		return outcome{}, err
	}
	return outcome{config.Seed, test.At(run.Threshold()).F1(), ap.Read(test), ap.Read(valid), seconds}, nil
}
