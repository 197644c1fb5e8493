package nb

import (
	"strings"

	"github.com/seqpair/seqpair/metrics/calibrate"
	"github.com/seqpair/seqpair/metrics/runs"
)

// flattered says what was chosen on the validation part of a run that is read at a threshold, so that it reads too well; it is
// empty if nothing was.
func flattered(r *runs.Run, threshold float64) string {
	var chosen []string
	if r.Manifest.Best.Epoch > 0 {
		chosen = append(chosen, "the best epoch")
	}
	if threshold == r.Manifest.Threshold {
		chosen = append(chosen, "the threshold")
	}
	if fittedCalibration(r) {
		chosen = append(chosen, "the calibration")
	}
	if len(chosen) == 0 {
		return ""
	}
	return "Chosen on these examples: " + strings.Join(chosen, ", ") + ". So the readings are optimistic, which their intervals do not show: judge the run on a test part."
}

// fittedCalibration tells whether the scores went through what was fitted to the validation part; a shift of the prior is not.
func fittedCalibration(r *runs.Run) bool {
	c, err := calibrate.Decode(r.Manifest.Calibrator)
	_, shift := c.(calibrate.PriorShift)
	return err == nil && !shift
}
