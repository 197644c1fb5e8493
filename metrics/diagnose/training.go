package diagnose

import (
	"fmt"
	"math"
	"strings"
)

// Training finds what goes wrong while weights change: a loss that diverges (D49),
// gradients that vanish (D48), units that are dead (D50), steps that are too small
// or too large (D51), a first loss that is not that of the class shares (D56), a
// metric used as a loss (D34), and a gap that opens between training and
// validation data (D52).
//
// Gradient norms, steps and dead units are known of our own runs only.
func Training(e Evidence) []Finding {
	var found []Finding
	diverging := false
	for _, t := range trails(e) {
		if f, ok := diverged(e, t); ok {
			found, diverging = append(found, f), true
			continue
		}
		if f, ok := metricAsLoss(t); ok {
			found = append(found, f)
		}
		if f, ok := overfitted(e, t); ok {
			found = append(found, f)
		}
	}
	if !diverging {
		found = append(found, layered(e)...)
	}
	if f, ok := initialLoss(e); ok {
		found = append(found, f)
	}
	return mergedByID(found)
}

const (
	// hugeLoss is AutoTrainer's bound of an exploded loss (ICSE 2021).
	hugeLoss = 1e3

	// grown: a loss that ends at twice its least value diverges (TheDeepChecker 2022).
	grown = 2
)

// diverged finds a training loss that is no number, huge, or has doubled.
func diverged(e Evidence, t trail) (Finding, bool) {
	for _, rows := range t.splits() {
		for _, w := range rows {
			for _, r := range w.odd {
				if _, role := parse(r.name); role == "loss" {
					return divergedFinding(e, fmt.Sprintf("%s is %s in epoch %d.", r.name, strings.ToLower(r.text), w.epoch), w.epoch, "is not a number"), true
				}
			}
		}
	}
	rows := withLoss(t.train)
	if len(rows) < 3 || bounded(rows) {
		return Finding{}, false
	}
	least, last := rows[0], rows[len(rows)-1]
	for _, w := range rows {
		if w.loss.mid() < least.loss.mid() {
			least = w
		}
	}
	doubled := last.loss.lo > grown*least.loss.hi && rows[len(rows)-2].loss.lo > grown*least.loss.hi && last.loss.lo > math.Ln2
	if last.loss.lo < hugeLoss && !doubled || last.loss.mid() <= rows[0].loss.mid() {
		return Finding{}, false
	}
	return divergedFinding(e, fmt.Sprintf("%s was %s in epoch %d and is %s in epoch %d.", last.loss.name, least.loss.text, least.epoch, last.loss.text, last.epoch), last.epoch, "grows"), true
}

// withLoss are the rows that have a loss.
func withLoss(rows []row) []row {
	var all []row
	for _, w := range rows {
		if w.loss.known() {
			all = append(all, w)
		}
	}
	return all
}

// bounded says whether the loss is explained by a clip (D42): then it is stuck, and
// does not diverge.
func bounded(rows []row) bool {
	_, ok := clipped(rows, 0)
	return ok
}

func divergedFinding(e Evidence, evidence string, epoch int, how string) Finding {
	return Finding{
		ID: "D49", Severity: Error,
		Title:    "Training diverged: the loss " + how,
		Verdict:  "Steps are too large for the slope: each overshoots, the next gradient is larger, until nothing is a number. All metrics since are those of broken weights.",
		Evidence: evidence + gradientStory(e),
		RuledOut: []string{"Overfitting: it raises the validation loss while the training loss falls."},
		Fix:      fixSteps(e.framework()),
		Confirm:  "The training loss falls from epoch to epoch, and every input is finite: numpy.isfinite(x).all().",
		Numbers:  map[string]float64{"epoch": float64(epoch)},
	}
}

// gradientStory is what the log says of gradient norms.
func gradientStory(e Evidence) string {
	for _, t := range trails(e) {
		for _, w := range t.train {
			if g := w.of("gradient_norm"); g.known() && g.lo > exploding {
				return fmt.Sprintf(" %s is %s in epoch %d.", g.name, g.text, w.epoch)
			}
		}
	}
	for _, r := range e.Records {
		if r.GradientNorm > exploding {
			return fmt.Sprintf(" The norm of the gradient is %.3g in epoch %d.", r.GradientNorm, r.Epoch)
		}
	}
	return ""
}

// metricAsLoss finds a loss that is 1 − F1 (or −F1) and does not move: counts have
// no slope.
func metricAsLoss(t trail) (Finding, bool) {
	rows := withLoss(t.train)
	n := 0
	for _, w := range rows {
		f := w.f1()
		if !f.known() || f.decimals < 3 || f.complement().and(w.loss.span).empty() && (span{-f.hi, -f.lo}).and(w.loss.span).empty() {
			return Finding{}, false
		}
		n++
	}
	if n < 3 || !still(rows) {
		return Finding{}, false
	}
	w := rows[len(rows)-1]
	return Finding{
		ID: "D34", Severity: Error,
		Title:    "The loss is 1 - F1 of decisions, which has no slope",
		Verdict:  "F1 of decisions is a step function of the weights: its gradient is 0 wherever it exists, and nothing is learned.",
		Evidence: fmt.Sprintf("%s = 1 - %s = %s on all %d epochs, and does not move.", w.loss.name, w.f1().name, w.loss.text, n),
		RuledOut: []string{"F1 of probabilities (soft F1): it has a slope, and would move."},
		Fix:      "Train with a loss that has a slope, and choose the threshold for F1 afterwards:\n    loss=BinaryCrossentropy(from_logits=True)            # or soft F1, from probabilities\n    state.Choose(metrics.MaxFBeta(1))",
		Confirm:  "Print the norm of the gradient: it is 0 now, and not after the change.",
		Numbers:  map[string]float64{"loss": w.loss.mid()},
	}, true
}

const (
	// wideGap is the gap between training and validation data from which on AutoTrainer
	// speaks of overfitting (0.1 of accuracy; here of AUC or F1, which rare positives
	// cannot flatter).
	wideGap = 0.1

	// risen: a validation loss half as much again above its least value has turned; an
	// epoch's noise is smaller on any set worth having.
	risen = 1.5
)

// overfitted finds a validation loss that rises for epochs while the training loss
// falls (UMLAUT 2021: after epoch 3), together with a gap in a metric or a loss
// that has risen by half.
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
	rises := valid[last].loss.lo > risen*valid[best].loss.hi && last-best >= 2
	name, gap := widestGap(train[last], valid[last])
	if !falls || !rises || gap < wideGap && valid[last].loss.lo < 2*risen*valid[best].loss.hi {
		return Finding{}, false
	}
	if e.Manifest != nil && e.Manifest.Best.Epoch > 0 && e.Manifest.Best.Epoch <= valid[best].epoch+1 {
		return Finding{}, false // the weights that were kept are from before
	}
	f := Finding{
		ID: "D52", Severity: Warning,
		Title:   fmt.Sprintf("The model learns the training data by heart since epoch %d", valid[best].epoch),
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
