package diagnose

import "fmt"

// learned is an AUC in a log that no chance explains.
const learned = 0.65

// misordered says whether the log ranks well and the scores do not rank at all.
func misordered(e Evidence, s scored) bool {
	rows := rowsOf(e, s)
	if rows == nil || !s.noise() {
		return false
	}
	auc := rows[len(rows)-1].auc
	return auc.known() && auc.lo > learned
}

func misorderedFinding(s scored, rows []row) Finding {
	w := rows[len(rows)-1]
	return Finding{
		ID: "D32", Severity: Error,
		Title:    "Labels and scores stand in different orders",
		Verdict:  "The model ranks well in the log, and its saved scores do not rank at all beside these labels. The rows were shuffled between predicting and saving, or the labels come from another file.",
		Evidence: fmt.Sprintf("%s is %s in epoch %d; from the scores of %s, ROC AUC is %s.", w.auc.name, w.auc.text, w.epoch, the(s.name), s.auc),
		RuledOut: []string{"A model without skill (D46): the log says otherwise.", "Too few positives to tell: the interval would be wider."},
		Fix: "Predict on data that is not shuffled, and write the id beside label and score:\n    test = generator(shuffle=False); test.reset(); p = model.predict(test); y = test.classes\n" +
			"    for x, y in dataset: collect both in the same loop",
		Confirm: fmt.Sprintf("Compute ROC AUC from the new file: it is near %s.", w.auc.text),
		Numbers: map[string]float64{"logged_roc_auc": w.auc.mid(), "roc_auc": s.auc.V},
	}
}
