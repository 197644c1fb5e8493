package metrics

import "math"

// maxBeta keeps beta² and its products with weights far from overflow; F-beta is recall long before it.
const maxBeta = 1000

// F1 is the harmonic mean of precision and recall: FBeta(1).
func (c Confusion) F1() Value { return c.FBeta(1) }

// FBeta weighs recall beta times as much as precision: (1+β²)TP / ((1+β²)TP + β²FN + FP).
// It is 0, not undefined, when positives exist and nothing is predicted positive.
// Baseline: predicting everything positive.
//
// The interval of F1 is Wilson's on TP/(TP+FP+FN), of which F1 is a monotone function: the indirect
// method of Lam, Gopal and Qian, arXiv:2309.14621. Other betas use the delta method (as Takahashi et
// al., Appl. Intell. 52 (2022) 4961, do for F1) on the logit scale, which has no variance at 0 and 1.
func (c Confusion) FBeta(beta float64) Value {
	if !(beta >= 0 && beta <= maxBeta) {
		return undefined(BadBeta)
	}
	if why := c.unreadable(); why != "" {
		return undefined(why)
	}
	if beta == 0 {
		return c.Precision()
	}
	bb, prevalence := beta*beta, c.prevalence()
	baseline := (1 + bb) * prevalence / (bb*prevalence + 1)
	if c.TP+c.FN == 0 {
		return undefined(NoPositives).withBaseline(0)
	}
	counted := c.tp().plus(c.fp()).plus(c.fn())
	hits, misses := (1+bb)*c.TP, bb*c.FN+c.FP
	v := Value{V: hits / (hits + misses), N: counted.rows, Weight: counted.weight, Baseline: baseline}
	switch {
	case counted.squares == 0:
		return v.withoutInterval(UnknownRows)
	case beta == 1:
		lo, hi := wilson(c.TP/counted.weight, counted.effective())
		return v.within(2*lo/(1+lo), 2*hi/(1+hi), 0, 1)
	case v.V == 0 || v.V == 1:
		return v.withoutInterval(NoSpread)
	}
	// logit F = log(hits) - log(misses): its derivatives by TP, FN and FP are 1/TP, -β²/misses and -1/misses.
	variance := c.Squares.TP/(c.TP*c.TP) + (bb*bb*c.Squares.FN+c.Squares.FP)/(misses*misses)
	return v.withLogitInterval(math.Sqrt(variance))
}
