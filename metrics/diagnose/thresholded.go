package diagnose

import "fmt"

// Thresholded finds D26 in a log: an AUC that equals the balanced accuracy of the
// table that accuracy, precision and recall give.
//
// Two epochs or more, each to within the digits, and all with different AUCs: the
// AUC of scores lies above that of its corner at the threshold.
func Thresholded(e Evidence) []Finding {
	for _, t := range trails(e) {
		if _, id := identical(t); id || !t.log {
			continue
		}
		for _, rows := range t.splits() {
			if f, ok := thresholded(rows); ok {
				return []Finding{f}
			}
		}
	}
	return nil
}

const (
	// narrow is how well the balanced accuracy must be known to recognise it.
	narrow = 0.01

	// narrowAlone is how well, where there is one evaluation only: the AUC of scores lies some hundredths above.
	narrowAlone = 0.002
)

func thresholded(rows []row) (Finding, bool) {
	n, values := 0, map[string]bool{}
	var last row
	var balanced span
	for _, w := range complete(rows) {
		b := w.balancedBy()
		if !w.auc.known() || b.empty() || b.hi-b.lo > narrow {
			continue
		}
		if b.and(w.auc.span).empty() {
			return Finding{}, false
		}
		n++
		values[w.auc.text], last, balanced = true, w, b
	}
	alone := len(rows) == 1 && n == 1 && balanced.hi-balanced.lo < narrowAlone
	if share, _ := describedBy(complete(rows)); !alone && (n < 2 || len(values) < 2) || share.empty() {
		return Finding{}, false
	}
	severity, where := Error, fmt.Sprintf("on all %d epochs", n)
	if alone {
		severity, where = Warning, "to the last digit"
	}
	return Finding{
		ID: "D26", Severity: severity,
		Title:   "AUC is computed from decisions, not from scores",
		Verdict: "AUC was given classes (0 or 1) instead of scores. Its curve then has one corner, and it is the balanced accuracy at the threshold: the ranking that it should judge is gone.",
		Evidence: fmt.Sprintf("%s = %s on epoch %d. Accuracy, %s and %s of one table give (recall + specificity) / 2 = %s there, and the two agree %s.",
			last.auc.name, last.auc.text, last.epoch, last.precision.name, last.recall.name, number(balanced.mid()), where),
		RuledOut: []string{"An AUC of scores: it lies above the corner at the threshold, and does not follow it from epoch to epoch."},
		Fix:      "Give AUC the scores:\n    roc_auc_score(y, model.predict_proba(x)[:, 1])       # not model.predict(x), not p > 0.5",
		Confirm:  "Print both: the AUC of the scores is higher.",
		Numbers:  map[string]float64{"roc_auc": last.auc.mid(), "balanced_accuracy": balanced.mid(), "epochs": float64(n)},
	}, true
}
