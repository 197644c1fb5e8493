package diagnose

import (
	"fmt"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
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
	}
	return nil
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
	return Finding{
		ID: "D02", Severity: Error,
		Title:    fmt.Sprintf("The model predicts one class: everything is %s, and accuracy %s is the share of that", which, number(share)),
		Verdict:  fmt.Sprintf("Every example gets the same class. Accuracy is the share of that class, which a constant prediction scores; %s are 0/0, undefined, even where a program prints 0.", undefined),
		Evidence: cells + " The matrix cannot tell whether the scores rank: print the ROC AUC.",
		Fix:      fixPrior(e.framework(), p),
		Confirm:  "Print the ROC AUC of the scores: near 0.5, nothing was learned; 0.7 or more, keep the model and choose the threshold on validation data (D43).",
		Numbers:  map[string]float64{"accuracy": c.Accuracy().V, "majority_share": max(p.positive, 1-p.positive), "prevalence": p.positive},
	}
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

func reportFindings(e Evidence, r history.ClassReport) []Finding {
	var found []Finding
	for i, class := range r.Classes {
		nothing := class.Precision.Value == 0 && class.Recall.Value == 0
		switch {
		case class.Support == 0 && len(r.Averages) > 0:
			found = append(found, absentClass(r, class))
		case nothing && class.Support > 0 && len(r.Classes) == 2 && r.Classes[1-i].Recall.Value == 1:
			found = append(found, oneClassReport(e, r, i), zeroForUndefined(class))
		}
	}
	return found
}

func absentClass(r history.ClassReport, class history.ClassRow) Finding {
	present := 0.0
	sum := 0.0
	for _, c := range r.Classes {
		if c.Support > 0 {
			present++
			sum += c.F1.Value
		}
	}
	f := Finding{
		ID: "D20", Severity: Warning,
		Title:    fmt.Sprintf("The macro average counts %q, of which there is no example", class.Name),
		Verdict:  "The recall of a class without examples is 0/0. The report prints 0 for it, and the mean over the classes counts that 0.",
		Evidence: fmt.Sprintf("%q: support 0, F1 %s.", class.Name, class.F1.Text),
		Fix:      "Average over the classes that are there, and say so:\n    classification_report(y, decided, labels=sorted(set(y)))   # sklearn.metrics",
		Confirm:  "Print the support of each class beside the average.",
		Numbers:  map[string]float64{"support": 0},
	}
	if present > 0 {
		f.Evidence += fmt.Sprintf(" Over the %.0f classes that have examples, macro F1 is %s.", present, number(sum/present))
		f.Numbers["macro_f1_of_present"] = sum / present
	}
	return f
}

func oneClassReport(e Evidence, r history.ClassReport, none int) Finding {
	class, other := r.Classes[none], r.Classes[1-none]
	total := float64(class.Support + other.Support)
	share := float64(other.Support) / total
	p := prior{share: share, positive: float64(r.Classes[1].Support) / total}
	return Finding{
		ID: "D02", Severity: Error,
		Title:   fmt.Sprintf("The model predicts one class: everything is %q, and accuracy %s is the share of that", other.Name, number(share)),
		Verdict: "Every example gets the same class. Accuracy is the share of that class, which a constant prediction scores.",
		Evidence: fmt.Sprintf("%q: recall %s, %d examples. %q: recall %s, %d examples. The report cannot tell whether the scores rank: print the ROC AUC.",
			class.Name, class.Recall.Text, class.Support, other.Name, other.Recall.Text, other.Support),
		Fix:     fixPrior(e.framework(), p),
		Confirm: "Print the ROC AUC of the scores: near 0.5, nothing was learned; 0.7 or more, keep the model and choose the threshold on validation data (D43).",
		Numbers: map[string]float64{"majority_share": share, "prevalence": p.positive},
	}
}

func zeroForUndefined(class history.ClassRow) Finding {
	return Finding{
		ID: "D21", Severity: Info,
		Title:    fmt.Sprintf("Precision 0 of %q is 0/0: nothing was predicted so", class.Name),
		Verdict:  "No example was predicted to be of this class, so its precision and F1 are undefined. The report prints 0 (zero_division), which reads as if all alarms were false.",
		Evidence: fmt.Sprintf("%q: precision %s, recall %s, %d examples.", class.Name, class.Precision.Text, class.Recall.Text, class.Support),
		Fix:      "Show undefined as undefined:\n    classification_report(y, decided, zero_division=numpy.nan)   # sklearn.metrics",
		Confirm:  "Count the predictions of each class: there are none of this one.",
		Numbers:  map[string]float64{"support": float64(class.Support)},
	}
}
