package metrics

import (
	"math"

	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// maxBeta keeps beta² and its products with weights far from overflow; F-beta is recall long before it.
const maxBeta = 1000

// F1 is the harmonic mean of precision and recall: FBeta(1).
func (c Confusion) F1() Value { return c.FBeta(1) }

// FBeta weighs recall beta times as much as precision: (1+β²)TP / ((1+β²)TP + β²FN + FP).
// It is 0, not undefined, when positives exist and nothing is predicted positive.
// Baseline: predicting everything positive.
//
// The interval of F1 is Wilson's on TP/(TP+FP+FN), of which F1 is a monotone function: the indirect
// method of Lam, Gopal and Qian, arXiv:2309.14621. Those of other betas invert the same score test of
// (1+β²)(1-F)·TP - F·(β²FN + FP), which is 0 on average where F is the truth, misses being split as they are, one more among them.
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
	case c.GivenPrevalence:
		return c.atGivenPrevalence(v, 0, 1, func(c Confusion) Value { return c.FBeta(beta) })
	case beta == 1:
		lo, hi := wilson(c.TP/counted.weight, counted.effective())
		return v.within(2*lo/(1+lo), 2*hi/(1+hi), 0, 1)
	}
	reaches := c.reachesF(bb)
	return v.within(interval.Outermost(0, v.V, reaches), interval.Outermost(1, v.V, reaches), 0, 1)
}

// reachesF says whether F lies in the interval of FBeta, β² being bb.
func (c Confusion) reachesF(bb float64) func(f float64) bool {
	counted := c.tp().plus(c.fp()).plus(c.fn())
	row := counted.squares / counted.weight           // the weight of one effective row
	ofFN := (c.FN + row/2) / (c.FN + c.FP + row)      // among misses, of which there may be few or none
	mean, square := bb*ofFN+1-ofFN, bb*bb*ofFN+1-ofFN // of what a miss counts
	hits, misses := c.TP/counted.weight, (bb*c.FN+c.FP)/counted.weight
	return func(f float64) bool {
		gain := (1 + bb) * (1 - f)
		expected := f * mean / (gain + f*mean) // share of hits
		variance := (expected*gain*gain + (1-expected)*f*f*square) / counted.effective()
		return math.Abs(gain*hits-f*misses) <= z95*math.Sqrt(variance)
	}
}
