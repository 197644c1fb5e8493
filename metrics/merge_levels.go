package metrics

// levelMerge reads the levels of two sorted columns from the highest score down.
type levelMerge[K key] struct {
	pos, neg          run[K] // rows that are left
	hits, falseAlarms int    // rows above
}

func (m *levelMerge[K]) done() bool { return len(m.pos.keys)+len(m.neg.keys) == 0 }

// fillLevels counts the next levels, as many as the columns have room for, which are of one length: what lies above
// each and in it. Scores may be nil. It returns how many levels.
func fillLevels[K key, N uint32 | float64](m *levelMerge[K], scores []float64, hits, falseAlarms []N) int {
	n := 0
	for n < len(hits) && len(m.pos.keys) > 0 {
		pos, k := m.pos.keys, m.pos.keys[len(m.pos.keys)-1]
		if n = fillNegatives(m, k, n, scores, hits, falseAlarms); n == len(hits) {
			return n
		}
		end := len(pos) - 1
		for end > 0 && pos[end-1] == k {
			end--
		}
		m.hits += len(pos) - end
		m.pos.keys = pos[:end]
		neg := m.neg.keys
		end = len(neg)
		for end > 0 && neg[end-1] == k {
			end--
		}
		m.falseAlarms += len(neg) - end
		m.neg.keys = neg[:end]
		hits[n], falseAlarms[n] = N(m.hits), N(m.falseAlarms)
		if scores != nil {
			scores[n] = numberOf(k)
		}
		n++
	}
	if len(m.pos.keys) == 0 {
		n = fillNegatives(m, 0, n, scores, hits, falseAlarms)
	}
	return n
}

// fillNegatives counts the levels from n on that are above key k, all of negatives; without positives left, all.
func fillNegatives[K key, N uint32 | float64](m *levelMerge[K], k K, n int, scores []float64, hits, falseAlarms []N) int {
	neg, q, p, last := m.neg.keys, m.falseAlarms, N(m.hits), ^K(0)
	least := k + K(bit(len(m.pos.keys) > 0)) // keys are far below the highest K
	falseAlarms = falseAlarms[:len(hits)]
	for len(neg) > 0 && neg[len(neg)-1] >= least {
		y := neg[len(neg)-1]
		if n == len(hits) && y != last {
			break
		}
		n += bit(y != last)
		last = y
		neg = neg[:len(neg)-1]
		q++
		hits[n-1], falseAlarms[n-1] = p, N(q)
		if scores != nil {
			scores[n-1] = numberOf(y)
		}
	}
	m.neg.keys, m.falseAlarms = neg, q
	return n
}
