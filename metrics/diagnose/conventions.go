package diagnose

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// convention is a way to read one number from scores.
type convention struct {
	id, how string
	value   float64
	why     string
	fix     string
}

func rocConventions(s scored) []convention {
	all := []convention{{how: "the exact ROC AUC", value: s.auc.V}}
	decided := s.confusion.BalancedAccuracy()
	if decided.Undefined == "" {
		all = append(all, convention{"D26", "the AUC of decisions at the threshold", decided.V,
			"The AUC was computed from classes, not from scores: its curve has one corner, and it is the balanced accuracy at the threshold.",
			"Give AUC the scores:\n    roc_auc_score(y, model.predict_proba(x)[:, 1])       # not model.predict(x)"})
	}
	all = append(all, convention{"D37", "the AUC over both columns, flattened", metrics.OneHotMicro(s.state).ROCAUC().V,
		"The AUC was taken over both one-hot columns as if they were examples. Every example then also counts as its mirror image, and the class shares alone rank well.",
		"Give AUC column 1 alone:\n    roc_auc_score(y, p[:, 1])\n    keras.metrics.AUC(multi_label=True, num_labels=2)"})
	if v := kerasReads(s, `AUC(curve="ROC")`); !math.IsNaN(v) {
		all = append(all, convention{"D15", "the AUC of 200 thresholds, as Keras takes them", v,
			"Keras's AUC knows 200 thresholds, 1/199 apart. Scores of rare positives lie below the first few, and what they rank between two thresholds is lost.",
			"Compute AUC from the saved scores, or put thresholds where the scores are:\n    keras.metrics.AUC(thresholds=list(quantiles_of_the_scores))"})
	}
	return append(all, convention{"D57", "the AUC of the other class", 1 - s.auc.V,
		"The log ranks by the score of the other class: column 0 where the file has column 1, or labels exchanged.",
		fixSwap("")})
}

func prConventions(s scored) []convention {
	const fix = "Name the method beside the number. Average precision does not interpolate:\n    average_precision_score(y, p)                        # sklearn.metrics"
	why := func(method string) string {
		return "There are several areas under the precision-recall curve. The log's is " + method + "; average precision is the sum of precision times the step in recall, and interpolates nothing."
	}
	all := []convention{
		{how: "average precision", value: s.ap.V},
		{"D23", "the trapezoid's area", s.state.PRTrapezoid().V, why("the trapezoid's, which is too high: precision is not linear in recall"), fix},
		{"D23", "Davis and Goadrich's area", s.state.PRDavisGoadrich().V, why("interpolated after Davis and Goadrich"), fix},
	}
	if v := kerasReads(s, `AUC(curve="PR")`); !math.IsNaN(v) {
		all = append(all, convention{"D15", "the area of 200 thresholds, as Keras takes them", v,
			"Keras's AUC(curve=\"PR\") knows 200 thresholds, 1/199 apart, and interpolates between them. Scores of rare positives lie below the first few.", fix})
	}
	return all
}

// kerasReads is what Keras prints for a call, NaN if it raises.
func kerasReads(s scored, call string) float64 {
	all, err := metrics.Explain(metrics.Keras, s.threshold, s.table.Batch())
	if err != nil {
		return math.NaN()
	}
	for _, x := range all {
		if x.Call == call && x.Raises == "" {
			return x.Theirs
		}
	}
	return math.NaN()
}

// accuracyConventions are the accuracy of the decisions, that of the cells of two columns, and that of every label
// against every decision.
func accuracyConventions(s scored) []convention {
	c := s.confusion
	all := []convention{{how: "accuracy at the threshold", value: c.Accuracy().V}}
	predicted := (c.TP + c.FP) / (c.TP + c.FP + c.TN + c.FN)
	all = append(all, convention{"D19", "accuracy of every label against every decision", predicted*s.prevalence + (1-predicted)*(1-s.prevalence),
		"Labels of shape (n) and decisions of shape (n, 1) were compared: broadcasting makes n x n of them, and the mean says how often any label equals any decision.",
		"Give both the same shape:\n    (p[:, 0] > 0.5) == y                                 # not p > 0.5 of shape (n, 1)"})
	if s.table.Scores0 != nil {
		all = append(all, convention{"D18", "accuracy of both columns as if they were examples", s.cellAccuracy(),
			"Binary accuracy was taken over both columns of one-hot labels: every example counts twice, and the columns of independent sigmoids decide on their own.",
			fixHead("keras")})
	}
	return all
}

// cellAccuracy is how often a column is on the side of 0.5 of its label.
func (s scored) cellAccuracy() float64 {
	right := 0.0
	for i, label := range s.table.Labels {
		if (s.table.Scores[i] > 0.5) == label {
			right += 0.5
		}
		if (s.table.Scores0[i] > 0.5) != label {
			right += 0.5
		}
	}
	return right / float64(len(s.table.Labels))
}
