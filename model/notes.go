package model

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics/history"
)

// note records each of notes.
func (f *fitting) note(notes []string) error {
	for _, text := range notes {
		if err := f.record(history.Record{Kind: history.Note, Text: text}); err != nil {
			return err
		}
	}
	return nil
}

// overBalance times what balances the classes is no rounding, and no choice of weights a little above it.
const overBalance = 1.5

// firstNotes say what the encoding loses, and whether positives count for more than balances the classes.
func (f *fitting) firstNotes() []string {
	var notes []string
	if lost := f.source.lost; lost.Truncated+lost.Unknown > 0 {
		notes = append(notes, "valid pairs: "+lost.String())
	}
	labels, positives := f.source.train.Count()
	if balancing := float64(labels-positives) / float64(positives); f.manifest.Shift > max(1, balancing*overBalance) {
		notes = append(notes, fmt.Sprintf(
			"class weights, sampler and sample weights together raise the odds of a positive by a factor of %.3g, and %.3g balances the classes: to the loss, the negatives are the rare class",
			f.manifest.Shift, balancing))
	}
	return notes
}

// isotonicLabels are about how many isotonic regression needs (Niculescu-Mizil and Caruana 2005).
const isotonicLabels = 1000

// lastNotes say what the weights and scores that are kept are not, and what the scores are made of.
func (f *fitting) lastNotes() []string {
	var notes []string
	if why := f.progress.Uncalibrated; why != "" {
		notes = append(notes, "the scores are not calibrated: "+why)
	}
	if n := f.manifest.Splits["valid"].Examples; f.config.Calibration == Isotonic && f.progress.Uncalibrated == "" && n < isotonicLabels {
		notes = append(notes, fmt.Sprintf("isotonic calibration wants about %d valid labels, and there are %d: its steps follow single ones, so take platt or beta", isotonicLabels, n))
	}
	if shares := f.progress.Shares; shares != "" {
		notes = append(notes, "of the members' logits, the score takes these shares: "+shares)
	}
	if settled := f.settled(); f.progress.BestEpoch < settled {
		notes = append(notes, fmt.Sprintf("the loss has its last form from epoch %d on, and the weights are from before: %s was best in epoch %d",
			settled, f.monitor.Name, f.progress.BestEpoch))
	}
	return notes
}
