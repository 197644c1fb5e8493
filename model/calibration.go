package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/calibrate"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// Calibration is what is done to a run's scores after training.
type Calibration string

// The calibrations: those of package calibrate, fitted to valid, and two that need no fit.
const (
	Uncalibrated Calibration = "none"
	// UndoShift takes back the known shift of the prior by Sampler, by Loss's class weights or logit adjustment, and by SampleWeights
	// that valid does not have.
	UndoShift   Calibration = "undo_shift"
	Platt                   = Calibration(calibrate.MethodPlatt)
	Temperature             = Calibration(calibrate.MethodTemperature)
	Beta                    = Calibration(calibrate.MethodBeta)
	Isotonic                = Calibration(calibrate.MethodIsotonic)
)

// Calibrations lists them.
func Calibrations() []Calibration {
	return []Calibration{Uncalibrated, UndoShift, Platt, Temperature, Beta, Isotonic}
}

func (c Calibration) check() error {
	if !slices.Contains(Calibrations(), c) {
		return fmt.Errorf("model.Config: Calibration is %q, want one of %q", string(c), Calibrations())
	}
	return nil
}

// checkCalibration refuses what cannot be calibrated, before the first step.
func (f *fitting) checkCalibration() error {
	switch {
	case f.config.Calibration == Uncalibrated:
		return nil
	case len(f.source.valid.Labels) > mostScores:
		return fmt.Errorf("model.Config: Calibration %s needs single scores, and of %d valid labels none are kept: use fewer", f.config.Calibration, len(f.source.valid.Labels))
	case f.config.Calibration == UndoShift && f.manifest.Shift == 0:
		return fmt.Errorf("model.Config: Calibration undo_shift: by how much %s with sampler %v shifts the odds is not known: use platt or beta, which are fitted to valid", f.network.loss.Traits().Name, f.config.Sampler)
	}
	return nil
}

// calibrator fits to the scores of valid.
func (f *fitting) calibrator(valid *predictions.Table) (calibrate.Calibrator, error) {
	if f.config.Calibration == UndoShift {
		if f.manifest.Shift == 1 {
			return nil, errors.New("neither the loss nor the sampler shifts the odds, nor do sample weights that valid does not have, so undo_shift has nothing to undo")
		}
		return calibrate.PriorShift{Factor: 1 / f.manifest.Shift}, nil
	}
	return calibrate.Fit(calibrate.Method(f.config.Calibration), valid.Batch())
}

// calibrate fits to valid and applies what was fitted. Where a method cannot be fitted, the scores stay, and progress keeps the reason.
func (f *fitting) calibrate(valid *predictions.Table) error {
	f.progress.Calibrator, f.progress.Uncalibrated = nil, ""
	if f.config.Calibration == Uncalibrated {
		return nil
	}
	c, err := f.calibrator(valid)
	if err != nil {
		f.progress.Uncalibrated = err.Error()
		return nil
	}
	valid.Rescore(c.Apply)
	f.progress.Calibrator, err = json.Marshal(c)
	return err
}

// calibrated applies a finished run's calibrator to new scores.
func (r *Run) calibrated(t *predictions.Table, s *metrics.State) (*predictions.Table, *metrics.State, error) {
	if !r.Manifest.Calibrated() {
		return t, s, nil
	}
	if t == nil {
		return nil, nil, errors.New("the run calibrates single scores, and of so many labels none are kept: use fewer at once")
	}
	c, err := calibrate.Decode(r.Manifest.Calibrator)
	if err != nil {
		return nil, nil, fmt.Errorf("manifest.json: %w", err)
	}
	t.Rescore(c.Apply)
	s, err = t.State()
	return t, s, err
}

// chooseThreshold applies the rule to the valid scores of the best epoch. Where no threshold keeps it, the one of the highest F1
// is taken, and a note says so.
func (f *fitting) chooseThreshold(run *runs.Run) (float64, error) {
	rule, err := metrics.ParseRule(f.config.ThresholdRule)
	if err != nil {
		return 0, err
	}
	table, valid, err := validScores(run)
	if err != nil {
		return 0, err
	}
	choice := valid.Choose(rule)
	switch {
	case choice.Undefined != "" || math.IsInf(choice.Threshold, 0):
	case rule.Limits() || table == nil || len(table.Scores) > mostRedrawn:
		threshold, _ := rule.Middle(valid)
		return threshold, nil
	default:
		return meanThreshold(table, rule)
	}
	reason := string(choice.Undefined)
	if reason == "" {
		reason = "it is best to call nothing positive"
	}
	highest, _ := valid.BestThreshold(metrics.Confusion.F1)
	return highest, f.record(history.Record{Kind: history.Note, Text: fmt.Sprintf(
		"no threshold by %v on valid: %s; the one of the highest F1 is taken", rule, reason)})
}

// thresholdReplicates is how many times the valid scores are drawn again to choose a threshold: the mean of so many choices is
// within a fourteenth of their spread of that of any number.
const thresholdReplicates = 200

// mostRedrawn bounds the labels that are drawn again, 200 times in a second: the choice of more varies little.
const mostRedrawn = 1 << 20

// validScores are the single scores, nil where they were not kept, and their state.
func validScores(run *runs.Run) (*predictions.Table, *metrics.State, error) {
	table, err := run.Predictions("valid")
	if errors.Is(err, fs.ErrNotExist) {
		state, err := run.State("valid")
		return nil, state, err
	}
	if err != nil {
		return nil, nil, err
	}
	state, err := table.State()
	return table, state, err
}

// meanThreshold is the mean choice on the valid scores drawn again.
func meanThreshold(table *predictions.Table, rule metrics.Rule) (float64, error) {
	drawn := bootstrap.New(thresholdReplicates, 0)
	if err := drawn.Update(table.Batch()); err != nil {
		return 0, err
	}
	threshold, reason := drawn.MeanThreshold(rule)
	if reason != "" {
		return 0, fmt.Errorf("no threshold by %v on the valid scores drawn again: %s", rule, reason)
	}
	return threshold, nil
}
