package diagnose

import (
	"fmt"
	"slices"
)

// Blind says why evidence without findings does not mean that all is well, and what to print next; "" if the checks
// had enough to go by.
func Blind(e Evidence) string {
	if e.Log == nil || len(scores(e)) > 0 || e.Manifest != nil || len(e.Log.Reports)+len(e.Log.Confusions) > 0 || e.Confusion != nil || e.Data != nil {
		return ""
	}
	const next = "print accuracy, precision, recall and ROC AUC of class 1, or save label and score of the validation data"
	metric := func(w row) bool {
		return len(w.shared) > 0 || w.auc.known() || len(w.other) > 0 || len(w.odd) > 0
	}
	for _, t := range trails(e) {
		for _, rows := range t.splits() {
			if slices.ContainsFunc(rows, metric) {
				return ""
			}
			if len(withLoss(rows)) > 0 {
				return "cannot tell: the log has no metric but the loss; " + next
			}
		}
	}
	var names []string
	for _, epoch := range e.Log.Epochs {
		names = append(names, epoch.Names...)
	}
	if len(names) == 0 {
		return "cannot tell: the log has no numbers; " + next
	}
	return fmt.Sprintf("cannot tell: none of %s is a metric that the checks know; %s", short(once(names)...), next)
}
