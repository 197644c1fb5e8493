package metrics

import "math"

// PositiveLikelihoodRatio (LR+) is recall over false positive rate: by what factor an alert raises the odds.
// It is undefined without false positives. Baseline 1. Interval: on the log scale, Simel, Samsa and Matchar,
// J. Clin. Epidemiol. 44 (1991) 763.
func (c Confusion) PositiveLikelihoodRatio() Value {
	return c.likelihoodRatio(c.tp(), c.fn(), c.fp(), c.tn(), NoFalsePositives)
}

// NegativeLikelihoodRatio (LR-) is false negative rate over specificity: by what factor silence lowers the odds,
// so lower is better. It is undefined without true negatives. Baseline 1. Interval: as LR+.
func (c Confusion) NegativeLikelihoodRatio() Value {
	return c.likelihoodRatio(c.fn(), c.tp(), c.tn(), c.fp(), NoTrueNegatives)
}

// likelihoodRatio is the rate of part among the positives over that of the other part among the negatives.
func (c Confusion) likelihoodRatio(part, rest, otherPart, otherRest tally, zero Reason) Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	positives, negatives := part.weight+rest.weight, otherPart.weight+otherRest.weight
	switch {
	case positives == 0:
		return undefined(NoPositives).withBaseline(1)
	case negatives == 0:
		return undefined(NoNegatives).withBaseline(1)
	case otherPart.weight == 0:
		return undefined(zero).withBaseline(1)
	}
	v := reading(part.weight/positives/(otherPart.weight/negatives), c.cells()...).withBaseline(1)
	return v.withLogInterval(logRateVariance(part, rest) + logRateVariance(otherPart, otherRest))
}

// PrevalenceThreshold is √FPR/(√recall+√FPR), the prevalence below which precision falls steeply: Balayla, PLoS
// ONE 15 (2020) e0240215. Lower is better; baseline ½. Interval: LR+'s, of which it is a monotone function.
func (c Confusion) PrevalenceThreshold() Value {
	recall, falseAlarms := c.Recall(), c.FalsePositiveRate()
	for _, part := range []Value{recall, falseAlarms} {
		if part.Undefined != "" {
			return undefined(part.Undefined).withBaseline(0.5)
		}
	}
	if recall.V+falseAlarms.V == 0 {
		return undefined(NothingPositive).withBaseline(0.5)
	}
	root := math.Sqrt(falseAlarms.V)
	v := reading(root/(math.Sqrt(recall.V)+root), c.cells()...).withBaseline(0.5)
	ratio := c.PositiveLikelihoodRatio()
	switch {
	case v.NoInterval != "":
		return v
	case ratio.Undefined != "":
		return v.withoutInterval(ZeroCell)
	case ratio.NoInterval != "":
		return v.withoutInterval(ratio.NoInterval)
	}
	return v.within(1/(1+math.Sqrt(ratio.Hi)), 1/(1+math.Sqrt(ratio.Lo)), 0, 1)
}
