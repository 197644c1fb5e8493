package metrics

import "math"

// IBA is the index of balanced accuracy of the G-mean: (1 + alpha·(recall-specificity))·M, where M is recall
// times specificity if squared, as the authors and imbalanced-learn by default have it (alpha 0.1), and
// else its root: García, Mollineda and Sánchez, IbPRIA 2009. alpha in [0, 1] says how much dominance of the
// positive class counts. Baseline: a random classifier that predicts positive as often. Interval: delta method.
func (c Confusion) IBA(alpha float64, squared bool) Value {
	if !(alpha >= 0 && alpha <= 1) {
		return undefined(BadAlpha)
	}
	recall, specificity := c.Recall(), c.Specificity()
	for _, part := range []Value{recall, specificity} {
		if part.Undefined != "" {
			return undefined(part.Undefined)
		}
	}
	index := func(r, s float64) float64 {
		if squared {
			return (1 + alpha*(r-s)) * r * s
		}
		return (1 + alpha*(r-s)) * math.Sqrt(r*s)
	}
	r, s := recall.V, specificity.V
	v := reading(index(r, s), c.cells()...).withBaseline(index(c.alertRate(), 1-c.alertRate()))
	if v.NoInterval != "" || recall.NoInterval != "" || specificity.NoInterval != "" {
		return v.withoutInterval(UnknownRows)
	}
	if r*s == 0 {
		return v.withoutInterval(ZeroCell)
	}
	dominance := 1 + alpha*(r-s)
	byRecall, bySpecificity := alpha*r*s+dominance*s, -alpha*r*s+dominance*r
	if !squared {
		m := math.Sqrt(r * s)
		byRecall, bySpecificity = alpha*m+dominance*m/(2*r), -alpha*m+dominance*m/(2*s)
	}
	positives, negatives := c.TP+c.FN, c.TN+c.FP
	variance := c.variance(perCell{
		tp: byRecall * (1 - r) / positives, fn: -byRecall * r / positives,
		tn: bySpecificity * (1 - s) / negatives, fp: -bySpecificity * s / negatives,
	})
	return v.withNormalInterval(variance, 0, 1+alpha)
}
