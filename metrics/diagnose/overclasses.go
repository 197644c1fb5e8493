package diagnose

import "fmt"

// overClasses finds recall that equals accuracy epoch by epoch while precision
// does not: an average over classes weighted by their support.
func overClasses(e Evidence, rows []row) (Finding, bool) {
	var values []string
	n := 0
	for _, w := range rows {
		a, p, r := w.accuracy, w.precision, w.recall
		if !a.known() || !p.known() || !r.known() || a.decimals < 3 || r.decimals < 3 {
			continue
		}
		if a.and(r.span).empty() {
			return Finding{}, false
		}
		if !a.and(p.span).empty() {
			continue // by chance
		}
		n++
		if len(values) == 0 || values[len(values)-1] != r.text {
			values = append(values, r.text)
		}
	}
	if n < 2 || len(values) < 2 {
		return Finding{}, false
	}
	w := rows[len(rows)-1]
	return Finding{
		ID: "D45", Severity: Warning,
		Title: "Recall is accuracy by another name: the metrics are averaged over both classes by their size",
		Verdict: "Averaged over the classes with their numbers of examples as weights, recall is accuracy, for every model: sum of n_c x TP_c / n_c. " +
			"Precision and F1 are then mostly those of the majority. None of them is about the positives.",
		Evidence: fmt.Sprintf("%s = %s to the last digit on all %d epochs (%s), while %s differs.", w.recall.name, w.accuracy.name, n, short(values...), w.precision.name),
		RuledOut: []string{
			"Micro averages (D01): precision would be the same number too.",
			"Precision and recall of the positive class: recall would equal accuracy only by chance, and not on every epoch.",
		},
		Fix:     fixClass(e.framework()),
		Confirm: "Print precision and recall of class 1 beside these: they are lower if positives are rare.",
		Numbers: map[string]float64{"accuracy": w.accuracy.mid(), "epochs": float64(n)},
	}, true
}
