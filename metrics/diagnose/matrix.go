package diagnose

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
)

// Tabled judges confusion matrices and classification reports: one class is
// predicted (D02), flattened columns (D04), classes without examples in a macro
// average (D20), 0/0 printed as 0 (D21), and a matrix that contradicts the log
// beside it (D66, D01, D57).
func Tabled(e Evidence) []Finding {
	var found []Finding
	if c, where, ok := matrixOf(e); ok {
		found = append(found, tableFindings(e, c, where)...)
		found = append(found, disagreement(e, c, where)...)
	}
	if e.Log != nil && len(e.Log.Reports) > 0 {
		found = append(found, reportFindings(e, e.Log.Reports[len(e.Log.Reports)-1])...)
	}
	return mergedByID(found)
}

// matrixOf is the matrix that was typed, else the last one in the log.
func matrixOf(e Evidence) (metrics.Confusion, string, bool) {
	if e.Confusion != nil {
		return *e.Confusion, "the confusion matrix", true
	}
	if e.Log != nil && len(e.Log.Confusions) > 0 {
		return e.Log.Confusions[len(e.Log.Confusions)-1], "the matrix in the log", true
	}
	return metrics.Confusion{}, "", false
}

func tableFindings(e Evidence, c metrics.Confusion, where string) []Finding {
	n := c.Rows
	cells := fmt.Sprintf("%s: TP %d, FP %d, TN %d, FN %d.", capital(where), n.TP, n.FP, n.TN, n.FN)
	positives, negatives := n.TP+n.FN, n.TN+n.FP
	switch {
	case positives == 0 || negatives == 0:
		return nil // D25
	case n.TP == n.TN && n.FP == n.FN && n.TP > 0 && positives+negatives >= manyRows:
		return []Finding{flattenedTable(e, c, cells)}
	case n.TP+n.FP == 0 || n.TN+n.FN == 0:
		return []Finding{oneClassTable(e, c, cells)}
	case n.TP == 0 && positives >= tellable || few(n.TP+n.FP, positives):
		return []Finding{hardlyAny(e, c, cells, "positive", n.TP, n.TP+n.FP, positives)}
	case n.TN == 0 && negatives >= tellable || few(n.TN+n.FN, negatives):
		return []Finding{hardlyAny(e, c, cells, "negative", n.TN, n.TN+n.FN, negatives)}
	}
	return nil
}

// few says whether so few examples are predicted to be of a class that the model all but ignores it: one for
// every twenty that there are.
func few(predicted, examples int64) bool { return examples >= tellable && 20*predicted < examples }

// hardlyAny is about a matrix in which nearly all examples get the same class, or none of the other is found.
func hardlyAny(e Evidence, c metrics.Confusion, cells, class string, found, predicted, examples int64) Finding {
	all := c.Rows.TP + c.Rows.FP + c.Rows.TN + c.Rows.FN
	share := float64(all-examples) / float64(all)
	p := prior{positive: float64(c.Rows.TP+c.Rows.FN) / float64(all), share: share}
	f := Finding{
		ID: "D02", Severity: Warning,
		Title:    fmt.Sprintf("The model hardly knows the %s class: %d of its %d examples are found", class, found, examples),
		Verdict:  fmt.Sprintf("Nearly every example gets the other class, so accuracy %s is little else than its share, %s, which a constant prediction scores.", number(c.Accuracy().V), number(share)),
		Evidence: cells + fmt.Sprintf(" %d examples are predicted %s. The matrix cannot tell whether the scores rank: print the ROC AUC.", predicted, class),
		Fix:      fixPrior(e.framework(), p),
		Confirm:  "Print the ROC AUC of the scores: near 0.5, nothing was learned; 0.7 or more, keep the model and choose the threshold on validation data (D43).",
		Numbers:  map[string]float64{"accuracy": c.Accuracy().V, "share_of_other_class": share, "found": float64(found), "examples": float64(examples)},
	}
	if class == "negative" {
		f.raised(e, p)
	}
	return f
}

func flattenedTable(e Evidence, c metrics.Confusion, cells string) Finding {
	return Finding{
		ID: "D04", Severity: Warning,
		Title:   "TP = TN and FP = FN: the matrix counts two one-hot columns, not examples",
		Verdict: "Every example stands in this matrix twice, once for each column: a right one is a true positive of its own class and a true negative of the other. All rates of such a matrix are accuracy.",
		Evidence: cells + fmt.Sprintf(" It would take exactly as many positives as negatives and equal errors of both kinds; all rates are %s.",
			number(c.Accuracy().V)),
		RuledOut: nil,
		Fix:      fixHead(e.framework()),
		Confirm:  "Count the examples: there are half as many as the matrix has. If there are as many, half of them positive, the matrix is right and its symmetry chance.",
		Numbers:  map[string]float64{"tp": float64(c.Rows.TP), "fp": float64(c.Rows.FP), "accuracy": c.Accuracy().V},
	}
}

