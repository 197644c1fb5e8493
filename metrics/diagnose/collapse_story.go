package diagnose

import (
	"fmt"
	"math"
	"strings"
)

// story is the evidence, trace by trace.
func (c collapse) story(p prior) string {
	when := during(c.rows)
	w := c.rows[len(c.rows)-1]
	still := c.still()
	switch c.trace {
	case noneRecalled:
		return fmt.Sprintf("%s is %s %s: no positive is found. %s", w.recall.name, w.recall.text, when, c.rankingText())
	case allRecalled:
		return fmt.Sprintf("%s is %s and %s = %s = %s %s: no negative is predicted (else accuracy would exceed precision). %s",
			w.recall.name, w.recall.text, w.precision.name, w.accuracy.name, w.accuracy.text, when, c.rankingText())
	case chanceLoss:
		return still + fmt.Sprintf("The loss is H(%s) = %s, that of a constant at the class share.", p.rare(), number(entropy(p.positive)))
	case clippedLoss:
		return still + "The loss is errors times the constant of a clip (D42): the output is 0 or 1, and does not move."
	case onlyStuck:
		return still + "Print the AUC of class 1 to be sure: 0.5 proves it."
	}
	if !c.flattened {
		return still + c.rankingText()
	}
	return still + fmt.Sprintf("%s (%s) follows accuracy instead of a ranking: over flattened columns a model that predicts one class reads s + 2s(1-s)(A - 0.5), with s its accuracy and A the AUC of class 1, so A = %s: chance.",
		w.auc.name, list(texts(c.rows, func(w row) reading { return w.auc })...), list(decimals3(c.auc)...))
}

// still says that accuracy, and perhaps the loss, stand still, as far as there is more than one epoch.
func (c collapse) still() string {
	w := c.rows[len(c.rows)-1]
	if one(c.rows) {
		return fmt.Sprintf("%s is %s in the one epoch there is. ", w.accuracy.name, w.accuracy.text)
	}
	text := fmt.Sprintf("%s stays at %s over %s", w.accuracy.name, w.accuracy.text, epochs(c.rows))
	if loss := list(texts(c.rows, func(w row) reading { return w.loss })...); w.loss.known() && !strings.Contains(loss, "and") {
		text += fmt.Sprintf(", and %s at %s", w.loss.name, loss)
	}
	return text + ": nothing is learned any more. "
}

func decimals3(values []float64) []string {
	var all []string
	for _, v := range values {
		all = append(all, fmt.Sprintf("%.3f", v))
	}
	return all
}

// rankingText says what the AUC of the positive class tells.
func (c collapse) rankingText() string {
	if c.auc == nil {
		return "The log has no AUC: print it. 0.5 means that nothing was learned, 0.7 or more that only the threshold is wrong."
	}
	w, verdict := c.rows[len(c.rows)-1], "no ranking"
	if c.auc[len(c.auc)-1] > 0.5+noRanking {
		verdict = "hardly a ranking"
	}
	return fmt.Sprintf("%s is %s: %s.", w.auc.name, list(texts(c.rows, func(w row) reading { return w.auc })...), verdict)
}

// beginning explains the first epoch, which averages what came before the
// collapse: at an accuracy of one half until then, a share of it.
func (t trail) beginning(c collapse) string {
	rows := t.main()
	if len(rows) <= len(c.rows) || len(rows) == 0 || !c.flattened || len(t.train) == 0 {
		return ""
	}
	w := rows[0]
	s := c.share.mid()
	part := (s - w.accuracy.mid()) / (s - 0.5)
	if rows[1].epoch != c.rows[0].epoch || !(part > 0 && part < 0.5) {
		return ""
	}
	text := fmt.Sprintf("\nEpoch %d fits: %s is the mean of the steps before the collapse and after. At accuracy 0.5 until then, it came after %.2g %% of the epoch", w.epoch, w.accuracy.text, 100*part)
	if w.steps > 0 {
		text += fmt.Sprintf(", near step %.0f of %d", math.Ceil(part*float64(w.steps)), w.steps)
	}
	return text + "."
}

// knownShares says what the run itself counts.
func knownShares(e Evidence) string {
	if e.Manifest == nil {
		return ""
	}
	var all []string
	for _, name := range []string{"train", "valid", "test"} {
		if p, there := e.Manifest.Splits[name]; there && p.Examples > 0 {
			share := float64(p.Positives) / float64(p.Examples)
			all = append(all, fmt.Sprintf("%s %d of %d (a constant scores %s)", name, p.Positives, p.Examples, number(max(share, 1-share))))
		}
	}
	if all == nil {
		return ""
	}
	return "\nThe run counts its positives: " + strings.Join(all, ", ") + "."
}

// ruledOut lists the other explanations that the numbers exclude.
func (c collapse) ruledOut(p prior) []string {
	var all []string
	w := c.rows[len(c.rows)-1]
	s := c.share.mid()
	if c.trace == chanceRanking && c.flattened {
		all = append(all, fmt.Sprintf("A model that ranks and only lacks a threshold: with an AUC of 0.7 for class 1, %s would read %s.", w.auc.name, number(s+2*s*(1-s)*0.2)))
	}
	// Half as much again: the loss of a constant is above the entropy only while it moves there.
	if w.loss.known() && w.loss.lo > 1.5*entropy(p.positive) {
		all = append(all, fmt.Sprintf("A constant at the class share: its loss is H(%s) = %s; here it is %s.", p.rare(), number(entropy(p.positive)), w.loss.text))
	}
	if p.exact && p.ratio.d <= 20 {
		all = append(all, fmt.Sprintf("A chance likeness to %s: a random number of so many digits is as near to a fraction with a denominator up to %d in %.1g %% of cases.",
			p.fraction(), p.ratio.d, 100*p.chance))
	}
	return all
}

// confirm says which numbers to print next, and what they are if the verdict is
// right.
func (c collapse) confirm(e Evidence, p prior) string {
	text := fmt.Sprintf("Count the labels: the share of positives is %s if positives are the rare class.", p.rare())
	if c.positive {
		text = fmt.Sprintf("Count the labels: the share of positives is %s.", p.rare())
	}
	text += "\n" + showScores(e.framework())
	switch {
	case c.positive:
		text += "\nExpect every example predicted positive."
	case c.saturated:
		text += "\nExpect none predicted positive and no score above 1e-6."
	default:
		text += "\nExpect none predicted positive."
	}
	if c.saturated {
		text += " Only this print excludes the last alternative: a frozen model with hard 0/1 outputs for both classes."
	}
	return text + fmt.Sprintf("\nAfter the fix, epoch 1 starts near a loss of H(%s) = %s without class weights, and average precision of class 1 rises above %s.", p.rare(), number(entropy(p.positive)), number(p.positive))
}
