package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/nb"
	"github.com/seqpair/seqpair/nb/whatif"
)

func whatIf(_ context.Context, args []string) error {
	o := newOptions("whatif", "[options] RUN",
		"Shows what follows on the test part from a threshold, costs, a prevalence in deployment and a capacity for\nalerts, beside the cheapest threshold on the validation part.",
		"weighted",
		"-costs 1,50 -prevalence 0.001 -capacity 20 weighted",
		"-out whatif.html weighted")
	out := o.String("out", "", "`FILE.html` to write: a page with sliders that needs no network")
	var ask assumptions
	o.Func("costs", "`FP,FN`: what a false positive and a false negative cost, in any unit (default 1,10)", ask.readCosts)
	o.Float64Var(&ask.threshold, "threshold", 0, "`SCORE` from which on to alert (default the run's)")
	o.Float64Var(&ask.prevalence, "prevalence", 0, "`SHARE` of positives in deployment (default that of the test part)")
	o.Float64Var(&ask.capacity, "capacity", 0, "`ALERTS` in 1,000 cases that can be reviewed (default no limit)")
	asJSON := o.Bool("json", false, "print one JSON object")
	names, err := o.parse(args)
	if err != nil {
		return err
	}
	if len(names) != 1 {
		return o.usageErrorf("give one run")
	}
	if *out != "" && filepath.Ext(*out) != ".html" {
		return o.usageErrorf("-out %s: name a file that ends in .html", *out)
	}
	analysis, err := nb.WhatIf(names[0])
	if err != nil {
		return err
	}
	ask.change(analysis)
	if *out != "" {
		if err := writePage(*out, analysis); err != nil {
			return err
		}
	}
	if *asJSON {
		return printOutcomes(analysis)
	}
	return nb.Text(stdout, analysis)
}

func writePage(path string, analysis *whatif.Analysis) error {
	page, err := analysis.Page()
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(path, page, 0o644, renameio.WithTempDir(filepath.Dir(path))); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, err)
	}
	fmt.Fprintf(os.Stderr, "page written to %s\n", path)
	return nil
}

func printOutcomes(analysis *whatif.Analysis) error {
	yours, cheapest, err := analysis.Outcomes()
	if err != nil {
		return err
	}
	return printJSON(struct {
		Name       string         `json:"name"`
		Costs      metrics.Costs  `json:"costs"`
		Prevalence float64        `json:"prevalence"`
		Capacity   float64        `json:"capacity"`
		Threshold  whatif.Outcome `json:"threshold"`
		Cheapest   whatif.Outcome `json:"cheapest"`
	}{analysis.Name, analysis.Costs, analysis.Prevalence, analysis.Capacity, yours, cheapest})
}

// assumptions are those that the options change; zero: not given.
type assumptions struct {
	threshold, prevalence, capacity float64
	costs                           metrics.Costs
}

func (a *assumptions) readCosts(text string) error {
	if n, err := fmt.Sscanf(text, "%f,%f", &a.costs.FP, &a.costs.FN); n != 2 || err != nil {
		return errors.New("write two numbers, as in 1,50")
	}
	if a.costs == (metrics.Costs{}) {
		return errors.New("one of the two has to cost something")
	}
	return nil
}

func (a *assumptions) change(w *whatif.Analysis) {
	for _, given := range []struct {
		value float64
		in    *float64
	}{{a.threshold, &w.Threshold}, {a.prevalence, &w.Prevalence}, {a.capacity, &w.Capacity}} {
		if given.value != 0 {
			*given.in = given.value
		}
	}
	if a.costs != (metrics.Costs{}) {
		w.Costs = a.costs
	}
}
