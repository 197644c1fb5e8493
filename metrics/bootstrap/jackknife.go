package bootstrap

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/interval"
)

// Jackknife gives a reading the interval full ± t·se from what is read when one group at a time is left out.
// The standard error is that of Tukey's pseudo-values n·full - (n-1)·leftOut[i]: Efron and Stein, Ann. Statist.
// 9 (1981) 586; t is the 97.5 % quantile of Student's distribution with n-1 degrees of freedom. TFMA has the
// same standard error and puts the mean of leftOut in the middle. It fits smooth metrics and equal groups;
// where groups are few or positives rare it is worse than the bootstrap.
func Jackknife(full metrics.Value, leftOut []metrics.Value) metrics.Value {
	full.Lo, full.Hi, full.NoInterval = 0, 0, full.Undefined
	n := float64(len(leftOut))
	switch {
	case full.Undefined != "":
		return full
	case len(leftOut) < 2:
		full.NoInterval = metrics.FewExamples
		return full
	}
	mean := 0.0
	for _, v := range leftOut {
		if v.Undefined != "" {
			full.NoInterval = v.Undefined
			return full
		}
		mean += v.V / n
	}
	deviations := 0.0
	for _, v := range leftOut {
		deviations += (v.V - mean) * (v.V - mean)
	}
	if deviations == 0 {
		full.NoInterval = metrics.NoSpread
		return full
	}
	half := interval.Student95(float64(len(leftOut)-1)) * math.Sqrt(deviations*(n-1)/n)
	full.Lo, full.Hi = full.V-half, full.V+half
	return full
}
