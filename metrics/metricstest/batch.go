package metricstest

import (
	"math"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"pgregory.net/rapid"
)

// Batch draws up to 40 rows, with or without weights.
func Batch() *rapid.Generator[metrics.Batch] {
	return rapid.Custom(func(t *rapid.T) metrics.Batch {
		b := rows(t)
		if rapid.Bool().Draw(t, "weighted") {
			b.Weights = rapid.SliceOfN(weight(), len(b.Scores), len(b.Scores)).Draw(t, "weights")
		}
		return b
	})
}

func rows(t *rapid.T) metrics.Batch {
	n := rapid.IntRange(0, 40).Draw(t, "rows")
	label := rapid.Bool()
	if rapid.IntRange(0, 9).Draw(t, "one class") == 0 {
		label = rapid.Just(rapid.Bool().Draw(t, "class"))
	}
	return metrics.Batch{
		Scores: rapid.SliceOfN(score(), n, n).Draw(t, "scores"),
		Labels: rapid.SliceOfN(label, n, n).Draw(t, "labels"),
	}
}

// score is often tied, sometimes 0, 1 or next to them.
func score() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(0, 8), func(k int) float64 { return float64(k) / 8 }),
		rapid.Float64Range(0, 1),
		rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1, 5e-324, 1e-12, 1 - 1e-12, math.Nextafter(1, 0)}),
	)
}

func weight() *rapid.Generator[float64] {
	return rapid.OneOf(
		rapid.SampledFrom([]float64{0, 1, 1, 0.5, 3}),
		rapid.Float64Range(0.01, 100),
	)
}

// spoiled is a batch that must be refused: one row of it cannot be counted, or a column is too short.
func spoiled(t *rapid.T, b metrics.Batch) metrics.Batch {
	b = metrics.Batch{
		Scores:  append(slices.Clone(b.Scores), 0.5),
		Labels:  append(slices.Clone(b.Labels), true),
		Weights: slices.Repeat([]float64{1}, len(b.Scores)+1),
	}
	row := rapid.IntRange(0, len(b.Scores)-1).Draw(t, "spoiled row")
	bad := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -0.25}
	switch rapid.IntRange(0, 3).Draw(t, "spoiled column") {
	case 0:
		b.Scores[row] = rapid.SampledFrom(append(bad, 1.25)).Draw(t, "bad score")
	case 1:
		b.Weights[row] = rapid.SampledFrom(bad).Draw(t, "bad weight")
	case 2:
		b.Labels = b.Labels[:row]
	case 3:
		b.Weights = b.Weights[:row]
	}
	return b
}

// slice is rows from to to.
func slice(b metrics.Batch, from, to int) metrics.Batch {
	part := metrics.Batch{Scores: b.Scores[from:to], Labels: b.Labels[from:to]}
	if b.Weights != nil {
		part.Weights = b.Weights[from:to]
	}
	return part
}

// choose is the rows of those indices, in their order.
func choose(b metrics.Batch, indices []int) metrics.Batch {
	var chosen metrics.Batch
	for _, i := range indices {
		chosen.Scores = append(chosen.Scores, b.Scores[i])
		chosen.Labels = append(chosen.Labels, b.Labels[i])
		if b.Weights != nil {
			chosen.Weights = append(chosen.Weights, b.Weights[i])
		}
	}
	return chosen
}

// chunks cuts a batch at random places.
func chunks(t *rapid.T, b metrics.Batch) []metrics.Batch {
	var parts []metrics.Batch
	for from := 0; from < len(b.Scores); {
		to := from + rapid.IntRange(0, len(b.Scores)-from).Draw(t, "chunk")
		parts = append(parts, slice(b, from, to))
		if to == from {
			to++
			parts = append(parts, slice(b, from, to))
		}
		from = to
	}
	return parts
}
