package metrics

// PartialROCAUC is the area under the ROC curve up to that false positive rate, standardised to ½ without skill and
// 1 at best: McClish, Med. Decis. Making 9 (1989) 190, as scikit-learn's max_fpr. At a rate of 1 it is
// ROCAUC and has its interval.
func (s *State) PartialROCAUC(maxFPR float64) Value {
	if !(maxFPR > 0 && maxFPR <= 1) {
		return undefined(BadRate).withBaseline(0.5)
	}
	if maxFPR == 1 {
		return s.ROCAUC()
	}
	return scan(s, func(pos, neg tally) (visitor, func() Value) { return partialROCAUC(pos, neg, maxFPR) })
}

func partialROCAUC(pos, neg tally, maxFPR float64) (visitor, func() Value) {
	if why := missingClass(pos, neg); why != "" {
		return already(undefined(why).withBaseline(0.5))
	}
	var area sum
	visit := func(s *stretch) {
		for i := range s.scores {
			x, width := s.neg.weight[i]/neg.weight, (s.neg.weight[i+1]-s.neg.weight[i])/neg.weight
			if x >= maxFPR {
				return
			}
			y, rise := s.pos.weight[i]/pos.weight, (s.pos.weight[i+1]-s.pos.weight[i])/pos.weight
			if x+width > maxFPR {
				rise *= (maxFPR - x) / width
				width = maxFPR - x
			}
			area.Add(width * (y + rise/2))
		}
	}
	return visit, func() Value {
		least, most := maxFPR*maxFPR/2, maxFPR
		standardised := (1 + (area.Value()-least)/(most-least)) / 2
		return reading(min(standardised, 1), pos, neg).withBaseline(0.5).withoutInterval(UseBootstrap)
	}
}
