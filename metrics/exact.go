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

func addRowsOf[K key, F float32 | float64](e *exact[K], scores []F, labels []bool, weights []F) {
	if weights == nil {
		addUnweighted(e, scores, labels)
		return
	}
	for i, weight := range weights {
		if weight != 0 {
			e.class(labels[i]).add(keyOf[K](float64(scores[i])), float64(weight))
		}
	}
}

// addUnweighted writes every key behind both columns and moves on in that of its label: labels are hard to
// predict for a branch.
func addUnweighted[K key, F float32 | float64](e *exact[K], scores []F, labels []bool) {
	positives := 0
	for _, positive := range labels {
		positives += bit(positive)
	}
	p, n := len(e.pos.keys), len(e.neg.keys)
	pos, neg := grown(e.pos.keys, positives+1), grown(e.neg.keys, len(labels)-positives+1)
	for i, score := range scores {
		k := keyOf[K](float64(score))
		pos[p], neg[n] = k, k
		positive := bit(labels[i])
		p += positive
		n += 1 - positive
	}
	e.pos.keys, e.neg.keys = pos[:p], neg[:n]
	for _, class := range []*column[K]{&e.pos, &e.neg} {
		if class.weights != nil {
			class.weights = append(class.weights, ones(len(class.keys)-len(class.weights))...)
		}
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// grown is keys with more rows of any content.
func grown[K key](keys []K, more int) []K {
	n := len(keys) + more
	if n > cap(keys) {
		wider := make([]K, n, max(n, len(keys)+len(keys)/2))
		copy(wider, keys)
		return wider
	}
	return keys[:n]
}

func (e *exact[K]) merge(other store) (store, error) {
	if s, ok := other.(*spilled); ok {
		other = s.gathered()
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
	w := column[uint64]{run: run[uint64]{keys: make([]uint64, len(c.keys)), weights: c.weights}, sorted: c.sorted, blocks: c.blocks}
	for i, k := range c.keys {
		w.keys[i] = math.Float64bits(scoreOf(k))
	}
	return w
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

func (e *exact[K]) levels(yield func(*level)) {
	e.stretch(part{posEnd: len(e.pos.keys), negEnd: len(e.neg.keys)}, yield)
}

// stretch yields the levels of a part.
func (e *exact[K]) stretch(p part, yield func(*level)) {
	var at level // one for all, which yield must not keep
	i, iLow := len(e.pos.keys)-p.posStart, len(e.pos.keys)-p.posEnd
	j, jLow := len(e.neg.keys)-p.negStart, len(e.neg.keys)-p.negEnd
	for i > iLow || j > jLow {
		var k K
		if i > iLow {
			k = e.pos.keys[i-1]
		}
		if j > jLow {
			k = max(k, e.neg.keys[j-1])
		}
		at = level{score: scoreOf(k)}
		if i > iLow && e.pos.keys[i-1] == k {
			start := tiedBelow(e.pos.keys, i)
			at.pos, i = e.pos.tally(start, i), start
		}
		if j > jLow && e.neg.keys[j-1] == k {
			start := tiedBelow(e.neg.keys, j)
			at.neg, j = e.neg.tally(start, j), start
		}
		yield(&at)
	}
}
