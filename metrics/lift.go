package metrics

// Lift is precision over prevalence: how many times more positives an alert holds than an example drawn blindly.
// Baseline 1. Interval: delta method on the log scale.
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
	if c.TP == 0 {
		return v.withLogInterval(0)
	}
	// log lift = log TP + log all - log positives - log alerts
	return v.withLogInterval(c.variance(perCell{
		tp: 1/c.TP + 1/all - 1/positives - 1/alerts,
		fn: 1/all - 1/positives, fp: 1/all - 1/alerts, tn: 1 / all,
	}))
}
