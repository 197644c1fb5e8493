package diagnose

import (
	"fmt"
	"math"
	"strings"
)

// Averaged finds readings that are not of one confusion table: averages of
// batches (D03), averages over classes that restate accuracy (D45), one column
// decided by argmax (D47), and exact equality called accuracy (D17).
//
// It holds by a log, by the identities of forensics.go.
func Averaged(e Evidence) []Finding {
	var found []Finding
	for _, t := range trails(e) {
		if _, id := identical(t); id || !t.log {
			continue
		}
		for _, rows := range t.splits() {
			for _, check := range []func(Evidence, []row) (Finding, bool){exactEquality, argmaxed, overClasses, overBatches, fractionalCounts} {
				if f, ok := check(e, rows); ok {
					found = append(found, f)
					break // one explanation for the same numbers
				}
			}
		}
	}
	return mergedByID(found)
}

// complete are the rows that have precision and recall.
func complete(rows []row) []row {
	var all []row
	for _, w := range rows {
		if w.precision.known() && w.recall.known() && w.precision.lo > 0 && w.recall.lo > 0 && w.precision.hi < 1 {
			all = append(all, w)
		}
	}
	return all
}

// clearGap is how far F1 must lie from the harmonic mean on one epoch alone; a
// smaller gap takes two epochs. Half a per cent is far beyond float32 sums.
const clearGap = 0.005

func overBatches(e Evidence, rows []row) (Finding, bool) {
	rows = complete(rows)
	var broken []row
	above, widest := false, row{}
	for _, w := range rows {
		gap := w.f1Gap()
		if gap == 0 {
			continue
		}
		broken, above = append(broken, w), above || gap > 0
		if math.Abs(gap) >= math.Abs(widest.f1Gap()) {
			widest = w
		}
	}
	if len(broken) == 0 {
		return overBatchesByShare(e, rows)
	}
	if len(broken) < 2 && math.Abs(widest.f1Gap()) < clearGap || len(broken)*2 < len(rows) {
		return Finding{}, false
	}
	known := widest.accuracy.known()
	if known && macroFits(broken) {
		return Finding{}, false // averages over classes, as a report may have them
	}
	snippet := strings.HasSuffix(widest.f1().name, "_m")
	f := batchFinding(e)
	f.Evidence = fmt.Sprintf("%s is %s on %s, but %s = %s and %s = %s give %s: F1 of one confusion table is 2PR / (P + R), whatever the model. It differs on %d of %d epochs.",
		widest.f1().name, widest.f1().text, epochs([]row{widest}), widest.precision.name, widest.precision.text, widest.recall.name, widest.recall.text,
		number(widest.harmonic().mid()), len(broken), len(rows))
	switch {
	case above:
		f.Severity = Warning
		f.Title = "F1, precision and recall are not of the same confusion table"
		f.Verdict = "No confusion table has these three numbers. An average of F1 over batches or classes lies below 2PR / (P + R), never above; this lies above, so the three use different thresholds, averages or data."
		f.RuledOut = []string{"Averages over batches, and averages over classes: F1 would lie below."}
	case snippet:
		f.Evidence += " The names ending in _m are those of a snippet that computes each metric per batch."
		fallthrough
	case known:
		if known {
			f.RuledOut = append(f.RuledOut, "Averages over the two classes (macro): no share of positives fits accuracy, precision, recall and F1 at once.")
		}
	default:
		f.Severity = Warning
		f.Verdict += " Averages over classes (macro) would do the same, and without accuracy the log cannot tell: print the accuracy, or the confusion matrix."
	}
	f.Numbers["f1"], f.Numbers["f1_of_table"], f.Numbers["epochs_off"] = widest.f1().mid(), widest.harmonic().mid(), float64(len(broken))
	return f, true
}

// farShares is how far the shares of two epochs must lie apart, relatively: a
// validation set of the same examples has one share.
const farShares = 0.05

// overBatchesByShare finds a validation split whose share of positives would have
// to change from epoch to epoch.
func overBatchesByShare(e Evidence, rows []row) (Finding, bool) {
	s, n := describedBy(rows)
	if n < 3 || !s.empty() || s.lo-s.hi < farShares*s.hi || split(rows[0]) != 1 || macroFits(rows) {
		return Finding{}, false
	}
	f := batchFinding(e)
	f.Severity = Warning
	w := rows[len(rows)-1]
	f.Evidence = fmt.Sprintf("Accuracy, %s and %s of one table give the share of positives, (1 - accuracy) / (1 - 2R + R/P). On the same validation data it would have to change: %s.",
		w.precision.name, w.recall.name, shares(rows))
	f.RuledOut = []string{"Averages over the two classes (macro): no share of positives fits all epochs."}
	f.Confirm = "Count the positives among the validation labels, and print the confusion matrix of each epoch."
	return f, true
}

// split is the split that the row's names are about.
func split(w row) int {
	for _, r := range []reading{w.recall, w.accuracy, w.loss} {
		if r.known() {
			of, _ := parse(r.name)
			return of
		}
	}
	return 0
}

func shares(rows []row) string {
	var all []string
	for _, w := range rows {
		if d := w.described(); !d.empty() {
			all = append(all, fmt.Sprintf("%s in epoch %d", number(d.mid()), w.epoch))
		}
	}
	return short(all...)
}

func batchFinding(e Evidence) Finding {
	return Finding{
		ID: "D03", Severity: Error,
		Title: "Precision, recall or F1 are averaged over batches",
		Verdict: "The metric is computed on each batch and then averaged. The mean of ratios is not the ratio of the sums: batches without positives count as 0, " +
			"and rare positives make most batches such.",
		Fix: fixBatches(e.framework()), Numbers: map[string]float64{},
		Confirm: "Compute F1 once from all validation scores: it equals 2PR / (P + R) to the last digit.",
	}
}

// fractionalCounts finds counts that are no whole numbers.
func fractionalCounts(e Evidence, rows []row) (Finding, bool) {
	for _, w := range rows {
		for _, role := range []string{"tp", "fp", "tn", "fn"} {
			r := w.of(role)
			if !r.known() || r.mid() > 1e6 || r.hi-r.lo > 0.2 || math.Floor(r.hi) >= r.lo {
				continue
			}
			f := batchFinding(e)
			f.Evidence = fmt.Sprintf("%s is %s in epoch %d: a count of examples is a whole number, an average of counts need not be. (Weights that are not whole numbers do the same.)", r.name, r.text, w.epoch)
			f.Numbers["count"] = r.mid()
			return f, true
		}
	}
	return Finding{}, false
}
