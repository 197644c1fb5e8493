package bootstrap

import (
	"math"
	"reflect"

	"github.com/seqpair/seqpair/metrics"
)

// areas are the readings that one pass over the sorted rows of a replicate gives without building its State.
type areas struct {
	rocAUC, averagePrecision float64 // NaN where undefined
	standardError            float64 // DeLong's, of rocAUC
}

// shortcutFor is how a metric of package metrics is read from areas, or nil: the metric is known by its
// function, so that another one of the same name is not mistaken for it.
func shortcutFor(m metrics.Metric) func(*areas) float64 {
	switch reflect.ValueOf(m.Read).Pointer() {
	case rocAUC:
		return func(a *areas) float64 { return a.rocAUC }
	case averagePrecision:
		return func(a *areas) float64 { return a.averagePrecision }
	}
	return nil
}

func isROCAUC(m metrics.Metric) bool { return reflect.ValueOf(m.Read).Pointer() == rocAUC }

var (
	rocAUC           = reflect.ValueOf(metrics.ROCAUC().Read).Pointer()
	averagePrecision = reflect.ValueOf(metrics.AveragePrecision().Read).Pointer()
)

// readAreas is metrics.State.ROCAUC and AveragePrecision of row i counts[i] times. Counts without weights are
// whole numbers, which float64 adds without rounding.
func readAreas(s *sample, counts []uint8) *areas {
	var (
		above, at [2]mass // positives and negatives
		waiting   mass    // negatives since the last positive
		lost      [2]spread
		area      float64
	)
	class, last := s.class[:len(counts)], s.last[:len(counts)]
	for i, count := range counts {
		weight, square := float64(count), float64(count)
		if s.weights != nil {
			weight *= s.weights[i]
			square = weight * s.weights[i]
		}
		here := &at[class[i]&1]
		here.weight += weight
		here.squares += square
		if !last[i] {
			continue
		}
		above[1].add(at[1])
		if at[0].weight == 0 { // the same is above all negatives up to the next positive
			waiting.add(at[1])
			at[1] = mass{}
			continue
		}
		lost[1].add(waiting, above[0].weight)
		lost[1].add(at[1], above[0].weight+at[0].weight/2)
		lost[0].add(at[0], above[1].weight-at[1].weight/2)
		above[0].add(at[0])
		area += at[0].weight * (above[0].weight / (above[0].weight + above[1].weight))
		at, waiting = [2]mass{}, mass{}
	}
	lost[1].add(waiting, above[0].weight)
	pos, neg := above[0], above[1]
	read := &areas{rocAUC: math.NaN(), averagePrecision: math.NaN()}
	if pos.weight > 0 {
		read.averagePrecision = min(area/pos.weight, 1)
	}
	if pos.weight > 0 && neg.weight > 0 {
		read.rocAUC = min(max(1-lost[0].weighted/(pos.weight*neg.weight), 0), 1)
		read.standardError = math.Sqrt(lost[0].variance(pos)/neg.weight/neg.weight + lost[1].variance(neg)/pos.weight/pos.weight)
	}
	return read
}

// mass is a summed weight and the summed squares of the weights.
type mass struct{ weight, squares float64 }

func (m *mass) add(o mass) {
	m.weight += o.weight
	m.squares += o.squares
}

// spread sums placements x: wx, w²x and w²x².
type spread struct{ weighted, squareWeighted, squares float64 }

func (s *spread) add(rows mass, x float64) {
	s.weighted += rows.weight * x
	s.squareWeighted += rows.squares * x
	s.squares += rows.squares * x * x
}

// variance is that of the mean placement of a class, as in metrics.State.ROCAUC.
func (s *spread) variance(class mass) float64 {
	mean := s.weighted / class.weight
	deviations := s.squares - 2*mean*s.squareWeighted + mean*mean*class.squares
	n := class.weight / class.squares * class.weight
	return max(deviations, 0) / class.weight / class.weight * n / (n - 1)
}
