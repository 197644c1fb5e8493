package diagnose

import (
	"fmt"
	"math"
)

// exactEquality finds an accuracy of exactly 0.
func exactEquality(e Evidence, rows []row) (Finding, bool) {
	n := 0
	good := ""
	for _, w := range rows {
		if !w.accuracy.known() || w.accuracy.decimals < 3 || w.accuracy.mid() > 0.001 {
			return Finding{}, false
		}
		n++
		for _, r := range []reading{w.recall, w.auc, w.precision} {
			if r.known() && r.lo > 0.01 {
				good = fmt.Sprintf("%s is %s", r.name, r.text)
			}
		}
		if good == "" && w.loss.known() && w.loss.hi < math.Ln2 {
			good = fmt.Sprintf("%s is %s, below ln 2", w.loss.name, w.loss.text)
		}
	}
	if n < 2 || good == "" {
		return Finding{}, false
	}
	w := rows[len(rows)-1]
	return Finding{
		ID: "D17", Severity: Error,
		Title:    "Accuracy 0 is exact equality of scores and labels",
		Verdict:  "This accuracy counts scores that equal their label to the last bit, which a score of 0.97 never does. A classifier that is wrong on every example would be as good as a perfect one, with its classes exchanged.",
		Evidence: fmt.Sprintf("%s is %s on all %d epochs, while %s.", w.accuracy.name, w.accuracy.text, n, good),
		RuledOut: []string{"A model that is always wrong: its other metrics would be 0 too."},
		Fix:      "Count decisions, not equal numbers:\n    metrics=[\"accuracy\"] or keras.metrics.BinaryAccuracy(threshold=0.5)   # not keras.metrics.Accuracy()",
		Confirm:  "Print ((p > 0.5) == y).mean() beside it, with p and y of the same shape.",
		Numbers:  map[string]float64{"accuracy": w.accuracy.mid(), "epochs": float64(n)},
	}, true
}

// argmaxed finds an F1 that never moves while the other metrics do: the argmax of
// one column is always that column, so that everything is positive.
func argmaxed(e Evidence, rows []row) (Finding, bool) {
	f := span{0, 1}
	n := 0
	moving := map[string]bool{}
	for _, w := range rows {
		if !w.f1().known() || w.f1().decimals < 4 || w.f1Gap() == 0 {
			return Finding{}, false
		}
		f = f.and(w.f1().span)
		n++
		moving[w.recall.text] = true
	}
	if n < 3 || f.empty() || f.lo <= 0 || f.hi >= 1 || len(moving) < 3 {
		return Finding{}, false
	}
	w := rows[len(rows)-1]
	share := f.mid() / (2 - f.mid())
	return Finding{
		ID: "D47", Severity: Error,
		Title:   fmt.Sprintf("F1 does not move: it takes the argmax of one column, which is always 1, and reads 2s / (1 + s) of the share s = %s", number(share)),
		Verdict: "Without a threshold this F1 takes each row's largest column for the decision. A head of one column has only that one, so every example is positive, whatever its score.",
		Evidence: fmt.Sprintf("%s is %s on all %d epochs, while %s runs through %s. Everything positive has F1 = 2s / (1 + s), so the share of positives is %s.",
			w.f1().name, w.f1().text, n, w.recall.name, short(texts(rows, func(w row) reading { return w.recall })...), number(share)),
		RuledOut: []string{"A model that stands still: its recall moves."},
		Fix:      "Give F1 its threshold:\n    keras.metrics.F1Score(threshold=0.5)",
		Confirm:  fmt.Sprintf("Count the labels: the share of positives is %s. With a threshold, F1 = 2PR / (P + R) of the other two.", number(share)),
		Numbers:  map[string]float64{"f1": f.mid(), "prevalence": share},
	}, true
}
