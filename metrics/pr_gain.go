package metrics

// PRGain is the area under the precision-recall-gain curve, at most 1 and below 0 for a ranking worse than none:
// Flach and Kull, NIPS 2015. Both gains scale from 0, the prevalence, to 1 harmonically, so that straight lines
// between thresholds are right. Baseline 0.
func (s *State) PRGain() Value { return scan(s, prGain) }

func prGain(pos, neg tally) (visitor, func() Value) {
	if why := missingClass(pos, neg); why != "" {
		return already(undefined(why).withBaseline(0))
	}
	odds := pos.weight / neg.weight
	least := pos.weight / (1 + 1/odds) // true positives where recall equals the prevalence: gain 0
	gain := func(mistakes, hits float64) float64 { return 1 - odds*mistakes/hits }
	var area sum
	visit := func(s *stretch) {
		for _, i := range s.positives {
			from, to := s.pos.weight[i], s.pos.weight[i+1]
			if to <= from || to <= least {
				continue
			}
			falseFrom, falseTo := s.neg.weight[i], s.neg.weight[i+1]
			if from < least {
				falseFrom += (falseTo - falseFrom) * (least - from) / (to - from)
				from = least
			}
			width := gain(pos.weight-to, to) - gain(pos.weight-from, from)
			area.Add(width * (gain(falseFrom, from) + gain(falseTo, to)) / 2)
		}
	}
	return visit, func() Value {
		return reading(min(area.Value(), 1), pos, neg).withBaseline(0).withoutInterval(UseBootstrap)
	}
}
