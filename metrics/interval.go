package metrics

import (
	"math"

	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// z95 is the 97.5 % quantile of the normal distribution: two-sided 95 %.
const z95 = interval.Z95

// within gives v a 95 % interval, kept in [low, high] and around the reading itself.
func (v Value) within(lo, hi, low, high float64) Value {
	v.Lo, v.Hi = min(max(lo, low), v.V), max(min(hi, high), v.V)
	v.NoInterval = ""
	return v
}

func (v Value) withoutInterval(why Reason) Value {
	v.NoInterval = why
	return v
}

// wilson is the 95 % score interval of a proportion p seen on n rows: Wilson, JASA 22 (1927) 209.
// n need not be whole: weighted proportions bring Kish's effective number.
func wilson(p, n float64) (lo, hi float64) {
	const zz = z95 * z95
	center := (p + zz/(2*n)) / (1 + zz/n)
	half := z95 / (1 + zz/n) * math.Sqrt(p*(1-p)/n+zz/(4*n*n))
	lo, hi = center-half, center+half
	if p == 0 {
		lo = 0
	}
	if p == 1 {
		hi = 1
	}
	return max(lo, 0), min(hi, 1)
}

// proportion is part/(part+rest) with Wilson's interval on Kish's effective number of rows.
func proportion(part, rest tally, empty Reason) Value {
	whole := part.plus(rest)
	if whole.weight == 0 {
		return undefined(empty)
	}
	v := Value{V: part.weight / whole.weight, N: whole.rows, Weight: whole.weight}
	if whole.squares == 0 {
		return v.withoutInterval(UnknownRows)
	}
	lo, hi := wilson(v.V, whole.effective())
	return v.within(lo, hi, 0, 1)
}

// withLogitInterval gives v, a reading in (0,1), the interval v ± z·se on the scale of log(v/(1-v)).
func (v Value) withLogitInterval(se float64) Value {
	logit := math.Log(v.V) - math.Log1p(-v.V)
	return v.within(interval.Sigmoid(logit-z95*se), interval.Sigmoid(logit+z95*se), 0, 1)
}

// withAreaInterval gives v, a ROC AUC of that variance, the interval of [State.ROCAUC].
func (v Value) withAreaInterval(variance, pos, neg float64) Value {
	rarer := min(pos, neg)
	if rarer <= 1 {
		return v.withoutInterval(FewExamples)
	}
	lo, hi, known := interval.Area(v.V, variance, rarer, max(pos, neg))
	return v.withScoreInterval(lo, hi, known)
}

func (v Value) withScoreInterval(lo, hi float64, known bool) Value {
	if !known {
		return v.withoutInterval(NoSpread)
	}
	return v.within(lo, hi, 0, 1)
}
