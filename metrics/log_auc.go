package metrics

import "math"

// LogAUC is the mean recall between two false positive rates on a logarithmic axis: Mysinger and Shoichet, J. Chem.
// Inf. Model. 50 (2010) 1561, who integrate the ROC curve's straight lines exactly. Usual rates are 0.001
// and 0.1. Baseline: the diagonal.
func (s *State) LogAUC(lower, upper float64) Value {
	return scan(s, func(pos, neg tally) (visitor, func() Value) { return logAUC(pos, neg, lower, upper) })
}

// leastRate keeps quotients of rates finite.
const leastRate = 1e-100

func logAUC(pos, neg tally, lower, upper float64) (visitor, func() Value) {
	if !(lower >= leastRate && lower < upper && upper <= 1) {
		return already(undefined(BadRange))
	}
	span := math.Log(upper / lower)
	baseline := (upper - lower) / span
	if why := missingClass(pos, neg); why != "" {
		return already(undefined(why).withBaseline(baseline))
	}
	var area sum
	visit := func(s *stretch) {
		if s.neg.weight[0] >= upper*neg.weight {
			return
		}
		for i := range s.scores {
			x, width := s.neg.weight[i]/neg.weight, (s.neg.weight[i+1]-s.neg.weight[i])/neg.weight
			from, to := max(x, lower), min(x+width, upper)
			if width <= 0 || from >= to {
				continue
			}
			slope := (s.pos.weight[i+1] - s.pos.weight[i]) / pos.weight / width
			start := s.pos.weight[i]/pos.weight - slope*x // where the line meets the axis
			area.Add(start*math.Log(to/from) + slope*(to-from))
		}
	}
	return visit, func() Value {
		v := reading(math.Max(0, math.Min(area.Value()/span, 1)), pos, neg)
		return v.withBaseline(baseline).withoutInterval(UseBootstrap)
	}
}
