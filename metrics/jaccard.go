package metrics

// Jaccard is TP/(TP+FP+FN), also called intersection over union (IoU), threat score and critical success index.
// It is F1/(2-F1), and undefined where F1 is. Baseline: predicting everything positive, the prevalence.
// Interval: Wilson's.
func (c Confusion) Jaccard() Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	if c.TP+c.FN == 0 {
		return undefined(NoPositives).withBaseline(0)
	}
	v := proportion(c.tp(), c.fp().plus(c.fn()), NoPositives).withBaseline(c.prevalence())
	if c.GivenPrevalence {
		return c.atGivenPrevalence(v, 0, 1, Confusion.Jaccard)
	}
	return v
}

// MeanJaccard is the mean of the two classes' Jaccard, which others call mean IoU. It is undefined when a
// class is missing. Baseline: always saying the majority class. Interval: delta method.
func (c Confusion) MeanJaccard() Value {
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	if c.TP+c.FN == 0 {
		return undefined(NoPositives)
	}
	if c.TN+c.FP == 0 {
		return undefined(NoNegatives)
	}
	ofPositives, ofNegatives := c.TP+c.FP+c.FN, c.TN+c.FP+c.FN
	positive, negative := c.TP/ofPositives, c.TN/ofNegatives
	mistake := -(positive/ofPositives + negative/ofNegatives) / 2
	variance := c.variance(perCell{
		tp: (1 - positive) / ofPositives / 2, tn: (1 - negative) / ofNegatives / 2, fp: mistake, fn: mistake,
	})
	v := reading((positive+negative)/2, c.cells()...).withBaseline(max(c.prevalence(), 1-c.prevalence()) / 2)
	if c.GivenPrevalence {
		return c.atGivenPrevalence(v, 0, 1, Confusion.MeanJaccard)
	}
	return v.withNormalInterval(variance, 0, 1)
}
