package model

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics/calibrate"
)

// ShiftTo takes the scores of r to where a share of prevalence, in (0, 1), is positive: calibrate.Apply(shift, table.Scores), and
// shift.Apply(r.Threshold()) for the same decisions (Saerens, Latinne and Decaestecker 2002). It rests on scores that are probabilities
// among the training examples, as sampler, weights and loss shift them, or of a run that calibrates, among the valid ones as they are
// weighed; of a loss that leaves other scores it is an error that says so.
func (r *Run) ShiftTo(prevalence float64) (calibrate.PriorShift, error) {
	r.scoring.mutex.Lock()
	from, err := r.odds()
	r.scoring.mutex.Unlock()
	if err != nil {
		return calibrate.PriorShift{}, fmt.Errorf("run %s: %w", r.Path, err)
	}
	return calibrate.NewPriorShift(from/(1+from), prevalence)
}

// odds are those of a positive where the scores are probabilities.
func (r *Run) odds() (float64, error) {
	m := r.Manifest
	valid := m.Splits["valid"].Prevalence
	switch {
	case !m.Finished:
		return 0, fmt.Errorf("training is not finished: call Fit again first")
	case m.Calibrated() && r.Config.Calibration != UndoShift:
		return valid / (1 - valid), nil
	case m.Shift == 0 || m.Odds == 0:
		return 0, fmt.Errorf("its scores are no probabilities that are known (%s, sampler %v), so they cannot be taken to another prevalence: train with Calibration platt or beta", r.Config.Loss, r.Config.Sampler)
	case r.Config.Calibration == UndoShift:
		return m.Odds / m.Shift, nil
	}
	return m.Odds, nil
}
