package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
	"github.com/seqpair/seqpair/nb"
)

// training is what the options of train ask for.
type training struct {
	pairs, valid, test string // paths
	split              data.SplitKind
	format             data.Format
	config             model.Config
	threshold          float64 // of the reports; 0: the one chosen on valid
	asJSON             bool
}

func train(ctx context.Context, args []string) error {
	t, err := parseTraining(args)
	if err != nil {
		return err
	}
	parts, err := t.read()
	if err != nil {
		return err
	}
	if samePairs(parts.Test, parts.Train) || samePairs(parts.Test, parts.Valid) {
		return errors.New("the test pairs are those to train on or to choose on: give -test others, or leave it out")
	}
	if err := protectStdout(); err != nil {
		return err
	}
	obtainPlugin(ctx)
	run, err := model.Fit(ctx, t.config, parts.Train, parts.Valid, nb.ProgressTo(os.Stderr))
	if err != nil {
		return err
	}
	if !run.Manifest.Finished {
		return &exitError{exitInterrupted, fmt.Errorf("interrupted: saved in %s, and the same command goes on from there", run.RunDir())}
	}
	o, err := t.judge(ctx, run, parts)
	if err != nil {
		return err
	}
	if t.asJSON {
		return printJSON(o)
	}
	return printWhole(o.write)
}

// samePairs says whether two parts hold the same; a part may be missing. Hashing all of their texts takes long, and is seldom needed.
func samePairs(p, q *data.Pairs) bool {
	return p != nil && q != nil && p.Len() == q.Len() && p.Hash() == q.Hash()
}

func parseTraining(args []string) (*training, error) {
	t := &training{}
	o := newOptions("train", "-pairs FILE [options]",
		"Trains a classifier on labelled pairs, chooses a threshold on valid, and reports valid and test. Without\n-valid the pairs are split into train, valid and test. The same command goes on with a run that was\ninterrupted (Ctrl-C), or shows the finished one.",
		"-pairs pairs.tsv -run first",
		"-pairs train.txt.gz -valid valid.txt.gz -test test.txt.gz -class-weight balanced -epochs 10 -json",
		"-pairs pairs.tsv -loss recall_at_precision:target=0.9 -calibrate platt",
		"-pairs pairs.tsv -loss roc_auc -sampler balanced_batches:0.25")
	o.StringVar(&t.pairs, "pairs", "", "`FILE` of pairs, - for standard input (.tsv .csv .jsonl or Ditto, .gz or not)")
	o.StringVar(&t.valid, "valid", "", "`FILE` of pairs to choose epoch and threshold on (default 20 % of -pairs, and 20 % for test)")
	o.StringVar(&t.test, "test", "", "`FILE` of pairs to report on; needs -valid")
	o.TextVar(&t.split, "split", data.Grouped, "what may not stand in two parts of -pairs: `grouped|by-a|by-group|stratified`")
	o.Float64Var(&t.threshold, "threshold", 0, "scores of at least `T` count as positive; 0: the one chosen on valid for F1")
	o.BoolVar(&t.asJSON, "json", false, "print one JSON object")
	pairColumns(o, &t.format)
	t.modelOptions(o)
	var balance balance
	balance.declare(o, &t.config)
	var size, architecture string
	o.choice(&size, "size", "of the network; small keeps up without XLA", "default", "small")
	o.StringVar(&architecture, "model", "", "`NAME[:field=value,…]` of the network: interaction, siamese, decomposable, wide, differences, similarities, small or default, with fields of these types in package pair, and a slash between members of an ensemble (default three interactions, n-grams, differences and similarities)")
	if err := o.parseOnly(args); err != nil {
		return nil, err
	}
	if err := balance.apply(o, &t.config); err != nil {
		return nil, err
	}
	if size == "small" && architecture != "" {
		return nil, o.usageErrorf("-size small and -model %s both name a network: give one of the two", architecture)
	}
	if size == "small" {
		t.config.Model = pair.Small
	}
	if architecture != "" {
		var err error
		if t.config.Model, err = pair.Parse(architecture); err != nil {
			return nil, o.usageErrorf("-model: %w", err)
		}
	}
	t.config.Threshold = t.threshold
	return t, t.check(o)
}

