package paired

import (
	"cmp"
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// DeLong is the difference of ROC AUC with the interval and the two-sided p-value of DeLong, DeLong and
// Clarke-Pearson, Biometrics 44 (1988) 837, by ranks as Sun and Xu, IEEE Signal Process. Lett. 21 (2014) 1389:
// O(n log n), ties at half. With weights, placements are weighted ranks and Kish's effective numbers stand for
// the class sizes. Nested models, of which one merely adds to the other, violate its assumptions: Demler,
// Pencina and D'Agostino, Statist. Med. 31 (2012) 2577.
//
// Of binormal models with 20 to 200 positives the interval of the difference held the truth in 92 to 95 % of samples, and
// in 90 to 95 % where the areas were 0.95 and 0.97 (metrics/bench/coverage -dependent).
func (s *State) DeLong() bootstrap.Contrast {
	metric := metrics.ROCAUC()
	c := bootstrap.Contrast{Name: metric.Name, Better: metric.Better}
	rows := s.sorted()
	c.Baseline = areaOf(rows, func(r row) float64 { return r.baseline })
	c.Candidate = areaOf(rows, func(r row) float64 { return r.candidate })
	why := c.Candidate.Undefined
	if why == "" && s.repeats() {
		why = RepeatedUnits
		c.Baseline, c.Candidate = doubt.Without(c.Baseline, why), doubt.Without(c.Candidate, why)
	}
	if why != "" {
		c.Difference, c.P = doubt.Undefined(why), doubt.Undefined(why)
		return c
	}
	c.Difference = metrics.Value{
		V: c.Candidate.V - c.Baseline.V, N: c.Candidate.N, Weight: c.Candidate.Weight, NoBaseline: bootstrap.DifferenceAlone,
	}
	variance, few := differenceVariance(rows)
	switch {
	case few:
		c.Difference, c.P = doubt.Without(c.Difference, metrics.FewExamples), doubt.Undefined(metrics.FewExamples)
	case variance < 1e-24 && math.Abs(c.Difference.V) < 1e-12: // nothing but rounding: the models rank alike
		c.Difference.V = 0
		c.Difference, c.P = doubt.Without(c.Difference, metrics.NoSpread), pValue(1, c.Difference.N)
	case variance < 1e-24:
		c.Difference, c.P = doubt.Without(c.Difference, metrics.NoSpread), doubt.Undefined(metrics.NoSpread)
	default:
		se := math.Sqrt(variance)
		c.P = pValue(math.Erfc(math.Abs(c.Difference.V)/se/math.Sqrt2), c.Difference.N)
		c.Difference = doubt.Wald(c.Difference, se, -1, 1)
	}
	c.P.Weight = c.Difference.Weight
	return c
}

// areaOf is metrics.State.ROCAUC of one model.
func areaOf(rows []row, score func(row) float64) metrics.Value {
	var b metrics.Batch
	for _, r := range rows {
		b.Scores, b.Labels, b.Weights = append(b.Scores, score(r)), append(b.Labels, r.positive), append(b.Weights, r.weight)
	}
	state := metrics.NewState()
	if err := state.Update(b); err != nil {
		panic(err) // the rows were validated
	}
	return state.ROCAUC()
}

// differenceVariance is the variance of the difference of two AUCs: that of the mean difference of placements,
// class by class. few says that a class has too few rows for one.
func differenceVariance(rows []row) (variance float64, few bool) {
	before := placements(rows, func(r row) float64 { return r.baseline })
	after := placements(rows, func(r row) float64 { return r.candidate })
	for _, class := range []bool{true, false} {
		var weight, squares, mean, deviations float64
		weighted := 0
		for i, r := range rows {
			if r.positive == class && r.weight > 0 {
				weighted++
				weight += r.weight
				squares += r.weight * r.weight
				mean += r.weight * (after[i] - before[i])
			}
		}
		mean /= weight
		for i, r := range rows {
			if r.positive == class {
				d := r.weight * (after[i] - before[i] - mean)
				deviations += d * d
			}
		}
		n := weight / squares * weight
		if weighted < 2 || n <= 1 { // of a single row, n may round to more than 1
			return 0, true
		}
		variance += deviations / weight / weight * n / (n - 1)
	}
	return variance, false
}

// placements are, for each row, the share of the other class that it is ranked right against, ties at half.
func placements(rows []row, score func(row) float64) []float64 {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(score(rows[i]), score(rows[j])), cmp.Compare(i, j)) })
	var total, below [2]float64 // weight of the negatives and of the positives
	for _, r := range rows {
		total[class(r.positive)] += r.weight
	}
	placed := make([]float64, len(rows))
	for from, to := 0, 0; from < len(order); from = to {
		var tied [2]float64
		for to = from; to < len(order) && score(rows[order[to]]) == score(rows[order[from]]); to++ {
			r := rows[order[to]]
			tied[class(r.positive)] += r.weight
		}
		for _, i := range order[from:to] {
			other := class(!rows[i].positive)
			placed[i] = (below[other] + tied[other]/2) / total[other]
			if !rows[i].positive {
				placed[i] = 1 - placed[i]
			}
		}
		below[0] += tied[0]
		below[1] += tied[1]
	}
	return placed
}

func class(positive bool) int {
	if positive {
		return 1
	}
	return 0
}
