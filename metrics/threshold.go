package metrics

// BestThreshold is the threshold, among the distinct scores (or bins), at which m reads highest, and that
// reading: s.BestThreshold(metrics.Confusion.F1). The highest of equals wins; where m is undefined at every
// score so is the Value, and the threshold is ½, which means nothing. Choose it on one split and report it
// on another: the reading is the best of many and its interval does not know.
func (s *State) BestThreshold(m func(Confusion) Value) (threshold float64, v Value) {
	kept := s.settled()
	pos, neg := kept.total()
	threshold, best := 0.5, 0.0
	found := false
	kept.sweep(func(s *stretch) {
		for i, score := range s.scores {
			reading := m(s.table(i, pos, neg))
			if reading.Undefined == "" && (!found || reading.V > best) {
				threshold, best, found = score, reading.V, true
			}
		}
	})
	return threshold, m(s.At(threshold))
}
