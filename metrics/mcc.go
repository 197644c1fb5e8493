package metrics

import "math"

// MCC is the Matthews correlation coefficient, in [-1,1]; baseline 0. It is undefined when a class is
// missing or when only one class is predicted: a classifier that always says the same has no correlation.
// The interval is the delta method on Fisher's z scale: Itaya, Tamura, Hayashi and Yamamoto, arXiv:2405.12622.
func (c Confusion) MCC() Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	positive, negative := c.TP+c.FN, c.TN+c.FP
	alert, quiet := c.TP+c.FP, c.TN+c.FN
	for _, margin := range []struct {
		weight float64
		empty  Reason
	}{{positive, NoPositives}, {negative, NoNegatives}, {alert, NothingPositive}, {quiet, NothingNegative}} {
		if margin.weight == 0 {
			return undefined(margin.empty).withBaseline(0)
		}
	}
	r, _ := c.correlation()
	v := reading(r, c.cells()...)
	switch {
	case v.NoInterval != "":
		return v
	case c.GivenPrevalence:
		return c.atGivenPrevalence(v, -1, 1, Confusion.MCC)
	}
	soft, variance := c.softened().correlation()
	half := z95 * math.Sqrt(variance) / (1 - soft*soft)
	return v.within(math.Tanh(math.Atanh(min(r, soft))-half), math.Tanh(math.Atanh(max(r, soft))+half), -1, 1)
}

// correlation is that of labels and predictions, and its variance by the delta method.
func (c Confusion) correlation() (r, variance float64) {
	positive, negative := c.TP+c.FN, c.TN+c.FP
	alert, quiet := c.TP+c.FP, c.TN+c.FN
	scale := math.Sqrt(positive*alert) * math.Sqrt(negative*quiet)
	r = max(-1, min(1, (c.TP*c.TN-c.FP*c.FN)/scale))
	// The derivative of r by a cell: its partner over scale, less r/2 over each margin that holds the cell.
	slope := func(partner, row, column float64) float64 {
		return partner/scale - r/2*(1/row+1/column)
	}
	return r, c.variance(perCell{
		tp: slope(c.TN, positive, alert), tn: slope(c.TP, negative, quiet),
		fp: slope(-c.FN, negative, alert), fn: slope(-c.FP, positive, quiet),
	})
}
