package diagnose

import (
	"fmt"
	"math"
)

// prior is what a share of the predicted class says about the data.
type prior struct {
	share    float64 // of the class that is predicted
	positive float64 // of the positives, if they are the other class
	ratio    fraction
	exact    bool    // the share is a fraction of small numbers
	chance   float64 // that a random number of so many digits is such a fraction
}

// smallDenominator is how far rational reconstruction of four printed digits
// goes before it hits by chance too often: there are 3·60²/π² ≈ 1100 fractions with denominators up
// to 60, so one lies within ±5e-5 of a random number 11 % of the time.
const smallDenominator = 60

// byChance is how often a random number may be as near to such a fraction for it to say something.
const byChance = 0.12

// priorOf reconstructs the class shares from the accuracy of a model that
// predicts one class.
func priorOf(share span, positive bool) prior {
	p := prior{share: share.mid(), positive: 1 - share.mid()}
	if share.lo > 0 && share.hi < 1 {
		p.ratio, p.exact = simplest(share, smallDenominator)
		p.exact = p.exact && p.ratio.chance(share.hi-share.lo) < byChance
	}
	if p.exact {
		p.share = p.ratio.value()
		p.positive = 1 - p.share
		p.chance = p.ratio.chance(share.hi - share.lo)
	}
	if positive {
		p.positive = p.share
	}
	return p
}

// fraction shows the share of the predicted class: "10/11", else its digits.
func (p prior) fraction() string {
	if p.exact {
		return fmt.Sprintf("%d/%d", p.ratio.n, p.ratio.d)
	}
	return number(p.share)
}

// rare shows the share of the positives: "1/11", else its digits.
func (p prior) rare() string {
	switch {
	case p.exact && p.positive == p.share:
		return p.fraction()
	case p.exact:
		return fmt.Sprintf("%d/%d", p.ratio.d-p.ratio.n, p.ratio.d)
	}
	return number(p.positive)
}

// logOdds is log(π/(1−π)), where the output bias of a model should start.
func (p prior) logOdds() float64 { return math.Log(p.positive / (1 - p.positive)) }

// class names the class whose share it is.
func (p prior) class() string {
	if p.share > 0.5 {
		return "the majority"
	}
	return "that class"
}

// title names the share.
func (p prior) title() string {
	if p.exact {
		return "the share of " + p.class() + ", " + p.fraction()
	}
	return "the share of " + p.class()
}

// story says what the share is and what class ratio it implies.
func (p prior) story(accuracy reading, positive bool) string {
	if !p.exact {
		return fmt.Sprintf("Accuracy %s the share of %s, %s, which a constant prediction scores; %s%.3g %%.",
			p.is(), p.class(), accuracy.text, p.others(positive), 100*(1-p.share))
	}
	odds := ""
	if one := p.ratio.d - p.ratio.n; one == 1 && p.ratio.n > 1 {
		k, d := p.ratio.n, min(accuracy.decimals, 4)
		odds = fmt.Sprintf(", 1 : %d (1 : %d would print %.*f)", k, k-1, d, float64(k-1)/float64(k))
	}
	return fmt.Sprintf("Accuracy %s the share of %s, %s, which a constant prediction scores: %s = %s%s; %s%.3g %%.",
		p.is(), p.class(), p.fraction(), accuracy.text, p.fraction(), odds, p.others(positive), 100*(1-p.share))
}

// is begins the sentence about accuracy.
func (p prior) is() string {
	if p.share > 0.5 {
		return "is high because it is"
	}
	return "is"
}

// others begins the clause about the other class.
func (p prior) others(positive bool) string {
	if positive {
		return "they are the positives; negatives are the other "
	}
	return "positives are the other "
}
