package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seqpair/seqpair/metrics/diagnose"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions/columnar"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/probe"
)

// diagnoseOrder is what the diagnose verb was asked.
type diagnoseOrder struct {
	reading      diagnose.Reading
	confusion    string
	pairs        pairsOrder
	prevalence   float64
	classWeights string
	experiments  time.Duration
	json         bool
	markdown     bool
	fix          bool
	budget       time.Duration
}

func diagnosis(ctx context.Context, args []string) error {
	o := newOptions("diagnose", "[options] FILE|RUN|-…",
		"Says what is wrong with a training run, with predictions, with a training log, with a confusion matrix or with\nlabelled pairs; how that is proven, and what to change. It recognises a run directory, predictions (columns label\nand score) and training logs (Keras console and CSVLogger, Lightning, scikit-learn reports, JSON, TensorBoard,\nhistory.jsonl). Several files are about one model: a log beside its scores proves more than either. Columns that\nare named below mean predictions.",
		"training.log",
		"training.log valid.csv",
		"-label y -score p -json scores.csv.gz",
		`-confusion "TP=0,FP=0,FN=100,TN=1000"`,
		"-pairs train.tsv -valid valid.tsv -test test.tsv",
		"-experiments 2m -pairs train.tsv -valid valid.tsv first",
		"-fix -pairs train.tsv -valid valid.tsv first")
	var order diagnoseOrder
	o.BoolVar(&order.json, "json", false, "print one JSON object")
	o.BoolVar(&order.markdown, "markdown", false, "print Markdown, for an issue")
	o.BoolVar(&order.fix, "fix", false, "print the change alone, of a run its changed configuration; with -pairs and -valid also train that as RUN-fixed, and compare")
	o.DurationVar(&order.budget, "budget", 0, "with -fix, -pairs and -valid: train for so `long` at most, such as 5m; the same command goes on (default no limit)")
	o.StringVar(&order.confusion, "confusion", "", "the `matrix`: TP=…,FP=…,FN=…,TN=… or [[TN FP] [FN TP]]")
	o.Float64Var(&order.prevalence, "prevalence", 0, "the share of positives, if you know it, in (0,1)")
	o.StringVar(&order.classWeights, "class-weight", "", "the class weights of the loss: `0:1,1:10`")
	o.DurationVar(&order.experiments, "experiments", 0, "of a run, with -pairs and -valid: also experiment on the model, for so `long`, such as 2m")
	order.pairs.declare(o)
	predictionColumns(o, &order.reading.Columns)
	o.StringVar(&order.reading.Columns.ID, "id", "", "`COLUMN` of the id (default id, if there is one)")
	o.StringVar(&order.reading.Columns.Group, "group", "", "`COLUMN` of the group (default group, if there is one)")
	paths, err := o.parse(args)
	if err != nil {
		return err
	}
	if len(paths) == 0 && order.confusion == "" && order.pairs.train == "" {
		return o.usageErrorf("give a training log, a file of predictions, a run, -confusion or -pairs")
	}
	if order.prevalence < 0 || order.prevalence >= 1 {
		return o.usageErrorf("-prevalence is a share between 0 and 1")
	}
	if order.experiments > 0 && (len(paths) != 1 || order.pairs.train == "" || order.pairs.valid == "") {
		return o.usageErrorf("-experiments takes one run, and its pairs by -pairs and -valid")
	}
	if order.budget < 0 || order.budget > 0 && !order.fix {
		return o.usageErrorf("-budget is a time above 0, for -fix")
	}
	evidence, err := order.gather(paths)
	if err == nil && order.experiments > 0 {
		evidence.Active, err = order.experiment(ctx, paths[0])
	}
	if err != nil {
		return err
	}
	findings := diagnose.Run(evidence)
	switch {
	case order.json:
		return printJSON(struct {
			Name     string             `json:"name"`
			Kind     string             `json:"kind"`
			Findings []diagnose.Finding `json:"findings"`
			Blind    string             `json:"blind,omitempty"` // why no findings do not mean that all is well
		}{evidence.Name, evidence.Kind, findings, diagnose.Blind(evidence)})
	case order.markdown:
		return printWhole(func(w io.Writer) error { return diagnose.Markdown(w, findings) })
	case order.fix:
		return order.fixes(ctx, paths, evidence, findings)
	}
	return printWhole(func(w io.Writer) error { return writeFindings(w, evidence, findings) })
}

