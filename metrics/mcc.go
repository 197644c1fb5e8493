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
	scale := math.Sqrt(positive*alert) * math.Sqrt(negative*quiet)
	r := (c.TP*c.TN - c.FP*c.FN) / scale
	r = math.Max(-1, math.Min(1, r))
	all := c.tp().plus(c.fp()).plus(c.tn()).plus(c.fn())
	v := Value{V: r, N: all.rows, Weight: all.weight}
	if all.squares == 0 {
		return v.withoutInterval(UnknownRows)
	}
	// The derivative of r by a cell: its partner over scale, less r/2 over each margin that holds the cell.
	slope := func(partner, row, column float64) float64 {
		return partner/scale - r/2*(1/row+1/column)
	}
	tp, tn := slope(c.TN, positive, alert), slope(c.TP, negative, quiet)
	fp, fn := slope(-c.FN, negative, alert), slope(-c.FP, positive, quiet)
	variance := c.Squares.TP*tp*tp + c.Squares.TN*tn*tn + c.Squares.FP*fp*fp + c.Squares.FN*fn*fn
	if 1-math.Abs(r) < 1e-12 {
		return v.withoutInterval(NoSpread)
	}
	z, se := math.Atanh(r), math.Sqrt(variance)/(1-r*r)
	return v.within(math.Tanh(z-z95*se), math.Tanh(z+z95*se), -1, 1)
}