// modelOptions declares the options of model.Config, but those of balance.
func (t *training) modelOptions(o *options) {
	c := &t.config
	o.StringVar(&c.Run, "run", "", "`NAME` in the folder runs, or path, of the run directory (default by configuration and data)")
	o.StringVar(&c.Embeddings, "embeddings", "", "`FILE` of vectors as word2vec and GloVe write them, with which the embeddings of its units begin (default at random)")
	o.StringVar(&c.Start, "start", "", "`RUN` whose encoding and best weights this one begins with, as after -loss contrastive -model siamese:margin=1 (default weights at random)")
	o.choice((*string)(&c.Head), "head", "last layer", string(model.Sigmoid), string(model.Softmax))
	o.IntVar(&c.Epochs, "epochs", 0, "`N` epochs at most; the learning rate falls to 0 over them (default 6, or of few pairs as many as take 600 steps, of short ones up to 3,000, at most 100)")
	o.IntVar(&c.Patience, "patience", 0, "stop after `N` epochs without a better -monitor; below 0: never (default 5, or a third of -epochs if that is more)")
	o.IntVar(&c.BatchSize, "batch", 0, "`N` pairs a step (default 64)")
	o.Float64Var(&c.LearningRate, "learning-rate", 0, "first learning `RATE` of Adam (default 0.0015)")
	o.StringVar(&c.Monitor, "monitor", "", "`METRIC` on valid that chooses the best epoch: average_precision, roc_auc, log_loss, f1 … (default average_precision)")
	o.Int64Var(&c.Seed, "seed", 0, "`N` of the split, the first weights and the order (default 0)")
	o.choice((*string)(&c.Encoding.Unit), "unit", "what a sequence is made of",
		string(data.Char), string(data.Byte), string(data.Word), string(data.KMer), string(data.NGram))
	o.IntVar(&c.Encoding.K, "k", 0, "`N` characters of a k-mer or n-gram (default 3)")
	o.IntVar(&c.Encoding.Vocabulary, "vocabulary", 0, "`N` different units are told apart (default 4096 characters, 32768 others)")
	o.IntVar(&c.Encoding.Length, "length", 0, "`N` units of each sequence are read (default the 99th percentile in train, at most 512)")
}

func (t *training) check(o *options) error {
	stdin := 0
	for _, path := range []string{t.pairs, t.valid, t.test} {
		if path == "-" {
			stdin++
		}
	}
	switch {
	case t.pairs == "":
		return o.usageErrorf("give -pairs FILE")
	case stdin > 1:
		return o.usageErrorf("only one of -pairs, -valid and -test can be standard input")
	case t.test != "" && t.valid == "":
		return o.usageErrorf("-test needs -valid: give both files, or leave both out and -pairs is split")
	case t.valid != "" && t.split != data.Grouped:
		return o.usageErrorf("-split is for -pairs without -valid: give one of the two")
	case t.threshold != 0 && t.config.ThresholdRule != "":
		return o.usageErrorf("-threshold and -threshold-rule: the rule chooses a threshold on valid; give one of the two")
	case !(t.threshold >= 0 && t.threshold < 1):
		return o.usageErrorf("-threshold %v: use a number in (0, 1), or 0 to choose it on valid", t.threshold)
	}
	return nil
}

// read reads the parts, each of which must hold both classes. Test is nil if -valid was given without -test.
func (t *training) read() (data.Split, error) {
	pairs, err := t.format.Read(t.pairs)
	if err != nil {
		return data.Split{}, err
	}
	if t.valid == "" {
		if err := pairs.CheckClasses(); err != nil {
			return data.Split{}, err
		}
		return pairs.Split(t.split, t.config.Seed)
	}
	parts := data.Split{Train: pairs}
	if parts.Valid, err = t.format.Read(t.valid); err != nil {
		return data.Split{}, err
	}
	if t.test != "" {
		if parts.Test, err = t.format.Read(t.test); err != nil {
			return data.Split{}, err
		}
	}
	var problems []error
	for _, part := range []*data.Pairs{parts.Train, parts.Valid, parts.Test} {
		if part != nil {
			problems = append(problems, part.CheckClasses())
		}
	}
	return parts, errors.Join(problems...)
}
