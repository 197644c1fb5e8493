package diagnose

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Training finds what goes wrong while weights change: a loss that diverges (D49),
// gradients that vanish (D48), units that are dead (D50), steps that are too small
// or too large (D51), a first loss that is not that of the class shares (D56), and
// a metric used as a loss (D34).
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
	}
	if !diverging {
		found = append(found, layered(e)...)
	}
	if f, ok := startingLoss(e); ok {
		found = append(found, f)
	}
	return mergedByID(found)
}

// diverged says whether the loss of any log diverged.
func (e Evidence) diverged() bool {
	return slices.ContainsFunc(trails(e), func(t trail) bool {
		_, is := diverged(e, t)
		return is
	})
}

const (
	// hugeLoss is AutoTrainer's bound of an exploded loss (ICSE 2021).
	hugeLoss = 1e3

	// grown: a loss of twice its least value, or of its start, diverges (TheDeepChecker 2022).
	grown = 2
)

// diverged finds a training loss that is no number, was huge in some epoch, or ends doubled.
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
	if len(rows) == 0 || bounded(rows) {
		return Finding{}, false
	}
	if f, ok := exploded(e, rows, t.log); ok || len(rows) < 3 {
		return f, ok
	}
	least, last := rows[0], rows[len(rows)-1]
	for _, w := range rows {
		if w.loss.mid() < least.loss.mid() {
			least = w
		}
	}
	doubled := last.loss.lo > grown*least.loss.hi && rows[len(rows)-2].loss.lo > grown*least.loss.hi && last.loss.lo > math.Ln2
	if !doubled || last.loss.mid() <= rows[0].loss.mid() {
		return Finding{}, false
	}
	return divergedFinding(e, fmt.Sprintf("%s was %s in epoch %d and is %s in epoch %d.", last.loss.name, least.loss.text, least.epoch, last.loss.text, last.epoch), last.epoch, "grows"), true
}

// exploded finds an epoch with a huge loss, far above that of the start: of the untrained weights where that is known, else of the first
// epoch. A loss that was huge from the start may be a sum over examples, or one of inputs without a scale.
func exploded(e Evidence, rows []row, log bool) (Finding, bool) {
	start, before := rows[0].loss.hi, fmt.Sprintf("%s in epoch %d", rows[0].loss.text, rows[0].epoch)
	if first := e.initialLoss(); !log && first > 0 {
		start, before = first, number(first)+" before training"
	}
	peak := slices.MaxFunc(rows, func(a, b row) int { return cmp.Compare(a.loss.lo, b.loss.lo) })
	if peak.loss.lo < hugeLoss || peak.loss.lo <= grown*start {
		return Finding{}, false
	}
	return divergedFinding(e, fmt.Sprintf("%s was %s, and %s in epoch %d.", peak.loss.name, before, peak.loss.text, peak.epoch), peak.epoch, "explodes"), true
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
		Fix:      fixSteps(e),
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
