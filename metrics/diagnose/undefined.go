package diagnose

import (
	"fmt"
	"strings"
)

// Undefined finds numbers that do not exist and are printed all the same: a metric
// that is NaN (D05), MCC or kappa of a model that predicts one class (D22), an
// infinite threshold (D24), scores that were refused (D39, D16), counters that stopped (D28).
func Undefined(e Evidence) []Finding {
	var found []Finding
	if f, ok := refused(e); ok {
		found = append(found, f)
	}
	for _, t := range trails(e) {
		for _, rows := range t.splits() {
			found = append(found, holding(rows, nanMetric, mccOfOneClass, infiniteThreshold, stoppedCounter)...)
		}
	}
	if e.Log != nil {
		for _, m := range e.Log.Messages {
			if strings.Contains(m.Text, "UndefinedMetricWarning") || strings.Contains(m.Text, "ill-defined") {
				found = append(found, warned(m.Text))
				break
			}
		}
	}
	return mergedByID(found)
}

// nanMetric finds a metric that is NaN while the loss is not.
func nanMetric(rows []row) (Finding, bool) {
	var name string
	var at []row
	for _, w := range rows {
		for _, r := range w.odd {
			_, role := parse(r.name)
			if role == "loss" || role == "threshold" || role == "gradient_norm" || !(name == "" || name == r.name) {
				continue
			}
			name, at = r.name, append(at, w)
		}
	}
	for _, w := range rows {
		for _, r := range w.odd {
			if _, role := parse(r.name); role == "loss" {
				return Finding{}, false // the model diverged (D49)
			}
		}
	}
	if name == "" {
		return Finding{}, false
	}
	stays := at[len(at)-1].epoch == rows[len(rows)-1].epoch && len(at) > 1
	f := Finding{
		ID: "D05", Severity: Warning,
		Title:   fmt.Sprintf("%s is not a number: 0/0", name),
		Verdict: "Nothing was predicted positive, or there was no positive, in what the metric saw, and it divided 0 by 0. ",
		Evidence: fmt.Sprintf("%s is nan on %d of %d epochs, first in epoch %d; the loss is finite.",
			name, len(at), len(rows), at[0].epoch),
		RuledOut: []string{"A model that diverged (D49): its loss would be nan too."},
		Fix:      "Accumulate counts and divide once an epoch; where the denominator is 0, keep \"undefined\" apart from 0 and leave it out of averages and of monitoring:\n    metrics.Value.Undefined                              // \"nothing predicted positive\"\n    2*tp / max(2*tp + fp + fn, 1)                        # for a plain number",
		Confirm:  "Print TP + FP and TP + FN beside it: one of them is 0 where it is nan.",
		Numbers:  map[string]float64{"epochs_nan": float64(len(at)), "epochs": float64(len(rows))},
	}
	if stays {
		f.Verdict += "Once in a running mean, it stays until the metric is reset."
	} else {
		f.Verdict += "An early stop or a checkpoint that compares with nan never improves."
	}
	return f, true
}

// clearMCC is how large an MCC must read to be no rounding of 0.
const clearMCC = 0.05

// mccOfOneClass finds an MCC that is not 0 although recall or the predictions are.
func mccOfOneClass(rows []row) (Finding, bool) {
	last := final(rows, func(w row) bool {
		m := w.of("mcc")
		return m.known() && m.mid() > clearMCC && w.recall.known() && w.recall.decimals >= 3 && w.recall.hi < 0.001
	})
	if len(last) == 0 {
		return Finding{}, false
	}
	w := last[len(last)-1]
	return Finding{
		ID: "D22", Severity: Warning,
		Title:    fmt.Sprintf("%s is %s although no positive is found", w.of("mcc").name, w.of("mcc").text),
		Verdict:  "With recall 0 a correlation cannot be positive: it is undefined if nothing is predicted positive, and negative otherwise. Some versions of torchmetrics print a large number for a model that predicts one class: 0.858 at 1 : 10.",
		Evidence: fmt.Sprintf("%s is %s and %s is %s on %s.", w.of("mcc").name, w.of("mcc").text, w.recall.name, w.recall.text, epochs(last)),
		Fix:      "Compute it from the counts, with undefined as undefined:\n    state.At(threshold).MCC()\n    matthews_corrcoef(y, decided)                        # sklearn.metrics, 0 here",
		Confirm:  "Print TP, FP, TN and FN: TP is 0.",
		Numbers:  map[string]float64{"mcc": w.of("mcc").mid(), "recall": w.recall.mid()},
	}, true
}

func infiniteThreshold(rows []row) (Finding, bool) {
	for _, w := range rows {
		for _, r := range w.odd {
			if _, role := parse(r.name); role == "threshold" {
				return Finding{
					ID: "D24", Severity: Warning,
					Title:    fmt.Sprintf("%s is infinite: the first point of a ROC curve", r.name),
					Verdict:  "The curve begins where nothing is predicted positive, at an infinite threshold. A search for the best threshold that ends there predicts nothing.",
					Evidence: fmt.Sprintf("%s is %s in epoch %d.", r.name, r.text, w.epoch),
					Fix:      "Search among the scores, and say so where \"nothing\" is best:\n    choice := state.Choose(metrics.MaxFBeta(1))",
					Confirm:  "The threshold lies between the least and the greatest score.",
				}, true
			}
		}
	}
	return Finding{}, false
}

// float32Stop is where counting by ones in float32 stops: 2^24.
const float32Stop = 1 << 24

func stoppedCounter(rows []row) (Finding, bool) {
	for _, w := range rows {
		for _, role := range []string{"tn", "tp", "fp", "fn"} {
			if r := w.of(role); r.known() && r.mid() == float32Stop {
				return Finding{
					ID: "D28", Severity: Error,
					Title:    fmt.Sprintf("%s stopped at 2^24: a float32 counter", r.name),
					Verdict:  "In float32, 16,777,216 + 1 = 16,777,216. Counts beyond are lost, and all rates with them.",
					Evidence: fmt.Sprintf("%s is %s in epoch %d, exactly 2^24.", r.name, r.text, w.epoch),
					Fix:      "Count in int64 or float64, or count each shard by itself and add in Python:\n    state.Update(batch)                                  // metrics.State counts in int64",
					Confirm:  "TP + FP + TN + FN is the number of examples.",
					Numbers:  map[string]float64{"count": r.mid()},
				}, true
			}
		}
	}
	return Finding{}, false
}

func warned(text string) Finding {
	return Finding{
		ID: "D21", Severity: Info,
		Title:    "A metric was 0/0, and was set to 0",
		Verdict:  "scikit-learn warns that a ratio was undefined and prints 0 in its place (zero_division). That 0 is no measurement: nothing was predicted positive, or there was no positive.",
		Evidence: fmt.Sprintf("The log says: %.200s", text),
		Fix:      "Show undefined as undefined: zero_division=numpy.nan, and look at which class is never predicted.",
		Confirm:  "Count predictions and examples of each class.",
	}
}
