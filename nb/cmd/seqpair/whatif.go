package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

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
	o.Func("threshold", "`SCORE` from which on to alert (default the run's)",
		ask.reader(func(w *whatif.Analysis) *float64 { return &w.Threshold }))
	o.Func("prevalence", "`SHARE` of positives in deployment (default that of the test part)",
		ask.reader(func(w *whatif.Analysis) *float64 { return &w.Prevalence }))
	o.Func("capacity", "`ALERTS` in 1,000 cases that can be reviewed (default 0: no limit)",
		ask.reader(func(w *whatif.Analysis) *float64 { return &w.Capacity }))
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

// assumptions are the changes that the options ask for.
type assumptions []func(*whatif.Analysis)

// reader returns what reads a number and will set it.
func (a *assumptions) reader(place func(*whatif.Analysis) *float64) func(text string) error {
	return func(text string) error {
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return errors.New("write a number, as in 0.2")
		}
		*a = append(*a, func(w *whatif.Analysis) { *place(w) = value })
		return nil
	}
}

func (a *assumptions) readCosts(text string) error {
	var costs metrics.Costs
	if n, err := fmt.Sscanf(text, "%f,%f", &costs.FP, &costs.FN); n != 2 || err != nil {
		return errors.New("write two numbers, as in 1,50")
	}
	if !(costs.FP >= 0 && costs.FN >= 0 && costs.FP+costs.FN > 0) {
		return errors.New("a false positive and a false negative cost at least 0, and one of the two has to cost something")
	}
	*a = append(*a, func(w *whatif.Analysis) { w.Costs = costs })
	return nil
}

func (a assumptions) change(w *whatif.Analysis) {
	for _, change := range a {
		change(w)
	}
}
