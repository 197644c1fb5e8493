package diagnose

import "fmt"

// ruledOut lists the other explanations that the numbers exclude.
func (c collapse) ruledOut(p prior) []string {
	var all []string
	w := c.rows[len(c.rows)-1]
	s := c.share.mid()
	if c.trace == chanceRanking && c.flattened {
		all = append(all, fmt.Sprintf("A model that ranks and only lacks a threshold: with an AUC of 0.7 for class 1, %s would read %s.", w.auc.name, number(s+2*s*(1-s)*0.2)))
	}
	if c.saturated && w.loss.known() {
		all = append(all, fmt.Sprintf("A constant at the class share: its loss is H(%s) = %s; the log says %s.", p.rare(), number(entropy(p.positive)), w.loss.text))
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
	text += "\nPrint the scores of class 1:\n" + showScores(e.framework())
	switch {
	case c.positive:
		text += "\nExpect every example predicted positive."
	case c.saturated:
		text += "\nExpect none predicted positive and no score above 1e-6."
	default:
		text += "\nExpect none predicted positive."
	}
	if c.flattened && c.saturated {
		text += " Only this print excludes the last alternative: a frozen model with hard 0/1 outputs for both classes."
	}
	return text + fmt.Sprintf("\nAfter the fix, epoch 1 starts near a loss of H(%s) = %s without class weights, and average precision of class 1 leaves %s.", p.rare(), number(entropy(p.positive)), number(p.positive))
}