func oneClassTable(e Evidence, c metrics.Confusion, cells string) Finding {
	n := c.Rows
	p := prior{positive: float64(n.TP+n.FN) / float64(n.TP+n.FP+n.TN+n.FN)}
	which, share, undefined := "negative", 1-p.positive, "precision, F1 and MCC"
	if n.TN+n.FN == 0 {
		which, share, undefined = "positive", p.positive, "the negative predictive value and MCC"
	}
	p.share = share
	f := Finding{
		ID: "D02", Severity: Error,
		Title:    fmt.Sprintf("The model predicts one class: everything is %s, and accuracy %s is the share of that", which, number(share)),
		Verdict:  fmt.Sprintf("Every example gets the same class. Accuracy is the share of that class, which a constant prediction scores; %s are 0/0, undefined, even where a program prints 0.", undefined),
		Evidence: cells + " The matrix cannot tell whether the scores rank: print the ROC AUC.",
		Fix:      fixPrior(e.framework(), p),
		Confirm:  "Print the ROC AUC of the scores: near 0.5, nothing was learned; 0.7 or more, keep the model and choose the threshold on validation data (D43).",
		Numbers:  map[string]float64{"accuracy": c.Accuracy().V, "majority_share": max(p.positive, 1-p.positive), "prevalence": p.positive},
	}
	if which == "positive" {
		f.raised(e, p)
	}
	return f
}

// disagreement compares the matrix with the metrics of the log.
func disagreement(e Evidence, c metrics.Confusion, where string) []Finding {
	for _, t := range trails(e) {
		rows := t.valid
		if len(rows) == 0 {
			rows = t.main()
		}
		if len(rows) == 0 {
			continue
		}
		w := rows[len(rows)-1]
		for _, k := range []struct {
			r            reading
			own, flipped metrics.Value
		}{{w.recall, c.Recall(), c.Flipped().Recall()}, {w.precision, c.Precision(), c.Flipped().Precision()}, {w.f1(), c.F1(), c.Flipped().F1()}, {w.accuracy, c.Accuracy(), c.Accuracy()}} {
			own := k.own.V // 0 where it is 0/0, as programs print it
			if !k.r.known() || k.r.near(own) {
				continue
			}
			return []Finding{disagrees(e, c, where, k.r, k.own, k.flipped.V)}
		}
	}
	return nil
}

func disagrees(e Evidence, c metrics.Confusion, where string, r reading, own metrics.Value, flipped float64) Finding {
	accuracy, macro := c.Accuracy().V, (own.V+flipped)/2
	f := Finding{
		ID: "D66", Severity: Warning,
		Title:   fmt.Sprintf("%s is %s, but %s says %s", r.name, r.text, where, own),
		Verdict: "The log and the matrix are not of the same decisions: other rows, another threshold, or another class.",
		Fix:     "Make both from the same scores, at the same threshold, of the same class.",
		Confirm: "Compute precision and recall from the cells of the matrix, and print them beside the log's.",
		Numbers: map[string]float64{"logged": r.mid(), "from_matrix": own.V, "accuracy": accuracy},
	}
	f.Evidence = fmt.Sprintf("%s: TP %d, FP %d, TN %d, FN %d, so accuracy is %s and %s of class 1 is %s; the log prints %s.",
		capital(where), c.Rows.TP, c.Rows.FP, c.Rows.TN, c.Rows.FN, number(accuracy), r.name, own, r.text)
	switch {
	case r.near(accuracy):
		f.ID, f.Severity, f.Title = "D01", Error, flattenedTitle
		f.Verdict, f.Fix, f.Confirm = flattenedVerdict, fixHead(e.framework()), confirmHead(e.framework())
		f.Evidence += " The log's number is the accuracy of the matrix."
	case r.near(flipped):
		f.ID, f.Severity, f.Title = "D57", Error, "The metrics in the log are those of the other class"
		f.Verdict = "Precision and recall describe class 0, the one that is not looked for."
		f.Fix = fixSwap(e.framework())
		f.Evidence += fmt.Sprintf(" Of class 0 it is %s.", number(flipped))
	case r.near(macro):
		f.Severity = Info
		f.Evidence += " It is the mean over both classes (macro)."
		f.Verdict = "The log averages over both classes. That is no mistake, but it is not a metric of the positives."
	}
	return f
}
