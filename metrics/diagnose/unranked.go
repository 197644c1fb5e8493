package diagnose

import "fmt"

// Unranked finds D46 in a log: an AUC that stays at chance. Where one class is predicted it is the business of
// OneClass, and where validation data alone are unranked, of Training.
func Unranked(e Evidence) []Finding {
	if len(scores(e)) > 0 {
		return nil // they tell more
	}
	for _, t := range trails(e) {
		_, id := identical(t)
		if _, one := collapsed(t, id || t.flattenedBy(e)); id || one || !t.log {
			continue
		}
		rows := t.train
		if len(withAUC(rows)) == 0 {
			rows = t.valid
		}
		if len(withAUC(rows)) == 0 {
			rows = t.test
		}
		if f, ok := unrankedLog(e, withAUC(rows)); ok {
			return []Finding{f}
		}
	}
	return nil
}

// atChance is how far from 0.5 the AUC of scores without skill reads at 100 positives (0.29/√100, Hanley and McNeil 1982).
const atChance = 0.03

func withAUC(rows []row) []row {
	var all []row
	for _, w := range rows {
		if w.auc.known() {
			all = append(all, w)
		}
	}
	return all
}

func unrankedLog(e Evidence, rows []row) (Finding, bool) {
	last := final(rows, func(w row) bool { return w.auc.decimals >= 2 && w.auc.lo <= 0.5+atChance && w.auc.hi >= 0.5-atChance })
	if len(last) < 3 {
		return Finding{}, false
	}
	w := last[len(last)-1]
	return Finding{
		ID: "D46", Severity: Warning,
		Title: fmt.Sprintf("The scores rank no better than chance: %s stays at %s", w.auc.name, w.auc.text),
		Verdict: "An AUC of one half is that of scores that have nothing to do with the labels: a model that does not see its input does as well. " +
			"Whatever else the log says is then the class shares.",
		Evidence: fmt.Sprintf("%s is %s %s.", w.auc.name, short(texts(last, func(w row) reading { return w.auc })...), during(last)),
		RuledOut: []string{"A misplaced threshold (D43): an AUC has none."},
		Fix: "Look at the data before the model: train on 32 examples until the loss is near 0 (else the model or its inputs are broken), then compare with a run whose inputs are all zero. " +
			"Check that labels belong to their rows (D32), and that the steps are not too large (D49).",
		Confirm: "Print the least and the greatest score, and the count of positives: with fewer than 20 of them, the AUC is noise.",
		Numbers: map[string]float64{"roc_auc": w.auc.mid(), "epochs": float64(len(last))},
	}, true
}
