package diagnose

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// Power finds data that cannot tell: one class only (D25), too few positives for
// any rate (D40), and positives that are the majority (D59).
func Power(e Evidence) []Finding {
	var found []Finding
	for _, c := range e.counts() {
		switch {
		case c.positives == 0 || c.negatives == 0:
			found = append(found, oneClassData(e, c))
		case min(c.positives, c.negatives) < tellable && !c.train:
			found = append(found, fewFinding(c))
		}
	}
	if len(found) == 0 {
		found = append(found, oneClassLogs(e)...)
	}
	if f, ok := majorityPositive(e); ok {
		found = append(found, f)
	}
	return mergedByID(found)
}

// tellable is how many examples of a class a rate takes to be known to ±0.2 at
// worst (Wilson 1927: half width z/2/√(n+z²) at 1/2, below 0.2 from n = 20.2 on).
const tellable = 20

// classes are the examples of a split.
type classes struct {
	name                 string
	positives, negatives int64
	train                bool
	unnamed              bool // which of the two is the positive one is not known
}

func (c classes) prevalence() float64 {
	return float64(c.positives) / float64(c.positives+c.negatives)
}

// counts are the class counts of every split that is known.
func (e Evidence) counts() []classes {
	var all []classes
	for _, p := range e.tables() {
		c := classes{name: p.name, train: p.table == e.Train}
		for i, label := range p.table.Labels {
			switch {
			case p.table.Weights != nil && p.table.Weights[i] == 0:
			case label:
				c.positives++
			default:
				c.negatives++
			}
		}
		if c.positives+c.negatives > 0 {
			all = append(all, c)
		}
	}
	all = append(all, e.unscored()...)
	if c := e.Confusion; c != nil && len(all) == 0 {
		all = append(all, classes{name: "the confusion matrix", positives: c.Rows.TP + c.Rows.FN, negatives: c.Rows.FP + c.Rows.TN})
	}
	if e.Data != nil {
		for _, p := range e.Data.Parts {
			all = append(all, classes{name: p.Name, positives: p.Positives, negatives: p.Pairs - p.Positives, train: p.Name == TrainingData})
		}
	}
	return append(all, reportCounts(e)...)
}

// unscored are the class counts of the parts of a run that have no predictions, as most runs keep none of the training data.
func (e Evidence) unscored() []classes {
	if e.Manifest == nil {
		return nil
	}
	var all []classes
	for _, part := range []struct {
		key, name string
		table     *predictions.Table
	}{{"train", TrainingData, e.Train}, {"valid", "validation data", e.Valid}, {"test", "test data", e.Test}} {
		if p := e.Manifest.Splits[part.key]; p.Examples > 0 && (part.table == nil || len(part.table.Scores) == 0) && !e.holds(part.name) {
			all = append(all, classes{name: part.name, positives: p.Positives, negatives: p.Examples - p.Positives, train: part.key == "train"})
		}
	}
	return all
}

// holds says whether there are the pairs of a part themselves.
func (e Evidence) holds(name string) bool {
	return e.Data != nil && slices.ContainsFunc(e.Data.Parts, func(p Part) bool { return p.Name == name })
}

// reportCounts are the supports of a classification report of two classes.
func reportCounts(e Evidence) []classes {
	if e.Log == nil || len(e.Log.Reports) == 0 || e.Confusion != nil {
		return nil
	}
	r := e.Log.Reports[len(e.Log.Reports)-1]
	if len(r.Classes) != 2 || r.Classes[0].Support+r.Classes[1].Support == 0 {
		return nil
	}
	return []classes{{name: "the report", positives: r.Classes[1].Support, negatives: r.Classes[0].Support, unnamed: !saysPositive(r.Classes[1].Name)}}
}

// saysPositive says whether the name of a class leaves no doubt that it is the positive one.
func saysPositive(name string) bool {
	return slices.Contains([]string{"1", "1.0", "true", "positive", "pos", "yes", "class 1"}, strings.ToLower(name))
}

func oneClassData(e Evidence, c classes) Finding {
	missing, undefined := "positives", "Recall, average precision, ROC AUC and F1"
	if c.negatives == 0 {
		missing, undefined = "negatives", "Specificity, ROC AUC and MCC"
	}
	return Finding{
		ID: "D25", Severity: Error,
		Title:    fmt.Sprintf("There are no %s in %s", missing, the(c.name)),
		Verdict:  fmt.Sprintf("%s are undefined on examples of one class. Keras and torchmetrics print 0, scikit-learn nan; none of them is a value.", undefined),
		Evidence: fmt.Sprintf("%s: %d positives, %d negatives.", capital(c.name), c.positives, c.negatives),
		RuledOut: []string{"A bad model: no model would read otherwise."},
		Fix:      fixSplit(e.framework()),
		Confirm:  "Count the labels of each split before training: both classes are there, in about the same shares.",
		Numbers:  map[string]float64{"positives": float64(c.positives), "negatives": float64(c.negatives)},
	}
}

// the puts an article before the name of a split.
func the(name string) string {
	if len(name) > 4 && name[:4] == "the " {
		return name
	}
	return "the " + name
}

