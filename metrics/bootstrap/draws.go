package bootstrap

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// draws are what one metric reads of each replicate, NaN where it is undefined.
type draws struct {
	metric metrics.Metric
	values []float64
	// For ROC AUC, also the studentised distance of each from the reading of all examples, on the logit scale.
	distances []float64
	whole     *areas
}

func newDraws(m metrics.Metric, replicates int, all *sample) *draws {
	d := &draws{metric: m, values: make([]float64, replicates)}
	if isROCAUC(m) {
		d.distances, d.whole = make([]float64, replicates), newOnce(all).readAreas()
	}
	return d
}

func (d *draws) take(number int, r *replicate) {
	d.values[number] = r.read(d.metric)
	if d.distances != nil {
		d.distances[number] = (logit(r.areas.rocAUC) - logit(d.whole.rocAUC)) / r.areas.logitError()
	}
}

// interval gives v the interval of its replicates: for ROC AUC the bootstrap-t interval of Efron, on the
// logit scale, which follows the skewness near 1; else the expanded percentile interval.
func (d *draws) interval(v metrics.Value, units float64) metrics.Value {
	if d.distances == nil {
		return withInterval(v, d.values, units)
	}
	v.Lo, v.Hi, v.NoInterval = 0, 0, noInterval(v, d.values, units)
	if v.NoInterval != "" {
		return v
	}
	lo, hi, why := ends(d.distances, 0.025)
	if why != "" {
		v.NoInterval = why
		return v
	}
	middle, se := logit(d.whole.rocAUC), d.whole.logitError()
	v.Lo, v.Hi = min(expit(middle-hi*se), v.V), max(expit(middle-lo*se), v.V)
	return v
}

// logitError is the standard error on the logit scale, or NaN where there is none: at 0, at 1, and where the
// placements do not vary.
func (a *areas) logitError() float64 {
	if a.standardError < 1e-12 || a.rocAUC == 0 || a.rocAUC == 1 {
		return math.NaN()
	}
	return a.standardError / (a.rocAUC * (1 - a.rocAUC))
}

func logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

func expit(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
