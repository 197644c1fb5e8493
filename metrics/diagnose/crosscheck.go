package diagnose

import (
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// Crosschecked sets a log beside the scores of the same model and finds by which
// convention its numbers were made: an AUC of decisions (D26), of few thresholds
// (D15), of flattened columns (D37) or of the other class (D57), another area
// under the precision-recall curve (D23), an accuracy of two columns (D18) or of
// shapes that were broadcast (D19), averages of batches (D03), or scores whose
// labels stand in another order (D32).
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
		}{{"auc", rocConventions(s)}, {"pr_auc", prConventions(s)}, {"accuracy", accuracyConventions(s)}} {
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
		switch role {
		case "auc":
			return w.auc
		case "accuracy":
			return w.accuracy
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