// gather reads the evidence.
func (order *diagnoseOrder) gather(paths []string) (e diagnose.Evidence, err error) {
	order.reading.Stream = columnar.Stream
	if len(paths) == 1 && paths[0] == "-" {
		e, err = order.reading.FromReader(os.Stdin, "standard input")
	} else if len(paths) > 0 {
		e, err = order.reading.Read(paths...)
	}
	if err == nil && e.Kind == diagnose.KindRun && e.Train == nil && e.Valid == nil && e.Test == nil && !slices.ContainsFunc(e.Records, isEpoch) {
		err = fmt.Errorf("%s: the run has neither an epoch nor predictions, so there is nothing to judge: let its training end", paths[0])
	}
	if err != nil {
		return e, err
	}
	if order.confusion != "" {
		c, err := history.ParseConfusion(order.confusion)
		if err != nil {
			return e, err
		}
		e.Confusion = &c
		e.Name, e.Kind = joined(e.Name, "the matrix"), joined(e.Kind, diagnose.KindConfusion)
	}
	if order.pairs.train != "" {
		if e.Data, err = order.pairs.read(); err != nil {
			return e, err
		}
		e.Name, e.Kind = joined(e.Name, order.pairs.train), joined(e.Kind, diagnose.KindData)
	}
	e.Prevalence = order.prevalence
	e.ClassWeights, err = parseClassWeights(order.classWeights)
	return e, err
}

// experiment tries the model of a run on its pairs.
func (order *diagnoseOrder) experiment(ctx context.Context, name string) (*diagnose.Active, error) {
	if err := protectStdout(); err != nil {
		return nil, err
	}
	run, err := model.Open(name)
	if err != nil {
		return nil, err
	}
	train, err := order.pairs.readPart(order.pairs.train)
	if err != nil {
		return nil, err
	}
	valid, err := order.pairs.readPart(order.pairs.valid)
	if err != nil {
		return nil, err
	}
	return probe.Run(ctx, run, train, valid, probe.Options{Budget: order.experiments, Progress: func(experiment string, done, all int) {
		fmt.Fprintf(os.Stderr, "%d of %d: %s …\n", done+1, all, experiment)
	}})
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + " and " + b
}

// parseClassWeights reads weights by class, as in 0:1,1:10.
func parseClassWeights(text string) (weights [2]float64, err error) {
	if text == "" {
		return weights, nil
	}
	for _, part := range strings.Split(text, ",") {
		class, weight, _ := strings.Cut(strings.TrimSpace(part), ":")
		i, err1 := strconv.Atoi(strings.TrimSpace(class))
		w, err2 := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		if err1 != nil || err2 != nil || i < 0 || i > 1 || !(w > 0) || w > 1e12 {
			return weights, usageErrorf("-class-weight %q: write both weights as 0:1,1:10", text)
		}
		weights[i] = w
	}
	if weights[0] == 0 || weights[1] == 0 {
		return weights, usageErrorf("-class-weight %q: write both weights as 0:1,1:10", text)
	}
	return weights, nil
}

func isEpoch(r history.Record) bool { return r.Kind == history.Epoch }

func writeFindings(w io.Writer, e diagnose.Evidence, findings []diagnose.Finding) error {
	if len(findings) > 0 {
		return diagnose.Text(w, findings)
	}
	if blind := diagnose.Blind(e); blind != "" {
		_, err := fmt.Fprintf(w, "%s (%s): %s\n", e.Name, e.Kind, blind)
		return err
	}
	_, err := fmt.Fprintf(w, "no findings: %s (%s) was checked for what %s lists, D01 and on\n", e.Name, e.Kind, "metrics/diagnose/CATALOGUE.md")
	return err
}
