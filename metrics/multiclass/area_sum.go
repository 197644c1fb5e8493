package multiclass

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// areaSum is a weighted sum of areas: how much each row moves it, and how many examples stand behind that.
type areaSum struct {
	influence     []float64
	variances     sums.Sum // of the areas
	rarer, others sums.Sum // variance over the root of the number of examples, in the rarer group and in the other
	rarest        area     // the area of the fewest examples
}

func newAreaSum(rows int) *areaSum { return &areaSum{influence: make([]float64, rows)} }

func (s *areaSum) add(a area, coefficient float64) {
	if s.rarest.rarer == 0 || a.rarer < s.rarest.rarer {
		s.rarest = a
	}
	var variance sums.Sum
	for at, i := range a.rows {
		moves := coefficient * a.influence[at]
		s.influence[i] += moves
		variance.Add(moves * moves)
	}
	if v := variance.Value(); v > 0 {
		s.variances.Add(v)
		s.rarer.Add(v / math.Sqrt(a.rarer))
		s.others.Add(v / math.Sqrt(a.others))
	}
}

// scale multiplies the sum.
func (s *areaSum) scale(by float64) {
	for i := range s.influence {
		s.influence[i] *= by
	}
}

// behind is how many examples in two groups tell as much of the variance as those of all areas: Satterthwaite, Biometrics
// Bulletin 2 (1946) 110, for parts whose variances err together, since classes share their rows. Those of two mirrored
// classes are those of either, and a part of no weight has no say. Of areas without variance it is the fewest.
func (s *areaSum) behind() (rarer, others float64) {
	if s.variances.Value() == 0 {
		return s.rarest.rarer, s.rarest.others
	}
	number := func(errors sums.Sum) float64 {
		ratio := s.variances.Value() / errors.Value()
		return ratio * ratio
	}
	return number(s.rarer), number(s.others)
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
	rarer, others := s.behind()
	return doubt.Area(v, variance.Value(), rarer, others)
}
