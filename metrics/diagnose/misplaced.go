package diagnose

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// Misplaced finds D43: one class is predicted although the scores rank well, so
// that the threshold is wrong and not the model.
func Misplaced(e Evidence) []Finding {
	var found []Finding
	judged := scores(e)
	for _, s := range judged {
		// Twice the prevalence: average precision says, too, that the top of the
		// ranking is worth something.
		if s.oneClass() && s.skilled() && s.positives >= fewPositives && s.ap.V > min(2*s.prevalence, (1+s.prevalence)/2) {
			found = append(found, misplacedScores(e, s))
		}
	}
	if len(judged) == 0 && (e.Manifest == nil || e.Manifest.Threshold == 0) {
		for _, t := range trails(e) {
			if _, id := identical(t); id || e.choosesLater(t) {
				continue
			}
			if c, ok := collapsed(t, false); ok && c.ranking() {
				found = append(found, misplacedLog(e, c))
			}
		}
	}
	return merged(found)
}

// choosesLater says whether the trail is that of a run of ours that still trains: it chooses its threshold at the end.
func (e Evidence) choosesLater(t trail) bool {
	return !t.log && (e.Manifest == nil || !e.Manifest.Finished)
}

func misplacedScores(e Evidence, s scored) Finding {
	best, f1 := s.state.BestThreshold(metrics.Confusion.F1)
	what, metric := "nothing is predicted positive", s.confusion.Recall()
	if s.all {
		what, metric = "everything is predicted positive", s.confusion.Precision()
	}
	return Finding{
		ID: "D43", Severity: Warning,
		Title: fmt.Sprintf("The threshold is misplaced: at %s %s, but the scores rank well", number(s.threshold), what),
		Verdict: "The model has learned to tell the classes apart, and its scores all lie on one side of the threshold. " +
			"That is usual with rare positives: a probability above 0.5 is rare too. Metrics at that threshold hide what the model can do.",
		Evidence: fmt.Sprintf("%s: scores range from %s to %s. ROC AUC is %s; average precision is %s. At %s, F1 would be %s.",
			capital(s.name), number(s.least), number(s.greatest), s.auc, s.ap, number(best), number(f1.V)),
		RuledOut: []string{"A model that learned nothing (D02): ROC AUC lies above 0.5."},
		Fix:      fixThreshold(e.framework()),
		Confirm:  fmt.Sprintf("Print the confusion matrix at %s: F1 is %s on these data, a little less on new ones.", number(best), number(f1.V)),
		Numbers: map[string]float64{"threshold": s.threshold, "best_threshold": best, "best_f1": f1.V,
			"metric_at_threshold": metric.V, "roc_auc": s.auc.V, "average_precision": s.ap.V, "prevalence": s.prevalence},
	}
}

func misplacedLog(e Evidence, c collapse) Finding {
	w := c.rows[len(c.rows)-1]
	return Finding{
		ID: "D43", Severity: Warning,
		Title:   fmt.Sprintf("The threshold is misplaced: %s is %s, but the scores rank", w.recall.name, w.recall.text),
		Verdict: "One class is predicted at the threshold of the metrics, 0.5 unless you set another, although the scores tell the classes apart. That is usual with rare positives: a probability above 0.5 is rare too.",
		Evidence: fmt.Sprintf("%s is %s and %s is %s on %s.",
			w.recall.name, w.recall.text, w.auc.name, list(texts(c.rows, func(w row) reading { return w.auc })...), epochs(c.rows)),
		RuledOut: []string{fmt.Sprintf("A model that learned nothing (D02): %s would be near 0.5.", w.auc.name)},
		Fix:      fixThreshold(e.framework()),
		Confirm:  "Print recall and precision at the median score of the positives on validation data: recall there is 0.5 by construction, and precision is what the model is worth.",
		Numbers:  map[string]float64{"roc_auc": w.auc.mid(), "recall": w.recall.mid()},
	}
}
