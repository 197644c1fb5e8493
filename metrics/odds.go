package metrics

// DiagnosticOddsRatio (DOR) is TP·TN/(FP·FN), LR+ over LR-. It is undefined when FP or FN is 0. Baseline 1.
// Interval: log-normal, Woolf, Ann. Hum. Genet. 19 (1955) 251; none when TP or TN is 0.
func (c Confusion) DiagnosticOddsRatio() Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	switch {
	case c.TP+c.FN == 0:
		return undefined(NoPositives).withBaseline(1)
	case c.TN+c.FP == 0:
		return undefined(NoNegatives).withBaseline(1)
	case c.FP == 0 || c.FN == 0:
		return undefined(NoMistakes).withBaseline(1)
	}
	v := reading(c.TP/c.FN*(c.TN/c.FP), c.cells()...).withBaseline(1)
	if v.V == 0 {
		return v.withLogInterval(0)
	}
	return v.withLogInterval(c.variance(perCell{tp: 1 / c.TP, fp: 1 / c.FP, tn: 1 / c.TN, fn: 1 / c.FN}))
}
