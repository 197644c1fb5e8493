package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// areaSum is a weighted sum of areas: how much each row moves it, and the degrees of freedom behind that.
type areaSum struct {
	influence         []float64
	variances, errors sums.Sum // of the areas; and the standard errors of these over √2: variance over √degrees
}

func newAreaSum(rows int) *areaSum { return &areaSum{influence: make([]float64, rows)} }

func (s *areaSum) add(a area, coefficient float64) {
	var variance sums.Sum
	for at, i := range a.rows {
		moves := coefficient * a.influence[at]
		s.influence[i] += moves
		variance.Add(moves * moves)
	}
	if v := variance.Value(); v > 0 {
		s.variances.Add(v)
		s.errors.Add(v / math.Sqrt(a.degrees))
	}
}

// scale multiplies the sum.
func (s *areaSum) scale(by float64) {
	for i := range s.influence {
		s.influence[i] *= by
	}
}

// degrees are Satterthwaite's, Biometrics Bulletin 2 (1946) 110, for parts whose variances err together, since classes
// share their rows: those of two mirrored classes are those of either, and a part of no weight has no say.
func (s *areaSum) degrees() float64 {
	ratio := s.variances.Value() / s.errors.Value()
	return ratio * ratio
}

// value is the average with its interval.
func (s *areaSum) value(average float64, all tally) metrics.Value {
	v := metrics.Value{V: min(average, 1), N: all.rows, Weight: all.weight, Baseline: 0.5}
	var variance sums.Sum
	for _, x := range s.influence {
		if math.IsNaN(x) {
			return doubt.Without(v, metrics.FewExamples)
		}
		variance.Add(x * x)
	}
	if variance.Value() == 0 {
		return doubt.Without(v, metrics.NoSpread)
	}
	return doubt.Area(v, variance.Value(), s.degrees())
}
