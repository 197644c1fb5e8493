package metrics

import "sync/atomic"

// sweep visits every level in order.
func (e *exact[K]) sweep(visit func(*stretch)) {
	e.stretches(part{posEnd: len(e.pos.keys), negEnd: len(e.neg.keys)}, visit)
}

// stretches visits the levels of a part.
func (e *exact[K]) stretches(p part, visit func(*stretch)) {
	s := newStretch(e.pos.weights != nil, e.neg.weights != nil)
	s.part = p.posStart / blockRows
	s.pos.set(0, e.pos.upTo(p.posStart))
	s.neg.set(0, e.neg.upTo(p.negStart))
	pos, neg := weigher[K]{column: &e.pos}, weigher[K]{column: &e.neg}
	for m := e.rowsOf(p); !m.done(); s.next() {
		s.resize(stretchLevels)
		s.resize(fillLevels(m, s.scores, s.pos.rows[1:], s.neg.rows[1:]))
		pos.weigh(&s.pos)
		neg.weigh(&s.neg)
		visit(s)
	}
}

// rowsOf is the rows of a part.
func (e *exact[K]) rowsOf(p part) *levelMerge[K] {
	pos, neg := len(e.pos.keys), len(e.neg.keys)
	return &levelMerge[K]{
		pos: e.pos.slice(pos-p.posEnd, pos-p.posStart), neg: e.neg.slice(neg-p.negEnd, neg-p.negStart),
		hits: p.posStart, falseAlarms: p.negStart,
	}
}

// counted says whether all weights are 1.
func (e *exact[K]) counted() bool { return e.pos.weights == nil && e.neg.weights == nil }

// eachPart works on the parts by number, on several threads.
func (e *exact[K]) eachPart(parts []part, work func(n int)) {
	var next atomic.Int64
	together(min(threads(len(e.pos.keys)+len(e.neg.keys)), len(parts)), func(int) {
		for {
			n := int(next.Add(1)) - 1
			if n >= len(parts) {
				return
			}
			work(n)
		}
	})
}

// firstLevels is, for each part, how many levels lie above it, and last how many there are.
func (e *exact[K]) firstLevels() []int {
	levels := e.levelsByPart()
	firsts := make([]int, len(levels)+1)
	for n, count := range levels {
		firsts[n+1] = firsts[n] + count
	}
	return firsts
}

func (e *exact[K]) levelsByPart() []int {
	parts := e.parts()
	levels := make([]int, len(parts))
	if e.counted() {
		for n, part := range e.pairs() {
			levels[n] = part.levels
		}
		return levels
	}
	sums := e.areaSums()
	e.eachPart(parts, func(n int) {
		levels[n] = distinct(e.rowsOf(parts[n]).neg.keys) + sums[parts[n].posStart/blockRows].apart
	})
	return levels
}

func distinct[K key](sorted []K) int {
	if len(sorted) == 0 {
		return 0
	}
	count := 1
	for i, k := range sorted[1:] {
		count += bit(k != sorted[i])
	}
	return count
}

// skipAbove is the end of the keys before end that are at most k.
func skipAbove[K key](sorted []K, end int, k K) int {
	const stride = 64
	for end > stride && sorted[end-stride] > k {
		end -= stride
	}
	for end > 0 && sorted[end-1] > k {
		end--
	}
	return end
}
