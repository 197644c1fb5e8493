package metrics

import "math"

// Lift is precision over prevalence: how many times more positives an alert holds than an example drawn blindly.
// Baseline 1. Interval: delta method on the log scale, without hits that of half a row more in each cell.
func (c Confusion) Lift() Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	positives, alerts, all := c.TP+c.FN, c.TP+c.FP, c.total()
	switch {
	case positives == 0:
		return undefined(NoPositives).withBaseline(1)
	case alerts == 0:
		return undefined(NothingPositive).withBaseline(1)
	}
	v := reading(c.TP/alerts/(positives/all), c.cells()...).withBaseline(1)
	if c.GivenPrevalence {
		return c.atGivenPrevalence(v, 0, all/positives, Confusion.Lift)
	}
	if v.NoInterval != "" || c.TP > 0 {
		return v.withLogInterval(c.logLiftVariance())
	}
	soft := c.softened()
	alerts, positives = soft.TP+soft.FP, soft.TP+soft.FN
	upper := Value{V: soft.TP / alerts / (positives / soft.total())}.withLogInterval(soft.logLiftVariance()).Hi
	return v.within(0, upper, 0, math.Inf(1))
}

// logLiftVariance is that of log TP + log all - log positives - log alerts.
func (c Confusion) logLiftVariance() float64 {
	positives, alerts, all := c.TP+c.FN, c.TP+c.FP, c.total()
	return c.variance(perCell{
		tp: 1/c.TP + 1/all - 1/positives - 1/alerts,
		fn: 1/all - 1/positives, fp: 1/all - 1/alerts, tn: 1 / all,
	})
}
