package metrics

import "math"

// PRTrapezoid is the area under straight lines between the points of the precision-recall curve, from recall 0 at
// precision 1: what auc(recall, precision) makes of scikit-learn's curve. Such lines cannot be reached, so
// that it flatters: see [State.AveragePrecision] and [State.PRDavisGoadrich]. Baseline: the prevalence.
func (s *State) PRTrapezoid() Value { return scan(s, prTrapezoid) }

func prTrapezoid(pos, neg tally) (visitor, func() Value) {
	precision := func(s *stretch, entry int) float64 {
		hits, falseAlarms := s.pos.weight[entry], s.neg.weight[entry]
		if hits+falseAlarms == 0 {
			return 1
		}
		return hits / (hits + falseAlarms)
	}
	return prArea(pos, neg, func(s *stretch, area *sum) {
		for _, i := range s.positives {
			if gained := s.pos.weight[i+1] - s.pos.weight[i]; gained > 0 {
				area.Add(gained * (precision(s, i) + precision(s, i+1)) / 2)
			}
		}
	})
}

// PRDavisGoadrich is the area under the precision-recall curve with neighbouring thresholds joined as counts
// are, by lines between (TP, FP): Davis and Goadrich, ICML 2006; Keras and TFMA call it interpolation.
// Baseline: the prevalence.
func (s *State) PRDavisGoadrich() Value { return scan(s, prDavisGoadrich) }

func prDavisGoadrich(pos, neg tally) (visitor, func() Value) {
	return prArea(pos, neg, func(s *stretch, area *sum) {
		for _, i := range s.positives {
			hits, gained := s.pos.weight[i], s.pos.weight[i+1]-s.pos.weight[i]
			if gained <= 0 {
				continue
			}
			// On the way TP is hits + slope·(alerts - before), and precision TP/alerts is integrated over TP.
			before, step := hits+s.neg.weight[i], gained+(s.neg.weight[i+1]-s.neg.weight[i])
			slope := gained / step
			if before == 0 {
				area.Add(slope * gained)
				continue
			}
			area.Add(slope * (gained + (hits-slope*before)*math.Log1p(step/before)))
		}
	})
}

// prArea sums what stretches add to an area over the weight of positives.
func prArea(pos, neg tally, add func(*stretch, *sum)) (visitor, func() Value) {
	switch {
	case pos.rows+neg.rows == 0:
		return already(undefined(NoExamples))
	case pos.rows == 0:
		return already(undefined(NoPositives).withBaseline(0))
	}
	var area sum
	visit := func(s *stretch) { add(s, &area) }
	return visit, func() Value {
		v := reading(math.Max(0, math.Min(area.Value()/pos.weight, 1)), pos)
		return v.withBaseline(pos.weight / (pos.weight + neg.weight)).withoutInterval(UseBootstrap)
	}
}
