package diagnose

import (
	"errors"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// refused is about a file of predictions that was refused for its scores: one is not a number (D39), or they are
// on no scale that a metric knows (D16).
func refused(e Evidence) (Finding, bool) {
	switch {
	case e.Refused == nil:
		return Finding{}, false
	case errors.Is(e.Refused, predictions.ErrNoProbability):
		return offScale(e), true
	}
	return notFinite(e), true
}

func offScale(e Evidence) Finding {
	return Finding{
		ID: "D16", Severity: Error,
		Title:    "The scores are neither probabilities nor logits: percentages?",
		Verdict:  "They lie between 0 and far above 1. Metrics that expect probabilities clip or refuse them, and at the threshold 0.5 nearly everything is positive.",
		Evidence: e.Refused.Error(),
		RuledOut: []string{"Logits: none lies below 0, and some beyond 36.7, where a float64 knows no probability but 1."},
		Fix:      "Divide percentages by 100, or save what the model returns:\n    p = model.predict_proba(x)[:, 1]",
		Confirm:  "Print the least and the greatest score: they lie in [0,1].",
	}
}

func notFinite(e Evidence) Finding {
	return Finding{
		ID: "D39", Severity: Error,
		Title:    "A score is not a number",
		Verdict:  "One nan makes scikit-learn fail, Keras count it as negative, and torchmetrics take its whole batch for logits. No metric of these scores means anything.",
		Evidence: e.Refused.Error(),
		Fix: "Find the input that gives nan: a division by zero or a logarithm of zero in the features, or a model that diverged:\n" +
			"    numpy.flatnonzero(~numpy.isfinite(p))\n    keras.callbacks.TerminateOnNaN()",
		Confirm: "Count the scores that are not finite: there are none, and this report then says what the others are worth.",
	}
}
