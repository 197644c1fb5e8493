package metrics

import "sync/atomic"

// spot says where a walk is: at which part and at which level, counted from the highest score.
type spot struct{ part, level int }

// standing is what lies above a level.
type standing struct{ pos, neg blockedSums }

// walk visits every level with what lies above it; the levels of different parts on different threads.
func (e *exact[K]) walk(visit func(spot, *level, *standing)) {
	parts, firsts := e.parts(), e.firstLevels()
	e.eachPart(parts, func(n int) {
		p := parts[n]
		at := spot{part: p.posStart / blockRows, level: firsts[n]}
		above := standing{pos: e.pos.between(0, p.posStart), neg: e.neg.between(0, p.negStart)}
		e.stretch(p, func(l *level) {
			visit(at, l, &above)
			at.level++
			i, j := len(e.pos.keys)-int(above.pos.rows), len(e.neg.keys)-int(above.neg.rows)
			addRows(&above.pos, e.pos.run, i-int(l.pos.rows), i)
			addRows(&above.neg, e.neg.run, j-int(l.neg.rows), j)
		})
	})
}

// counted says whether all weights are 1.
func (e *exact[K]) counted() bool { return e.pos.weights == nil && e.neg.weights == nil }

// walkCounts is walk for unweighted rows: it gives what lies above a level and in it. It asks for a visitor
// for each part.
func (e *exact[K]) walkCounts(visitor func() func(level int, score float64, hits, falseAlarms int)) {
	parts, firsts := e.parts(), e.firstLevels()
	e.eachPart(parts, func(n int) {
		p, visit := parts[n], visitor()
		pos := e.pos.keys[len(e.pos.keys)-p.posEnd : len(e.pos.keys)-p.posStart]
		neg := e.neg.keys[len(e.neg.keys)-p.negEnd : len(e.neg.keys)-p.negStart]
		i, j := len(pos), len(neg)
		for number := firsts[n]; i > 0 || j > 0; number++ {
			var k K
			if i > 0 {
				k = pos[i-1]
			}
			if j > 0 {
				k = max(k, neg[j-1])
			}
			for i > 0 && pos[i-1] == k {
				i--
			}
			for j > 0 && neg[j-1] == k {
				j--
			}
			visit(number, scoreOf(k), p.posEnd-i, p.negEnd-j)
		}
	})
}

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
	e.memo.mu.Lock()
	defer e.memo.mu.Unlock()
	if e.memo.firstLevels == nil {
		parts := e.parts()
		firsts := make([]int, len(parts)+1)
		e.eachPart(parts, func(n int) { firsts[n+1] = e.countLevels(parts[n]) })
		for n := range parts {
			firsts[n+1] += firsts[n]
		}
		e.memo.firstLevels = firsts
	}
	return e.memo.firstLevels
}

func (e *exact[K]) levelCount() int {
	firsts := e.firstLevels()
	return firsts[len(firsts)-1]
}

// countLevels counts the distinct keys of a part: those of each class, less those that both have.
func (e *exact[K]) countLevels(p part) int {
	pos := e.pos.keys[len(e.pos.keys)-p.posEnd : len(e.pos.keys)-p.posStart]
	neg := e.neg.keys[len(e.neg.keys)-p.negEnd : len(e.neg.keys)-p.negStart]
	count := distinct(pos) + distinct(neg)
	j := len(neg)
	for i := len(pos); i > 0; {
		k := pos[i-1]
		i = tiedBelow(pos, i)
		if j = skipAbove(neg, j, k); j > 0 && neg[j-1] == k {
			count--
		}
	}
	return count
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
