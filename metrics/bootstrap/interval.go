package bootstrap

import (
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// MinUnits is how many units of the rarer class an interval needs: few units, drawn again, show too little of
// what others would read.
const MinUnits = 10

// The reasons why this package gives no interval.
const (
	FewUnits            metrics.Reason = "fewer than ten units of a class: too few to draw again"
	FewReplicates       metrics.Reason = "too few replicates for a 95 % interval: ask for a thousand"
	UndefinedReplicates metrics.Reason = "the metric is undefined in too many replicates"
	EqualReplicates     metrics.Reason = "the metric reads the same in every replicate"
	PValue              metrics.Reason = "a p-value stands alone"
)

// The reasons why it gives no baseline.
const (
	DifferenceAlone metrics.Reason = "a difference has no reading without skill"
	ThresholdAlone  metrics.Reason = "a threshold has no reading without skill"
)

// withInterval gives v the expanded percentile interval of its replicates, NaN where the metric is undefined.
func withInterval(v metrics.Value, replicates []float64, units float64) metrics.Value {
	v.Lo, v.Hi, v.NoInterval = 0, 0, noInterval(v, replicates, units)
	if v.NoInterval != "" {
		return v
	}
	lo, hi, why := ends(replicates, tailShare(units))
	if why != "" {
		v.NoInterval = why
		return v
	}
	return doubt.Within(v, lo, hi, math.Inf(-1), math.Inf(1))
}

// noInterval is why no replicates of v could give an interval, or nothing.
func noInterval(v metrics.Value, replicates []float64, units float64) metrics.Reason {
	different := slices.ContainsFunc(replicates, func(x float64) bool { return !math.IsNaN(x) && x != v.V })
	switch {
	case v.Undefined != "":
		return v.Undefined
	case units < MinUnits:
		return FewUnits
	case !different:
		return EqualReplicates
	}
	return ""
}

// ends are the quantiles that leave out that share at each end. Replicates that are NaN could lie anywhere, and
// so count as lowest for the lower end and as highest for the upper.
func ends(replicates []float64, share float64) (lo, hi float64, why metrics.Reason) {
	sorted := slices.DeleteFunc(slices.Clone(replicates), math.IsNaN)
	slices.Sort(sorted)
	// Quantile p of n numbers is number p(n+1), counted from 1: R's type 6, which Hesterberg recommends here.
	at := share*float64(len(replicates)+1) - 1
	missing := float64(len(replicates) - len(sorted))
	switch {
	case at < 0:
		return 0, 0, FewReplicates
	case at < missing:
		return 0, 0, UndefinedReplicates
	}
	return between(sorted, at-missing), between(sorted, float64(len(sorted)-1)-(at-missing)), ""
}

// between interpolates linearly.
func between(sorted []float64, at float64) float64 {
	below := int(at)
	above := min(below+1, len(sorted)-1)
	return sorted[below] + (at-float64(below))*(sorted[above]-sorted[below])
}

// tailShare is what the expanded percentile interval leaves out at each end: Φ(-√(n/(n-1))·t) where t is the
// 97.5 % quantile of Student's distribution with n-1 degrees of freedom, in place of 2.5 %.
func tailShare(n float64) float64 {
	x := math.Sqrt(n/(n-1)) * interval.Student95(math.Floor(n)-1)
	return math.Erfc(x/math.Sqrt2) / 2
}
