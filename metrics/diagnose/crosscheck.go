package diagnose

import (
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// Crosschecked sets a log beside the scores of the same model and finds by which
// convention its numbers were made: an AUC of decisions (D26), of few thresholds
// (D15), of flattened columns (D37) or of the other class (D57), another area
// under the precision-recall curve (D23), averages of batches (D03), or scores
// whose labels stand in another order (D32).
func Crosschecked(e Evidence) []Finding {
	var found []Finding
	for _, s := range scores(e) {
		rows := rowsOf(e, s)
		if rows == nil || s.constant() || s.oneClass() {
			continue
		}
		if misordered(e, s) {
			found = append(found, misorderedFinding(s, rows))
			continue
		}
		for _, c := range []struct {
			role        string
			conventions []convention
		}{{"auc", rocConventions(s)}, {"pr_auc", prConventions(s)}} {
			if f, ok := s.by(rows, c.role, c.conventions); ok {
				found = append(found, f)
			}
		}
		if f, ok := s.recounted(e, rows); ok {
			found = append(found, f)
		}
	}
	return mergedByID(found)
}

// rowsOf are the rows of the log about the split that was scored.
func rowsOf(e Evidence, s scored) []row {
	for _, t := range trails(e) {
		if !t.log {
			continue
		}
		order := [3][]row{t.valid, t.test, t.train}
		switch s.table {
		case e.Train:
			order = [3][]row{t.train}
		case e.Test:
			order = [3][]row{t.test, t.valid, t.train}
		}
		for _, rows := range order {
			if len(rows) > 0 {
				return rows
			}
		}
	}
	return nil
}

// convention is a way to read one number from scores.
type convention struct {
	id, how string
	value   float64
	why     string
	fix     string
}

// same is how near a logged number must lie to be the recomputed one, beyond its
// rounding: frameworks score in float32.
const same = 2e-4

// distant is how far two conventions must lie apart to be told from one another
// in a log, and to matter.
const distant = 0.01

func (r reading) near(v float64) bool { return r.lo-same <= v && v <= r.hi+same }

// alike are the rows whose accuracy is that of the scores, all rows if none is.
func (s scored) alike(rows []row) []row {
	var all []row
	for _, w := range rows {
		if v := s.confusion.Accuracy(); w.accuracy.known() && v.Undefined == "" && w.accuracy.near(v.V) {
			all = append(all, w)
		}
	}
	if all == nil {
		return rows
	}
	return all
}

// by finds the convention that a role of the log follows; the first is ours.
func (s scored) by(rows []row, role string, conventions []convention) (Finding, bool) {
	read := func(w row) reading {
		if role == "auc" {
			return w.auc
		}
		return w.of(role)
	}
	ours := conventions[0]
	rows = s.alike(rows)
	for _, w := range rows {
		if r := read(w); r.known() && r.near(ours.value) {
			return Finding{}, false
		}
	}
	w := rows[len(rows)-1]
	r := read(w)
	if !r.known() {
		return Finding{}, false
	}
	var others []string
	var fits *convention
	for i, c := range conventions[1:] {
		switch {
		case math.IsNaN(c.value) || math.Abs(c.value-ours.value) < distant:
		case r.near(c.value) && fits == nil:
			fits = &conventions[1+i]
		case !r.near(c.value):
			others = append(others, fmt.Sprintf("%s: it is %s.", capital(c.how), number(c.value)))
		}
	}
	if fits == nil {
		return Finding{}, false
	}
	return Finding{
		ID: fits.id, Severity: Warning,
		Title:    fmt.Sprintf("%s is %s: %s instead of %s", r.name, r.text, fits.how, number(ours.value)),
		Verdict:  fits.why,
		Evidence: fmt.Sprintf("%s: from the scores, %s is %s; the log prints %s, and %s is %s.", capital(s.name), ours.how, number(ours.value), r.text, fits.how, number(fits.value)),
		RuledOut: others,
		Fix:      fits.fix,
		Confirm:  fmt.Sprintf("Compute it from the saved scores: %s.", number(ours.value)),
		Numbers:  map[string]float64{"logged": r.mid(), "exact": ours.value, "convention": fits.value},
	}, true
}

func rocConventions(s scored) []convention {
	all := []convention{{how: "the exact ROC AUC", value: s.auc.V}}
	decided := s.confusion.BalancedAccuracy()
	if decided.Undefined == "" {
		all = append(all, convention{"D26", "the AUC of decisions at the threshold", decided.V,
			"The AUC was computed from classes, not from scores: its curve has one corner, and it is the balanced accuracy at the threshold.",
			"Give AUC the scores:\n    roc_auc_score(y, model.predict_proba(x)[:, 1])       # not model.predict(x)"})
	}
	all = append(all, convention{"D37", "the AUC over both columns, flattened", metrics.OneHotMicro(s.state).ROCAUC().V,
		"The AUC was taken over both one-hot columns as if they were examples. Every example then also counts as its mirror image, and the class shares alone rank well.",
		"Give AUC column 1 alone:\n    roc_auc_score(y, p[:, 1])\n    keras.metrics.AUC(multi_label=True, num_labels=2)"})
	if v := kerasReads(s, `AUC(curve="ROC")`); !math.IsNaN(v) {
		all = append(all, convention{"D15", "the AUC of 200 thresholds, as Keras takes them", v,
			"Keras's AUC knows 200 thresholds, 1/199 apart. Scores of rare positives lie below the first few, and what they rank between two thresholds is lost.",
			"Compute AUC from the saved scores, or put thresholds where the scores are:\n    keras.metrics.AUC(thresholds=list(quantiles_of_the_scores))"})
	}
	return append(all, convention{"D57", "the AUC of the other class", 1 - s.auc.V,
		"The log ranks by the score of the other class: column 0 where the file has column 1, or labels exchanged.",
		fixSwap("")})
}

func prConventions(s scored) []convention {
	const fix = "Name the method beside the number. Average precision does not interpolate:\n    average_precision_score(y, p)                        # sklearn.metrics"
	why := func(method string) string {
		return "There are several areas under the precision-recall curve. The log's is " + method + "; average precision is the sum of precision times the step in recall, and interpolates nothing."
	}
	all := []convention{
		{how: "average precision", value: s.ap.V},
		{"D23", "the trapezoid's area", s.state.PRTrapezoid().V, why("the trapezoid's, which is too high: precision is not linear in recall"), fix},
		{"D23", "Davis and Goadrich's area", s.state.PRDavisGoadrich().V, why("interpolated after Davis and Goadrich"), fix},
	}
	if v := kerasReads(s, `AUC(curve="PR")`); !math.IsNaN(v) {
		all = append(all, convention{"D15", "the area of 200 thresholds, as Keras takes them", v,
			"Keras's AUC(curve=\"PR\") knows 200 thresholds, 1/199 apart, and interpolates between them. Scores of rare positives lie below the first few.", fix})
	}
	return all
}

// kerasReads is what Keras prints for a call, NaN if it raises.
func kerasReads(s scored, call string) float64 {
	all, err := metrics.Explain(metrics.Keras, s.threshold, s.table.Batch())
	if err != nil {
		return math.NaN()
	}
	for _, x := range all {
		if x.Call == call && x.Raises == "" {
			return x.Theirs
		}
	}
	return math.NaN()
}

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

// recounted finds averages of batches: accuracy agrees with the scores on an epoch
// on which recall, precision or F1 do not, and are those of no other average.
func (s scored) recounted(e Evidence, rows []row) (Finding, bool) {
	c := s.confusion
	if c.Accuracy().Undefined != "" {
		return Finding{}, false
	}
	for i := len(rows) - 1; i >= 0; i-- {
		w := rows[i]
		if !w.accuracy.known() || !w.accuracy.near(c.Accuracy().V) {
			continue
		}
		for _, k := range []struct {
			r       reading
			own     metrics.Value
			flipped metrics.Value
		}{{w.recall, c.Recall(), c.Flipped().Recall()}, {w.precision, c.Precision(), c.Flipped().Precision()}, {w.f1(), c.F1(), c.Flipped().F1()}} {
			if !k.r.known() || k.own.Undefined != "" || k.flipped.Undefined != "" {
				continue
			}
			share := s.prevalence
			for _, v := range []float64{k.own.V, k.flipped.V, (k.own.V + k.flipped.V) / 2, share*k.own.V + (1-share)*k.flipped.V, c.Accuracy().V} {
				if k.r.near(v) {
					return Finding{}, false
				}
			}
			if math.Abs(k.r.mid()-k.own.V) < 2*distant {
				continue
			}
			f := batchFinding(e)
			f.Evidence = fmt.Sprintf("%s: accuracy from the scores is %s, as in epoch %d of the log, so these are the same scores; %s is %s there and %s from the counts.",
				capital(s.name), number(c.Accuracy().V), w.epoch, k.r.name, k.r.text, number(k.own.V))
			f.RuledOut = []string{"Another class, micro, macro and weighted averages: each would print another number."}
			f.Numbers["logged"], f.Numbers["exact"] = k.r.mid(), k.own.V
			return f, true
		}
		return Finding{}, false
	}
	return Finding{}, false
}
