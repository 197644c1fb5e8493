package metrics

import "math"

// GMean is the geometric mean of recall and specificity: Kubat and Matwin, ICML 1997. Baseline: a random
// classifier that predicts positive as often as this one. Its interval joins the Wilson intervals of
// the two on the log scale by the method of variance estimates recovery: Zou and Donner, Statist. Med. 27 (2008) 1693.
func (c Confusion) GMean() Value {
	recall, specificity := c.Recall(), c.Specificity()
	for _, part := range []Value{recall, specificity} {
		if part.Undefined != "" {
			return undefined(part.Undefined)
		}
	}
	alerts := c.alertRate()
	v := reading(math.Sqrt(recall.V*specificity.V), c.cells()...).withBaseline(math.Sqrt(alerts * (1 - alerts)))
	switch {
	case v.NoInterval != "":
		return v
	case recall.NoInterval != "" || specificity.NoInterval != "":
		return v.withoutInterval(UnknownRows)
	case v.V == 0: // which has no logarithm
		return v.within(0, math.Sqrt(recall.Hi*specificity.Hi), 0, 1)
	}
	down := math.Hypot(math.Log(recall.V/recall.Lo), math.Log(specificity.V/specificity.Lo)) / 2
	up := math.Hypot(math.Log(recall.Hi/recall.V), math.Log(specificity.Hi/specificity.V)) / 2
	return v.within(v.V*math.Exp(-down), v.V*math.Exp(up), 0, 1)
}
