package metrics

import "math"

// Costs are what the two kinds of mistake cost, in any unit.
type Costs struct {
	FP float64 `json:"fp"` // of a false alarm
	FN float64 `json:"fn"` // of a miss
}

func (k Costs) bad() Reason {
	if !(k.FP >= 0 && k.FN >= 0 && k.FP <= MaxWeight && k.FN <= MaxWeight && k.FP+k.FN > 0) {
		return BadCosts
	}
	return ""
}

// Threshold is the cheapest threshold for calibrated probabilities, FP/(FP+FN): Elkan, IJCAI 2001. Where the
// scores are no probabilities choose by [MinCost].
func (k Costs) Threshold() float64 { return k.FP / (k.FP + k.FN) }

// ExpectedCost is the mean cost of an example. Baseline: the cheaper of alarming always and never.
// Interval: normal approximation of a weighted mean.
func (c Confusion) ExpectedCost(k Costs) Value {
	if why := k.bad(); why != "" {
		return undefined(why)
	}
	v := c.mean(perCell{fp: k.FP, fn: k.FN})
	if v.Undefined != "" {
		return v
	}
	return v.withBaseline(math.Min(c.prevalence()*k.FN, (1-c.prevalence())*k.FP))
}

// NetBenefit is TP/n - FP/n·p/(1-p), in true positives per example, for someone who would act at a
// probability of p: Vickers and Elkin, Med. Decis. Making 26 (2006) 565. Baseline: the better of acting
// always and never. Interval: normal approximation of a weighted mean.
func (c Confusion) NetBenefit(p float64) Value {
	if !(p >= 0 && p < 1) {
		return undefined(BadProbability)
	}
	odds := p / (1 - p)
	v := c.mean(perCell{tp: 1, fp: -odds})
	if v.Undefined != "" {
		return v
	}
	return v.withBaseline(math.Max(0, c.prevalence()-(1-c.prevalence())*odds))
}

// mean is the weighted mean of a payoff that depends on the cell.
func (c Confusion) mean(payoff perCell) Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	all := c.total()
	mean := payoff.tp*(c.TP/all) + payoff.fp*(c.FP/all) + payoff.tn*(c.TN/all) + payoff.fn*(c.FN/all)
	variance := c.variance(perCell{
		tp: (payoff.tp - mean) / all, fp: (payoff.fp - mean) / all,
		tn: (payoff.tn - mean) / all, fn: (payoff.fn - mean) / all,
	})
	low := min(payoff.tp, payoff.fp, payoff.tn, payoff.fn)
	high := max(payoff.tp, payoff.fp, payoff.tn, payoff.fn)
	v := reading(mean, c.cells()...)
	if c.GivenPrevalence {
		return c.atGivenPrevalence(v, low, high, func(c Confusion) Value { return c.mean(payoff) })
	}
	return v.withNormalInterval(variance, low, high)
}
