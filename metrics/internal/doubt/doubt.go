// Package doubt puts intervals, baselines and reasons on readings outside package metrics.
package doubt

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/interval"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// Z95 is the 97.5 % quantile of the normal distribution: two-sided 95 %.
const Z95 = interval.Z95

// Undefined is a Value that does not exist, and neither does anything beside it.
func Undefined(why metrics.Reason) metrics.Value {
	return metrics.Value{Undefined: why, NoInterval: why, NoBaseline: why}
}

// Baseline gives v what a model without skill reads.
func Baseline(v metrics.Value, baseline float64) metrics.Value {
	v.Baseline, v.NoBaseline = baseline, ""
	return v
}

// Without takes the interval away from v.
func Without(v metrics.Value, why metrics.Reason) metrics.Value {
	v.Lo, v.Hi, v.NoInterval = 0, 0, why
	return v
}

// Within gives v a 95 % interval, kept in [low, high] and around the reading itself.
func Within(v metrics.Value, lo, hi, low, high float64) metrics.Value {
	v.Lo, v.Hi = math.Min(math.Max(lo, low), v.V), math.Max(math.Min(hi, high), v.V)
	v.NoInterval = ""
	return v
}

// Wald is v ± z·se, kept in [low, high]. Where se is nothing but rounding there is no interval.
func Wald(v metrics.Value, se, low, high float64) metrics.Value {
	if !(se > 1e-12*math.Max(1e-12, math.Abs(v.V))) {
		return Without(v, metrics.NoSpread)
	}
	return Within(v, v.V-Z95*se, v.V+Z95*se, low, high)
}

// Logit is v ± z·se on the scale of log(v/(1-v)); se is that of v itself. At 0 and 1 that scale has no variance.
func Logit(v metrics.Value, se float64) metrics.Value {
	if !(se > 1e-12) || v.V <= 0 || v.V >= 1 {
		return Without(v, metrics.NoSpread)
	}
	logit, half := math.Log(v.V)-math.Log1p(-v.V), Z95*se/(v.V*(1-v.V))
	return Within(v, interval.Sigmoid(logit-half), interval.Sigmoid(logit+half), 0, 1)
}

// Fisher is v ± z·se on the scale of atanh(v), for readings in [-1,1]; se is that of v itself.
func Fisher(v metrics.Value, se float64) metrics.Value {
	if !(se > 1e-12) || 1-math.Abs(v.V) < 1e-12 {
		return Without(v, metrics.NoSpread)
	}
	z, half := math.Atanh(v.V), Z95*se/(1-v.V*v.V)
	return Within(v, math.Tanh(z-half), math.Tanh(z+half), -1, 1)
}

// Area gives v, a ROC AUC of that variance, the interval of metrics.State.ROCAUC for two classes of that many
// (effective) examples.
func Area(v metrics.Value, variance, rarer, others float64) metrics.Value {
	if !(rarer > 1) {
		return Without(v, metrics.FewExamples)
	}
	lo, hi, known := interval.Area(v.V, variance, rarer, others)
	if !known {
		return Without(v, metrics.NoSpread)
	}
	return Within(v, lo, hi, 0, 1)
}

// Wilson is the score interval of a proportion p seen on n rows at the normal quantile z: Wilson, JASA 22
// (1927) 209. n need not be whole: weighted proportions bring Kish's effective number.
func Wilson(p, n, z float64) (lo, hi float64) {
	zz := z * z
	center := (p + zz/(2*n)) / (1 + zz/n)
	half := z / (1 + zz/n) * math.Sqrt(p*(1-p)/n+zz/(4*n*n))
	lo, hi = math.Max(center-half, 0), math.Min(center+half, 1)
	if p == 0 {
		lo = 0
	}
	if p == 1 {
		hi = 1
	}
	return lo, hi
}

// Mean is the weighted mean of xs with the linearised interval of a ratio of sums, m ± z·sqrt(Σw²(x-m)²)/Σw:
// Cochran, Sampling Techniques (1977), §2.11. Weights nil means all ones; at least one must not be 0.
func Mean(xs, weights []float64, low, high float64) metrics.Value {
	mean, spread, all := moments(xs, weights)
	v := metrics.Value{V: math.Min(math.Max(mean, low), high), N: int64(len(xs)), Weight: all}
	if len(xs) < 2 {
		return Without(v, metrics.FewExamples)
	}
	return Wald(v, math.Sqrt(spread)/all, low, high)
}

func moments(xs, weights []float64) (mean, spread, all float64) {
	weight := func(i int) float64 {
		if weights == nil {
			return 1
		}
		return weights[i]
	}
	total := func(term func(i int) float64) float64 {
		var sum sums.Sum
		for i := range xs {
			sum.Add(term(i))
		}
		return sum.Value()
	}
	all = total(weight)
	mean = total(func(i int) float64 { return weight(i) / all * xs[i] })
	spread = total(func(i int) float64 {
		d := weight(i) * (xs[i] - mean)
		return d * d
	})
	return mean, spread, all
}
