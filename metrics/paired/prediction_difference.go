package paired

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// sameScore is below what TFMA takes two scores near 0 for equal: SymmetricPredictionDifference, _K_EPSILON.
const sameScore = 1e-7

// PredictionDifference is the weighted mean of 2·|b-a|/(a+b) over the scores a and b of an example: TFMA's
// symmetric prediction difference, in [0,2]. It is relative, so that among rare positives the scores near 0
// rule it. Interval: normal approximation of a weighted mean.
func (s *State) PredictionDifference() metrics.Value {
	var differences, weights []float64
	for _, r := range s.sorted() {
		distance, both := 2*math.Abs(r.candidate-r.baseline), r.candidate+r.baseline
		if distance < sameScore && both < sameScore {
			distance, both = 0, 1
		}
		differences, weights = append(differences, distance/both), append(weights, r.weight)
	}
	if len(differences) == 0 {
		return doubt.Undefined(metrics.NoExamples)
	}
	v := doubt.Mean(differences, weights, 0, 2)
	v.NoBaseline = bootstrap.DifferenceAlone
	if s.repeats() {
		v = doubt.Without(v, RepeatedUnits)
	}
	return v
}
