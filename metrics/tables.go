package metrics

import "iter"

// Tables walks the distinct scores in falling order, each with the table of the threshold there: all that a
// State can say at any threshold. At most most of them, 0 meaning all: those are about equally many examples
// apart, and the last, where everything is predicted positive, is among them. The walk makes tables as it
// goes and keeps none.
func (s *State) Tables(most int) iter.Seq2[float64, Confusion] {
	return func(yield func(float64, Confusion) bool) {
		kept := s.settled()
		pos, neg := kept.total()
		rows, seen, due := pos.rows+neg.rows, int64(0), 1
		stopped := false
		kept.sweep(func(levels *stretch) {
			for i := 0; i < len(levels.scores) && !stopped; i++ {
				seen = int64(levels.pos.rows[i+1] + levels.neg.rows[i+1])
				if most > 0 && seen < share64(rows, due, most) {
					continue
				}
				for most > 0 && due <= most && seen >= share64(rows, due, most) {
					due++
				}
				stopped = !yield(levels.scores[i], s.known(levels.table(i, pos, neg)))
			}
		})
	}
}

// share64 is part/whole of the rows, rounded up.
func share64(rows int64, part, whole int) int64 {
	if part >= whole {
		return rows
	}
	return int64(float64(rows)/float64(whole)*float64(part)) + 1
}
