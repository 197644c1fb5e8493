package metrics

import (
	"fmt"
	"math"
)

// Batch32 is a [Batch] of float32 columns, as models give them: half the memory, and nothing to convert.
// It is a type of its own since methods have no type parameters.
type Batch32 struct {
	Scores  []float32 // P(positive), in [0,1]
	Labels  []bool
	Weights []float32 // 0 (the row is absent) or positive and finite; nil means all ones
}

// Validate is [Batch.Validate]. Every float32 that is positive and finite is a weight.
func (b Batch32) Validate() error {
	if len(b.Labels) != len(b.Scores) {
		return fmt.Errorf("metrics: %d scores but %d labels: give one label per score", len(b.Scores), len(b.Labels))
	}
	if b.Weights != nil && len(b.Weights) != len(b.Scores) {
		return fmt.Errorf("metrics: %d scores but %d weights: give one weight per score, or nil for all ones",
			len(b.Scores), len(b.Weights))
	}
	if row := firstBad(b.Scores); row >= 0 {
		return &RowError{Row: row, Err: checkScore(float64(b.Scores[row]))}
	}
	for i, weight := range b.Weights {
		if weight >= 0 && weight <= math.MaxFloat32 {
			continue
		}
		return &RowError{Row: i, Err: checkWeight(float64(weight))}
	}
	return nil
}

// firstBad is the first score that is no probability, or -1.
func firstBad(scores []float32) int {
	for i, score := range scores {
		if score >= 0 && score <= 1 {
			continue
		}
		return i
	}
	return -1
}

func (b Batch32) rows() int { return len(b.Scores) }

func (b Batch32) row(i int) (score float64, positive bool, weight float64) {
	weight = 1
	if b.Weights != nil {
		weight = float64(b.Weights[i])
	}
	return float64(b.Scores[i]), b.Labels[i], weight
}

func (b Batch32) weighted() bool { return b.Weights != nil }

func (b Batch32) narrow() bool { return true }
