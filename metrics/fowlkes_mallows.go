package metrics

import "math"

// FowlkesMallows is the geometric mean of precision and recall. Baseline: predicting everything positive, the root
// of the prevalence. Interval: delta method on the logit scale, which has no variance at 0 and 1.
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
	x := min(math.Sqrt(c.TP/positives)*math.Sqrt(c.TP/alerts), 1)
	v := reading(x, c.tp(), c.fp(), c.fn()).withBaseline(baseline)
	switch {
	case v.NoInterval != "":
		return v
	case x == 0 || x == 1:
		return v.withoutInterval(NoSpread)
	}
	// log x = log TP - ½ log positives - ½ log alerts, and the logit's derivative is that of log x over 1-x.
	variance := c.variance(perCell{
		tp: 1/c.TP - 1/(2*positives) - 1/(2*alerts), fn: -1 / (2 * positives), fp: -1 / (2 * alerts),
	})
	return v.withLogitInterval(math.Sqrt(variance) / (1 - x))
}
