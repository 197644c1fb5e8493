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

// readAreas is metrics.State.ROCAUC and AveragePrecision of the drawn rows.
func (r *replicate) readAreas() *areas {
	if r.weights == nil {
		return r.countAreas()
	}
	return r.weighAreas()
}

func (r *replicate) weighAreas() *areas {
	var (
		hits, falseAlarms mass // above
		waiting           mass // negatives between the last positive and here: the same is above them all
		pos, neg          mass // here
		lostBy, lostTo    spread
		area              float64
	)
	class, last, weights := r.class[:len(r.counts)], r.last[:len(r.counts)], r.weights[:len(r.counts)]
	for i, count := range r.counts {
		weight := float64(count) * weights[i]
		square := weight * weights[i]
		if class[i] == 0 {
			pos = pos.plus(mass{weight, square})
		} else {
			neg = neg.plus(mass{weight, square})
		}
		if !last[i] {
			continue
		}
		if pos.weight == 0 {
			waiting, neg = waiting.plus(neg), mass{}
			continue
		}
		falseAlarms = falseAlarms.plus(waiting)
		lostTo.add(waiting, hits.weight)
		lostTo.add(neg, hits.weight+pos.weight/2)
		lostBy.add(pos, falseAlarms.weight+neg.weight/2)
		hits, falseAlarms = hits.plus(pos), falseAlarms.plus(neg)
		area += pos.weight * (hits.weight / (hits.weight + falseAlarms.weight))
		waiting, pos, neg = mass{}, mass{}, mass{}
	}
	lostTo.add(waiting, hits.weight)
	return newAreas(hits, falseAlarms.plus(waiting), lostBy, lostTo, area)
}

// newAreas reads what a walk over classes of that mass has summed up: placements, and precision at each positive.
func newAreas(pos, neg mass, lostBy, lostTo spread, area float64) *areas {
	read := &areas{rocAUC: math.NaN(), averagePrecision: math.NaN()}
	if pos.weight > 0 {
		read.averagePrecision = min(area/pos.weight, 1)
	}
	if pos.weight > 0 && neg.weight > 0 {
		read.rocAUC = min(max(1-lostBy.weighted/(pos.weight*neg.weight), 0), 1)
		read.standardError = math.Sqrt(lostBy.variance(pos)/neg.weight/neg.weight + lostTo.variance(neg)/pos.weight/pos.weight)
	}
	return read
}

// mass is a summed weight and the summed squares of the weights.
type mass struct{ weight, squares float64 }

func (m mass) plus(o mass) mass { return mass{m.weight + o.weight, m.squares + o.squares} }

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
