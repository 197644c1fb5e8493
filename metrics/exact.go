package metrics

import "math"

// exact keeps every score in memory.
type exact[K key] struct {
	pos, neg column[K]
	memo     memo
}

func newExact() *exact[uint32] { return &exact[uint32]{} }

func (e *exact[K]) class(positive bool) *column[K] {
	if positive {
		return &e.pos
	}
	return &e.neg
}

func (e *exact[K]) update(b columns) (store, error) {
	if !wide[K]() && !b.narrow() {
		return e.widened().update(b)
	}
	e.memo.clear()
	switch b := b.(type) {
	case Batch:
		addRowsOf(e, b.Scores, b.Labels, b.Weights)
	case Batch32:
		addRowsOf(e, b.Scores, b.Labels, b.Weights)
	}
	return e, nil
}

// addRowsOf writes every row behind both columns and moves on in that of its label: labels are hard to predict for a
// branch. Rows of weight 0 are left to be overwritten.
func addRowsOf[K key, F float32 | float64](e *exact[K], scores []F, labels []bool, weights []F) {
	weighted := unequal(labels, weights)
	positives := 0
	for _, positive := range labels {
		positives += bit(positive)
	}
	pos, neg := e.pos.grow(positives+1, weighted[0]), e.neg.grow(len(labels)-positives+1, weighted[1])
	p, n := len(e.pos.keys), len(e.neg.keys)
	if weights == nil {
		setOnes(pos.weights, p)
		setOnes(neg.weights, n)
		for i, score := range scores {
			k := keyOf[K](float64(score))
			pos.keys[p], neg.keys[n] = k, k
			positive := bit(labels[i])
			p += positive
			n += 1 - positive
		}
	} else {
		for i, score := range scores {
			k, weight := keyOf[K](float64(score)), keyOf[K](float64(weights[i]))
			pos.put(p, k, weight)
			neg.put(n, k, weight)
			counts, positive := bit(weight != 0), bit(labels[i])
			p += counts & positive
			n += counts &^ positive
		}
	}
	e.pos.run, e.neg.run = pos.slice(0, p), neg.slice(0, n)
}

// setOnes sets the weights from place from on, if there are any.
func setOnes[K key](weights []K, from int) {
	for i := from; i < len(weights); i++ {
		weights[i] = keyOf[K](1)
	}
}

// unequal says by class, positives first, whether a row has a weight other than 1 and 0.
func unequal[F float32 | float64](labels []bool, weights []F) (classes [2]bool) {
	for i, weight := range weights {
		if weight != 1 && weight != 0 {
			classes[1-bit(labels[i])] = true
			if classes[0] && classes[1] {
				break
			}
		}
	}
	return classes
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (e *exact[K]) merge(other store) (store, error) {
	if s, ok := other.(*spilled); ok {
		other = s.gathered()
		if err := s.err(); err != nil {
			return nil, err
		}
	}
	if same, ok := other.(*exact[K]); ok {
		e.memo.clear()
		e.pos.merge(same.pos.run)
		e.neg.merge(same.neg.run)
		return e, nil
	}
	return e.widened().merge(other.(exactStore).widened())
}

func (e *exact[K]) clone() store { return &exact[K]{pos: e.pos.clone(), neg: e.neg.clone()} }

func (e *exact[K]) close() error { return nil }

// widened keeps the same rows with 64-bit keys.
func (e *exact[K]) widened() *exact[uint64] {
	if same, ok := any(e).(*exact[uint64]); ok {
		return same
	}
	return &exact[uint64]{pos: widenedColumn(&e.pos), neg: widenedColumn(&e.neg)}
}

func widenedColumn[K key](c *column[K]) column[uint64] {
	return column[uint64]{run: run[uint64]{keys: widenedKeys(c.keys), weights: widenedKeys(c.weights)}, sorted: c.sorted, sums: c.sums}
}

func widenedKeys[K key](keys []K) []uint64 {
	if keys == nil {
		return nil
	}
	wider := make([]uint64, len(keys))
	for i, k := range keys {
		wider[i] = math.Float64bits(numberOf(k))
	}
	return wider
}

func (e *exact[K]) settle() {
	e.pos.settle()
	e.neg.settle()
}

func (e *exact[K]) rows() (pos, neg int64) { return int64(len(e.pos.keys)), int64(len(e.neg.keys)) }

func (e *exact[K]) total() (pos, neg tally) { return e.pos.total(), e.neg.total() }

func (e *exact[K]) at(threshold float64) Confusion {
	fn, tp := e.pos.split(threshold)
	tn, fp := e.neg.split(threshold)
	return confusion(tp, fp, tn, fn)
}
