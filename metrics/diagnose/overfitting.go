package diagnose

import "fmt"

// Overfitted finds a gap between training and validation data (D52): in a log, or in the scores of both.
func Overfitted(e Evidence) []Finding {
	var found []Finding
	for _, t := range trails(e) {
		if _, diverging := diverged(e, t); diverging {
			continue
		}
		if f, ok := overfitted(e, t); ok {
			found = append(found, f)
		}
	}
	if f, ok := memorised(e); ok {
		found = append(found, f)
	}
	return mergedByID(found)
}

const (
	// wideGap is the gap between training and validation data from which on AutoTrainer
	// speaks of overfitting (0.1 of accuracy; here of a ranking first of all, which rare
	// positives cannot flatter).
	wideGap = 0.1

	// A validation loss has risen by itself if it is three times its least value; if a metric
	// lies apart as well, half as much again will do; and if the ranking does, a tenth: an
	// epoch's noise is smaller on any set worth having.
	risenFar     = 3
	risen        = 1.5
	risenAtLeast = 1.1

	// A quarter will do, too, if the training loss is a third of it: the losses lie apart.
	risenQuarter = 1.25
	third        = 1.0 / 3
)

// overfitted finds a validation loss that rises for epochs while the training loss falls
// (UMLAUT 2021: after epoch 3), and a gap between the two.
func overfitted(e Evidence, t trail) (Finding, bool) {
	train, valid := withLoss(t.train), withLoss(t.valid)
	if len(train) < 4 || len(valid) < 4 || len(train) != len(valid) {
		return Finding{}, false
	}
	best := 0
	for i, w := range valid {
		if w.loss.mid() < valid[best].loss.mid() {
			best = i
		}
	}
	last := len(valid) - 1
	falls := train[last].loss.hi < train[best].loss.lo
	name, gap := widestGap(train[last], valid[last])
	if !falls || last-best < 2 || !turned(train[last], valid[best], valid[last], gap) {
		return Finding{}, false
	}
	if ranksBetter(valid[best], valid[last]) {
		return Finding{}, false // what grows is confidence alone
	}
	if e.Manifest != nil && e.Manifest.Best.Epoch > 0 && e.Manifest.Best.Epoch <= valid[best].epoch+1 {
		return Finding{}, false // the weights that were kept are from before
	}
	f := Finding{
		ID: "D52", Severity: Warning,
		Title:   "The model learns the training data by heart",
		Verdict: "The training loss goes on falling while the validation loss rises: what is learned since does not hold for new data. The scores grow more confident without ranking better.",
		Evidence: fmt.Sprintf("%s falls from %s to %s between epochs %d and %d; %s rises from %s to %s.",
			train[last].loss.name, train[best].loss.text, train[last].loss.text, valid[best].epoch, valid[last].epoch, valid[last].loss.name, valid[best].loss.text, valid[last].loss.text),
		RuledOut: []string{"A learning rate that is too high: the training loss would not fall."},
		Fix:      fixOverfitting(e.framework()),
		Confirm:  fmt.Sprintf("Compare epoch %d with the last one on validation data by average precision: keep the better.", valid[best].epoch),
		Numbers:  map[string]float64{"best_epoch": float64(valid[best].epoch), "valid_loss_best": valid[best].loss.mid(), "valid_loss_last": valid[last].loss.mid()},
	}
	if gap >= wideGap {
		f.Evidence += fmt.Sprintf(" %s is %s lower on validation data.", capital(name), number(gap))
		f.Numbers["gap"] = gap
	}
	return f, true
}

// ranksBetter says whether validation data are ranked better in the later epoch, as far as anything printed tells.
func ranksBetter(earlier, later row) bool {
	for _, read := range []func(row) reading{func(w row) reading { return w.of("pr_auc") }, func(w row) reading { return w.auc }} {
		if a, b := read(earlier), read(later); a.known() && b.known() {
			return b.lo > a.hi
		}
	}
	return false
}

// turned says whether the validation loss has risen by so much that the gap beside it makes it overfitting.
func turned(train, best, last row, gap float64) bool {
	by := func(times float64) bool { return last.loss.lo > times*best.loss.hi }
	ranking := train.auc.known() && last.auc.known() && train.auc.lo-last.auc.hi >= wideGap
	apart := train.loss.hi < third*last.loss.lo
	return by(risenFar) || by(risen) && gap >= wideGap || by(risenQuarter) && apart || by(risenAtLeast) && ranking
}

// widestGap is by how much a metric is lower on validation data.
func widestGap(train, valid row) (string, float64) {
	name, widest := "", 0.0
	for _, read := range []func(row) reading{
		func(w row) reading { return w.auc }, func(w row) reading { return w.of("pr_auc") }, row.f1,
		func(w row) reading { return w.recall }, func(w row) reading { return w.accuracy },
	} {
		a, b := read(train), read(valid)
		if a.known() && b.known() && a.lo-b.hi > widest {
			name, widest = a.name, a.lo-b.hi
		}
	}
	return name, widest
}

// memorised finds scores that rank the training data much better than any other.
func memorised(e Evidence) (Finding, bool) {
	judged := scores(e)
	for _, s := range judged {
		if s.table != e.Train {
			continue
		}
		least := s.auc.Lo
		if s.auc.NoInterval != "" { // as of a perfect ranking
			least = s.auc.V
		}
		for _, other := range judged {
			if other.table == e.Train || other.auc.NoInterval != "" || least-other.auc.Hi < wideGap {
				continue
			}
			return Finding{
				ID: "D52", Severity: Warning,
				Title:    fmt.Sprintf("The model knows the training data by heart: ROC AUC is %s there and %s on %s", number(s.auc.V), number(other.auc.V), the(other.name)),
				Verdict:  "What was learned does not hold for new data. If nothing at all is left of the ranking, the rows of one file may also stand in another order than their labels (D32), or their inputs be encoded otherwise.",
				Evidence: fmt.Sprintf("ROC AUC of %s is %s, of %s %s: they lie %s apart, intervals considered.", the(s.name), s.auc, the(other.name), other.auc, number(least-other.auc.Hi)),
				Fix:      fixOverfitting(e.framework()),
				Confirm:  "Print both after each epoch: the validation AUC is best at some epoch before the last.",
				Numbers:  map[string]float64{"train_roc_auc": s.auc.V, "roc_auc": other.auc.V},
			}, true
		}
	}
	return Finding{}, false
}
