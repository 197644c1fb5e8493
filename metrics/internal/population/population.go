// Package population has populations of scored examples of which every reading is known, to draw samples from and see how
// often an interval holds the truth.
package population

import (
	"math"
	"math/rand/v2"

	"github.com/seqpair/seqpair/metrics"
)

// Population is examples of two classes. The scores of negatives lie evenly in [0,1], which says nothing against generality:
// no reading of ranks changes when all scores are stretched.
type Population struct {
	Shape           Shape
	AUC, Prevalence float64
}

// Draw is that many rows, of which a random number is positive.
func (p Population) Draw(random *rand.Rand, rows int) metrics.Batch {
	above := p.Shape.above(p.AUC)
	b := metrics.Batch{Scores: make([]float64, rows), Labels: make([]bool, rows)}
	for i := range rows {
		u := random.Float64()
		if b.Labels[i] = random.Float64() < p.Prevalence; b.Labels[i] {
			u = 1 - above(max(u, 0x1p-60))
		}
		b.Scores[i] = u
	}
	return b
}

// AveragePrecision is that of all examples.
func (p Population) AveragePrecision() float64 {
	above := p.Shape.above(p.AUC)
	const steps = 20_000
	area, end := 0.0, 1.0 // recall at the lowest score of a step
	for i := range steps {
		next := math.Exp(-40 * float64(i+1) / steps) // precision moves most where recall is low
		recall := (end + next) / 2
		hits := p.Prevalence * recall
		area += (end - next) * hits / (hits + (1-p.Prevalence)*above(1-recall))
		end = next
	}
	return area + end // the topmost positives
}

// Table is the shares of examples at a threshold in (0,1).
func (p Population) Table(threshold float64) metrics.Confusion {
	above := p.Shape.above(p.AUC)
	low, high := 0.0, 1.0 // of the positives, those below the threshold
	for range 60 {
		if middle := (low + high) / 2; above(middle) > 1-threshold {
			low = middle
		} else {
			high = middle
		}
	}
	positives, negatives := p.Prevalence, 1-p.Prevalence
	return metrics.Confusion{
		TP: positives * (1 - low), FN: positives * low,
		FP: negatives * (1 - threshold), TN: negatives * threshold,
	}
}
