package metrics

// Informedness is recall + specificity - 1: Youden's J, and scikit-learn's adjusted balanced accuracy. Baseline 0.
// Interval: that of [Confusion.BalancedAccuracy], stretched.
func (c Confusion) Informedness() Value { return c.BalancedAccuracy().stretched(2, -1) }

// Markedness is precision + NPV - 1, the informedness of predicting the prediction from the label. Baseline 0.
// Its interval joins the Wilson intervals of the two, as [Confusion.BalancedAccuracy] does.
func (c Confusion) Markedness() Value {
	v := joined(c.Precision(), c.NPV(), 0.5).stretched(2, -1)
	if c.GivenPrevalence {
		return c.atGivenPrevalence(v, -1, 1, Confusion.Markedness)
	}
	return v
}
