package metrics

import "math"

// EqualErrorRate is where the ROC curve, a straight line between neighbouring thresholds, has as high a false
// positive rate as a false negative rate. Lower is better; baseline ½. The point's threshold and Table are
// the first, from high scores down, with a false positive rate no lower than the false negative rate.
func (s *State) EqualErrorRate() OperatingPoint { return s.knownAt(scan(s, equalErrorRate)) }

func equalErrorRate(pos, neg tally) (visitor, func() OperatingPoint) {
	if why := missingClass(pos, neg); why != "" {
		p := noPoint(why)
		p.Value = p.Value.withBaseline(0.5)
		return already(p)
	}
	p, crossed := OperatingPoint{}, false
	lastFPR, lastFNR := 0.0, 1.0
	visit := func(s *stretch) {
		fpr, fnr := s.neg.last()/neg.weight, 1-s.pos.last()/pos.weight
		if fpr < fnr-roundedRates { // at no level of these do they meet
			lastFPR, lastFNR = fpr, fnr
			return
		}
		for i := 0; i < len(s.scores) && !crossed; i++ {
			fpr, fnr := s.neg.weight[i+1]/neg.weight, 1-s.pos.weight[i+1]/pos.weight
			if fpr < fnr {
				lastFPR, lastFNR = fpr, fnr
				continue
			}
			crossed = true
			gap, step := lastFNR-lastFPR, lastFNR-lastFPR+fpr-fnr
			rate := lastFPR + (fpr-lastFPR)*gap/step
			p.Threshold, p.Table = s.scores[i], s.table(i, pos, neg)
			p.Value = reading(math.Max(0, math.Min(rate, 1)), pos, neg).withBaseline(0.5).withoutInterval(UseBootstrap)
		}
	}
	return visit, func() OperatingPoint { return p }
}