func fewFinding(c classes) Finding {
	rarer, what, rate := c.positives, "positives", "recall"
	if c.negatives < rarer {
		rarer, what, rate = c.negatives, "negatives", "specificity"
	}
	n := float64(rarer)
	const z = 1.959964 // of 95 %
	half := z / 2 / math.Sqrt(n+z*z)
	needed, _ := metrics.RequiredForProportion(0.5, 0.05)
	return Finding{
		ID: "D40", Severity: Warning,
		Title: fmt.Sprintf("%d %s are too few to tell", rarer, what),
		Verdict: fmt.Sprintf("With %d %s, %s is known to ±%.2f at worst, and F1 and average precision no better. Differences between models or epochs are noise; so may be every finding here that rests on rates.",
			rarer, what, rate, half),
		Evidence: fmt.Sprintf("%s: %d positives, %d negatives. Half the width of Wilson's 95 %% interval at %s 1/2 is %.2f.", capital(c.name), c.positives, c.negatives, rate, half),
		Fix: fmt.Sprintf("Label more: %d %s give ±0.05 at worst. Until then, evaluate by repeated stratified cross-validation, pool the folds' scores into one state, and report the interval.",
			needed, what),
		Confirm: "Print every rate with its interval: it no longer spans both what you hope and what you fear.",
		Numbers: map[string]float64{"positives": float64(c.positives), "negatives": float64(c.negatives), "half_width": half, "needed": float64(needed)},
	}
}

// oneClassLogs finds a validation split without positives in a log: accuracy and
// recall contradict one another otherwise.
func oneClassLogs(e Evidence) []Finding {
	for _, t := range trails(e) {
		for _, rows := range t.splits() {
			last := final(rows, func(w row) bool {
				none := w.recall.known() && w.recall.decimals >= 3 && w.recall.mid() == 0
				return none && (w.accuracy.known() && w.accuracy.mid() == 1 || w.auc.known() && w.auc.mid() == 0 && w.precision.known() && w.precision.mid() == 0)
			})
			if len(last) == 0 {
				continue
			}
			w := last[len(last)-1]
			f := oneClassData(e, classes{name: "the split of " + w.recall.name, negatives: 1})
			f.Evidence = fmt.Sprintf("%s is 0 on %s", w.recall.name, epochs(last))
			f.Numbers = map[string]float64{"recall": 0}
			if w.accuracy.known() && w.accuracy.mid() == 1 {
				f.Evidence += fmt.Sprintf(", and %s is %s: a positive that is missed would be an error.", w.accuracy.name, w.accuracy.text)
			} else {
				f.Evidence += fmt.Sprintf(", and %s is exactly 0, which a ranking of two classes never reads while it is chance, but Keras and torchmetrics print for one class.", w.auc.name)
				f.Severity = Warning
			}
			return []Finding{f}
		}
	}
	return nil
}

// majority is a share of positives from which on metrics of the positive class
// flatter: F1 of a constant is 2π/(1+π) = 0.8 at 2/3.
const majority = 2.0 / 3

// majorityPositive finds D59.
func majorityPositive(e Evidence) (Finding, bool) {
	share, where := e.majorityShare()
	if share < majority || share >= 1 {
		return Finding{}, false
	}
	f1 := 2 * share / (1 + share)
	return Finding{
		ID: "D59", Severity: Warning,
		Title: fmt.Sprintf("The positive class is the majority: %s of the examples", number(share)),
		Verdict: fmt.Sprintf("Metrics of the positive class are high for a model that says positive to everything: accuracy, precision and average precision %s, recall 1, F1 %s, IoU %s. They hide the rare class, which is what a model gets wrong: it is good at the majority.",
			number(share), number(f1), number(share)),
		Evidence: where,
		RuledOut: []string{"A rare positive class, for which precision, recall and F1 are made."},
		Fix: fmt.Sprintf("Make the rare class the positive one (labels 1 - y, scores 1 - p), or judge by metrics that do not flatter the majority: MCC, balanced accuracy, and IoU and F1 of each class and their mean. "+
			"A constant scores MCC 0, balanced accuracy 0.5, mean IoU %s.\n", number(share/2)) + fixMajority(e.framework()),
		Confirm: fmt.Sprintf("Print IoU, precision and recall of class 0 beside those of class 1. Anything below accuracy %s or F1 %s is worse than no model.", number(share), number(f1)),
		Numbers: map[string]float64{"prevalence": share, "f1_of_constant": f1, "average_precision_of_constant": share, "mean_iou_of_constant": share / 2},
	}, true
}

// majorityShare is the share of positives and how it is known; 0: unknown.
func (e Evidence) majorityShare() (float64, string) {
	for _, c := range e.counts() {
		if c.positives > 0 && c.negatives > 0 && c.positives+c.negatives >= manyRows && !c.unnamed {
			return c.prevalence(), fmt.Sprintf("%s: %d positives, %d negatives.", capital(c.name), c.positives, c.negatives)
		}
	}
	if share := e.declaredShare(); share > 0 {
		return share, fmt.Sprintf("You declared %s positives.", number(share))
	}
	for _, t := range trails(e) {
		if _, id := identical(t); id || t.flattenedBy(e) {
			continue
		}
		for _, rows := range t.splits() {
			if c, ok := oneSided(rows); ok && c.positive && c.share.mid() >= majority {
				return c.share.mid(), fmt.Sprintf("%s = %s with recall 1 on %s: everything is predicted positive, and that share is.", c.rows[0].precision.name, c.rows[len(c.rows)-1].precision.text, epochs(c.rows))
			}
			s, n := describedBy(complete(rows))
			if n >= 2 && !s.empty() && s.lo >= majority {
				w := complete(rows)[0]
				return s.mid(), fmt.Sprintf("%s, %s and %s of one table give the share of the class that they describe, (1 - accuracy) / (1 - 2R + R/P): %s on all %d epochs.",
					w.accuracy.name, w.precision.name, w.recall.name, number(s.mid()), n)
			}
		}
	}
	return 0, ""
}
