package metrics

import "github.com/seqpair/seqpair/metrics/internal/interval"

// CountsAlone is why a proportion of bare counts has no baseline.
const CountsAlone Reason = "counts alone do not say what no skill would read"

// ClopperPearson is the proportion successes/trials with the exact 95 % interval of Clopper and Pearson,
// Biometrika 26 (1934) 404, which never holds the truth less often than it says, and mostly holds it more
// often: it is wider than Wilson's, which [Confusion] gives and which holds it 95 % of the time on average.
// Recall with an exact interval is ClopperPearson(c.Rows.TP, c.Rows.TP+c.Rows.FN). It counts rows: for
// weighted rows no interval is exact.
func ClopperPearson(successes, trials int64) Value {
	switch {
	case successes < 0 || successes > trials:
		return undefined(BadCounts)
	case trials == 0:
		return undefined(NoExamples)
	}
	k, n := float64(successes), float64(trials)
	v := Value{V: k / n, N: trials, Weight: n, NoBaseline: CountsAlone}
	lo, hi := 0.0, 1.0
	if successes > 0 {
		lo = interval.BetaQuantile(0.025, k, n-k+1)
	}
	if successes < trials {
		hi = interval.BetaQuantile(0.975, k+1, n-k)
	}
	return v.within(lo, hi, 0, 1)
}
