package diagnose

import (
	"fmt"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics/history"
)

// reportFindings judges a classification report.
func reportFindings(e Evidence, r history.ClassReport) []Finding {
	var found []Finding
	only := onlyClass(r)
	for i, class := range r.Classes {
		if class.Support == 0 && len(r.Averages) > 0 {
			found = append(found, absentClass(r, class))
		}
		if class.Support == 0 || class.Recall.Value != 0 || i == only {
			continue
		}
		if only >= 0 {
			found = append(found, oneClassReport(e, r, only, i))
		} else if class.Support >= tellable {
			found = append(found, neverFound(r, class))
		}
		if !math.IsNaN(class.Precision.Value) && (only >= 0 || neverPredicted(r, i)) {
			found = append(found, zeroForUndefined(class))
		}
	}
	if f, ok := bothColumns(e, r); ok {
		found = append(found, f)
	}
	return found
}

// onlyClass is the class that every example is predicted to be of: its recall is 1, and that of all others 0. It is -1
// if there is none.
func onlyClass(r history.ClassReport) int {
	only := -1
	for i, class := range r.Classes {
		switch {
		case class.Support == 0 || class.Recall.Value == 0:
		case class.Recall.Value == 1 && only < 0:
			only = i
		default:
			return -1
		}
	}
	if only < 0 || !slices.ContainsFunc(r.Classes, func(c history.ClassRow) bool { return c.Support > 0 && c.Recall.Value == 0 }) {
		return -1
	}
	// A recall that is printed as 1 is 1 only if precision leaves room for all examples.
	all := int64(0)
	for _, class := range r.Classes {
		all += class.Support
	}
	if !spanOf(r.Classes[only].Precision).has(float64(r.Classes[only].Support) / float64(all)) {
		return -1
	}
	return only
}

// neverPredicted says whether the predictions of the other classes, TP / precision of each, are all that there are.
func neverPredicted(r history.ClassReport, none int) bool {
	all, others := 0.0, 0.0
	for i, class := range r.Classes {
		all += float64(class.Support)
		if i == none || class.Recall.Value == 0 {
			continue
		}
		hit := math.Round(class.Recall.Value * float64(class.Support))
		others += hit / spanOf(class.Precision).hi
	}
	return others > all-1
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

func oneClassReport(e Evidence, r history.ClassReport, only, none int) Finding {
	class, other := r.Classes[none], r.Classes[only]
	total := 0.0
	for _, c := range r.Classes {
		total += float64(c.Support)
	}
	share := float64(other.Support) / total
	f := Finding{
		ID: "D02", Severity: Error,
		Title:   fmt.Sprintf("The model predicts one class: everything is %q, and accuracy %s is the share of that", other.Name, number(share)),
		Verdict: "Every example gets the same class. Accuracy is the share of that class, which a constant prediction scores.",
		Evidence: fmt.Sprintf("%q: recall %s, %d examples. %q: recall %s, %d examples. The report cannot tell whether the scores rank: print the ROC AUC.",
			class.Name, class.Recall.Text, class.Support, other.Name, other.Recall.Text, other.Support),
		Fix:     "Give each class the weight n / (classes x examples of the class), start the output bias at the logarithms of the class shares, and train from fresh weights with a tenth of the learning rate.",
		Confirm: "Print the ROC AUC of the scores: near 0.5, nothing was learned; 0.7 or more, keep the model and choose the threshold on validation data (D43).",
		Numbers: map[string]float64{"majority_share": share},
	}
	if len(r.Classes) == 2 {
		p := prior{share: share, positive: float64(r.Classes[1].Support) / total}
		f.Fix, f.Numbers["prevalence"] = fixPrior(e.framework(), p), p.positive
		if only == 1 {
			f.raised(e, p)
		}
	}
	return f
}

func neverFound(r history.ClassReport, class history.ClassRow) Finding {
	return Finding{
		ID: "D02", Severity: Warning,
		Title:    fmt.Sprintf("The model never finds %q: recall %s of %d examples", class.Name, class.Recall.Text, class.Support),
		Verdict:  "To the model this class does not exist. Accuracy and averages weighted by support do not show it where the class is rare.",
		Evidence: fmt.Sprintf("%q: precision %s, recall %s, %d examples. The report cannot tell whether the scores rank: print the ROC AUC of this class.", class.Name, class.Precision.Text, class.Recall.Text, class.Support),
		Fix:      "Weigh the class up, n / (classes x examples of the class), or choose its threshold on validation data.",
		Confirm:  "Print the ROC AUC of its scores against all others: near 0.5, nothing was learned; 0.7 or more, only the threshold is wrong (D43).",
		Numbers:  map[string]float64{"support": float64(class.Support), "classes": float64(len(r.Classes))},
	}
}

// bothColumns finds a report over two one-hot columns: scikit-learn then averages over samples, too.
func bothColumns(e Evidence, r history.ClassReport) (Finding, bool) {
	at := slices.IndexFunc(r.Averages, func(c history.ClassRow) bool { return c.Name == "micro avg" })
	samples := slices.ContainsFunc(r.Averages, func(c history.ClassRow) bool { return c.Name == "samples avg" })
	if len(r.Classes) != 2 || at < 0 || !samples || r.Averages[at].Precision.Text != r.Averages[at].Recall.Text {
		return Finding{}, false
	}
	micro := r.Averages[at]
	f := flattenedFinding(e, Warning)
	f.Evidence = fmt.Sprintf("The report is over two one-hot columns (it has a samples average), and its micro average is precision = recall = F1 = %s. Of class 1 alone, recall is %s.",
		micro.Precision.Text, r.Classes[1].Recall.Text)
	f.Numbers = map[string]float64{"accuracy": micro.Precision.Value}
	return f, true
}

func zeroForUndefined(class history.ClassRow) Finding {
	return Finding{
		ID: "D21", Severity: Info,
		Title:    fmt.Sprintf("Precision %s of %q is 0/0: nothing was predicted so", class.Precision.Text, class.Name),
		Verdict:  "No example was predicted to be of this class, so its precision and F1 are undefined. The report prints a number (zero_division), which reads as if all alarms had been false, or right.",
		Evidence: fmt.Sprintf("%q: precision %s, recall %s, %d examples.", class.Name, class.Precision.Text, class.Recall.Text, class.Support),
		Fix:      "Show undefined as undefined:\n    classification_report(y, decided, zero_division=numpy.nan)   # sklearn.metrics",
		Confirm:  "Count the predictions of each class: there are none of this one.",
		Numbers:  map[string]float64{"support": float64(class.Support)},
	}
}
