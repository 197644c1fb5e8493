package metrics

import "math"

// FowlkesMallows is the geometric mean of precision and recall. Baseline: predicting everything positive, the root
// of the prevalence. Interval: delta method on the logit scale, at 0 and 1 that of half a row more in each cell.
func (c Confusion) FowlkesMallows() Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	positives, alerts := c.TP+c.FN, c.TP+c.FP
	baseline := math.Sqrt(c.prevalence())
	switch {
	case positives == 0:
		return undefined(NoPositives).withBaseline(baseline)
	case alerts == 0:
		return undefined(NothingPositive).withBaseline(baseline)
	}
	x, _ := c.geometricMean()
	v := reading(x, c.tp(), c.fp(), c.fn()).withBaseline(baseline)
	switch {
	case v.NoInterval != "":
		return v
	case c.GivenPrevalence:
		return c.atGivenPrevalence(v, 0, 1, Confusion.FowlkesMallows)
	}
	if x == 0 || x == 1 {
		c = c.softened()
	}
	center, variance := c.geometricMean()
	around := Value{V: center}.withLogitInterval(math.Sqrt(variance) / (1 - center))
	return v.within(around.Lo, around.Hi, 0, 1)
}

// geometricMean is that of precision and recall, and the variance of its logarithm, log TP - ½ log positives - ½ log alerts.
// The logit's derivative is that of the logarithm over 1-x.
func (c Confusion) geometricMean() (x, logVariance float64) {
	positives, alerts := c.TP+c.FN, c.TP+c.FP
	return min(math.Sqrt(c.TP/positives)*math.Sqrt(c.TP/alerts), 1), c.variance(perCell{
		tp: 1/c.TP - 1/(2*positives) - 1/(2*alerts), fn: -1 / (2 * positives), fp: -1 / (2 * alerts),
	})
}
