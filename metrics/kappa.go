package metrics

import "math"

// Kappa is Cohen's: the agreement of prediction and label beyond that of independent ones with the same margins,
// over the most there can be. Baseline 0. It is undefined when labels and predictions all are one and the
// same class, and 0 when only one of the two is constant. The interval is the delta method, which
// is Fleiss, Cohen and Everitt's variance: Psychological Bulletin 72 (1969) 323.
func (c Confusion) Kappa() Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	positive, negative := c.TP+c.FN, c.TN+c.FP
	alert, quiet := c.TP+c.FP, c.TN+c.FN
	chance := alert*negative + positive*quiet
	switch {
	case chance > 0:
	case positive == 0:
		return undefined(NoPositives).withBaseline(0)
	default:
		return undefined(NoNegatives).withBaseline(0)
	}
	kappa, _ := c.agreement()
	v := reading(kappa, c.cells()...)
	switch {
	case v.NoInterval != "":
		return v
	case c.GivenPrevalence:
		return c.atGivenPrevalence(v, -1, 1, Confusion.Kappa)
	}
	soft, variance := c.softened().agreement()
	half := z95 * math.Sqrt(variance)
	return v.within(min(kappa, soft)-half, max(kappa, soft)+half, -1, 1)
}

// agreement is Kappa and its variance by the delta method.
func (c Confusion) agreement() (kappa, variance float64) {
	positive, negative := c.TP+c.FN, c.TN+c.FP
	alert, quiet := c.TP+c.FP, c.TN+c.FN
	chance := alert*negative + positive*quiet
	kappa = 2 * (c.TP*c.TN - c.FN*c.FP) / chance
	slope := func(partner, ofChance float64) float64 { return (2*partner - kappa*ofChance) / chance }
	return kappa, c.variance(perCell{
		tp: slope(c.TN, negative+quiet), tn: slope(c.TP, alert+positive),
		fp: slope(-c.FN, negative+alert), fn: slope(-c.FP, quiet+positive),
	})
}
