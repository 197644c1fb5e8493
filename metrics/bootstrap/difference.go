package bootstrap

import (
	"errors"
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// Contrast is what one metric reads of two models on the same examples.
type Contrast struct {
	Name       string            `json:"name"`
	Better     metrics.Direction `json:"better"`
	Baseline   metrics.Value     `json:"baseline"`
	Candidate  metrics.Value     `json:"candidate"`
	Difference metrics.Value     `json:"difference"` // candidate less baseline
	// P is how likely a difference this far from 0 would be, on either side, were there none; no interval.
	P metrics.Value `json:"p"`
}

// Difference reads each metric of two models on the same examples, drawn together: what is easy or hard for both
// cancels out. Both States must hold the same units with the same labels and weights.
//
// P is the share of replicates on the other side of 0 than most, doubled: Davison and Hinkley, Bootstrap
// Methods and their Application (1997), chapter 4. It is never below 2/(replicates+1).
func Difference(baseline, candidate *State, ms ...metrics.Metric) ([]Contrast, error) {
	if err := baseline.alike(candidate); err != nil {
		return nil, err
	}
	samples := []*sample{baseline.sample(), candidate.sample()}
	if samples[0].examples != samples[1].examples {
		return nil, errors.New("bootstrap: the two States do not hold the same examples: give both the same units, labels and weights")
	}
	models := [2][]*draws{}
	for model, all := range samples {
		models[model] = drawsOf(ms, baseline.replicates, all)
	}
	each(baseline.replicates, baseline.seed, samples, func(number int, replicates []*replicate) {
		for model, r := range replicates {
			for _, d := range models[model] {
				d.take(number, r)
			}
		}
	})
	contrasts := make([]Contrast, len(ms))
	whole := [2]*metrics.State{samples[0].whole(), samples[1].whole()}
	for i, m := range ms {
		contrasts[i] = contrast(m, whole, [2]*draws{models[0][i], models[1][i]}, samples[0].units)
	}
	return contrasts, nil
}

func contrast(m metrics.Metric, whole [2]*metrics.State, drawn [2]*draws, units float64) Contrast {
	c := Contrast{
		Name: m.Name, Better: m.Better,
		Baseline:  drawn[0].interval(m.Read(whole[0]), units),
		Candidate: drawn[1].interval(m.Read(whole[1]), units),
	}
	differences := make([]float64, len(drawn[0].values))
	for i := range differences {
		differences[i] = drawn[1].values[i] - drawn[0].values[i]
	}
	d := metrics.Value{
		V: c.Candidate.V - c.Baseline.V, N: max(c.Candidate.N, c.Baseline.N), Weight: max(c.Candidate.Weight, c.Baseline.Weight),
		NoBaseline: DifferenceAlone,
	}
	for _, v := range []metrics.Value{c.Candidate, c.Baseline} {
		if v.Undefined != "" {
			d = metrics.Value{Undefined: v.Undefined, NoBaseline: DifferenceAlone}
		}
	}
	c.Difference = withInterval(d, differences, units)
	c.P = chance(c.Difference, differences)
	return c
}

// chance is the bootstrap's two-sided p-value of a difference. Replicates without a difference count for neither side.
func chance(difference metrics.Value, replicates []float64) metrics.Value {
	if why := difference.NoInterval; why != "" && why != EqualReplicates {
		return metrics.Value{Undefined: why, NoInterval: why, NoBaseline: PValue}
	}
	below, above := 1.0, 1.0
	for _, d := range replicates {
		switch {
		case math.IsNaN(d):
			below, above = below+1, above+1
		case d <= 0:
			below++
		}
		if d >= 0 {
			above++
		}
	}
	return metrics.Value{
		V: min(1, 2*min(below, above)/float64(len(replicates)+1)),
		N: difference.N, Weight: difference.Weight, NoInterval: PValue, NoBaseline: PValue,
	}
}
