package diagnose

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// Miscalibrated finds D68: scores that rank, and are no probabilities. Of predictions it is not known whether class
// weights or resampling moved them on purpose, so the move up to equal odds that fits best is taken back first. Runs know:
// scores that a loss, weights or a sampler moved, and nobody calibrated, are none of its business.
func Miscalibrated(e Evidence) []Finding {
	if _, shifted := shiftedShares(e); shifted || e.Manifest != nil && !e.promisesProbabilities() {
		return nil // D33 says so of scores learned at other shares
	}
	var found []Finding
	for _, s := range scores(e) {
		if s.oneClass() || s.decisions() || !s.skilled() || s.positives < tellable {
			continue
		}
		loss, ratio, from := s.state.LogLoss(), s.state.CalibrationRatio(), s.prevalence
		if e.Manifest == nil && worthless(loss) {
			loss, from = s.movedBack()
		}
		switch {
		case worthless(loss):
			found = append(found, worthlessFinding(e, s, loss, from))
		case e.Manifest != nil && ratio.NoInterval == "" && (ratio.Lo > farRatio || ratio.Hi < 1/farRatio):
			found = append(found, farRatioFinding(e, s, ratio))
		}
	}
	return merged(found)
}

// farRatio is how many times the share of positives the mean score may be, or the other way round.
const farRatio = 2.0

// promisesProbabilities says whether the scores of a run are meant as probabilities: neither loss, weights nor sampler moved
// the odds, or they were calibrated.
func (e Evidence) promisesProbabilities() bool {
	return e.Manifest.Shift == 1 || e.Manifest.Calibrated()
}

// worthless says whether a log loss is above that of no skill, with all of its interval.
func worthless(loss metrics.Value) bool { return loss.NoInterval == "" && loss.Lo > loss.Baseline }

// movedBack is the log loss after the best move of the odds, and the share of positives that it moves them from.
func (s scored) movedBack() (metrics.Value, float64) {
	from := s.movedFrom()
	state, err := s.state.ShiftScores(from, s.prevalence)
	if err != nil {
		return s.state.LogLoss(), s.prevalence
	}
	return state.LogLoss(), from
}

// movedFrom is the share of positives, between that of the examples and one half, that the scores fit best as those of a
// model that was trained at it: there their mean is the share, and the log loss least.
func (s scored) movedFrom() float64 {
	near, far := s.prevalence, 0.5
	sign := far - near // weights towards balance raise scores where positives are rare
	for range 30 {
		middle := (near + far) / 2
		if (s.meanFrom(middle)-s.prevalence)*sign > 0 {
			near = middle
		} else {
			far = middle
		}
	}
	return near
}

// meanFrom is the mean score after a move from a share of positives to that of the examples.
func (s scored) meanFrom(share float64) float64 {
	var sum, all float64
	for i, score := range s.table.Scores {
		weight := 1.0
		if s.table.Weights != nil {
			weight = s.table.Weights[i]
		}
		sum, all = sum+weight*metrics.ShiftScore(score, share, s.prevalence), all+weight
	}
	return sum / all
}

// worthlessFinding is about scores whose log loss is least after the move from a share of positives.
func worthlessFinding(e Evidence, s scored, least metrics.Value, from float64) Finding {
	loss := s.state.LogLoss()
	f := Finding{
		ID: "D68", Severity: Warning,
		Title: fmt.Sprintf("The scores are no probabilities: their log loss is %s, that of no skill %s", number(loss.V), number(loss.Baseline)),
		Verdict: "The ranking is better than chance, but read as probabilities the scores are worth less than the share of positives, said of every example. " +
			"They are too confident, as of a model that learned its training data by heart; far from the class shares, as of one that was hardly trained; or on another scale.",
		Evidence: fmt.Sprintf("%s: log loss is %s, all of its interval above H(%s). ROC AUC is %s.", capital(s.name), loss, number(s.prevalence), s.auc),
		RuledOut: []string{"A model that learned nothing (D46): ROC AUC lies above 0.5."},
		Fix:      fixCalibration(e.framework()),
		Confirm:  fmt.Sprintf("Print log loss and the mean score on data that neither model nor calibration saw: below %s, and near %s.", number(loss.Baseline), number(s.prevalence)),
		Numbers:  map[string]float64{"log_loss": loss.V, "log_loss_low": loss.Lo, "log_loss_of_no_skill": loss.Baseline, "prevalence": s.prevalence, "roc_auc": s.auc.V},
	}
	if from != s.prevalence {
		f.RuledOut = append(f.RuledOut, fmt.Sprintf("Class weights or resampling, up to equal shares: with the odds moved back as far as fits best, by a factor of %s, log loss is still %s.",
			number(odds(from)/odds(s.prevalence)), least))
		f.Numbers["log_loss_moved"] = least.V
	}
	return f
}

func odds(p float64) float64 { return p / (1 - p) }

func farRatioFinding(e Evidence, s scored, ratio metrics.Value) Finding {
	mean := s.state.MeanScore()
	return Finding{
		ID: "D68", Severity: Info,
		Title:    fmt.Sprintf("The mean score is %s times the share of positives", number(ratio.V)),
		Verdict:  "Read as probabilities, the scores say another number of positives than there are. Ranking and decisions at a threshold that was chosen on such scores do not suffer; costs, expected counts and a threshold from costs do.",
		Evidence: fmt.Sprintf("%s: the mean score is %s and the share of positives %s. The ratio is %s, all of its interval outside [1/2, 2].", capital(s.name), number(mean.V), number(s.prevalence), ratio),
		RuledOut: []string{"Class weights, a sampler or a loss that moves the odds: the run had none, or was calibrated."},
		Fix:      fixCalibration(e.framework()) + "\nOr train for longer, so that the class shares are learned too.",
		Confirm:  fmt.Sprintf("Print the mean score again: it is near %s.", number(s.prevalence)),
		Numbers:  map[string]float64{"calibration_ratio": ratio.V, "calibration_ratio_low": ratio.Lo, "calibration_ratio_high": ratio.Hi, "mean_score": mean.V, "prevalence": s.prevalence},
	}
}
