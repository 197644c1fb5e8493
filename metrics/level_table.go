package metrics

import (
	"math"
	"sync"
)

// levelTable is every level of a State, which all its curves share. It does not change.
type levelTable struct {
	hits, falseAlarms numbers   // summed weight above a level and in it
	scores            []float64 // nil where scoreAt says them
	scoreAt           func(hits, falseAlarms uint32) float64
	squares           func() []float64 // squared weights of both classes, found when first asked for; nil: all are 1
}

// numbers are float64s, in 4 bytes each where that loses nothing. One of the columns is in use.
type numbers struct {
	counts []uint32
	wide   []float64
}

func (n numbers) at(i int) float64 {
	if n.counts != nil {
		return float64(n.counts[i])
	}
	return n.wide[i]
}

func (t *levelTable) len() int { return len(t.hits.counts) + len(t.hits.wide) }

func (t *levelTable) score(i int) float64 {
	if t.scores != nil {
		return t.scores[i]
	}
	return t.scoreAt(t.hits.counts[i], t.falseAlarms.counts[i])
}

// cut is what lies above a threshold: summed weights by class, and squared weights of both.
type cut struct{ hits, falseAlarms, squares float64 }

func (t *levelTable) cut(i int) cut {
	c := cut{hits: t.hits.at(i), falseAlarms: t.falseAlarms.at(i)}
	c.squares = c.hits + c.falseAlarms
	if t.squares != nil {
		c.squares = t.squares()[i]
	}
	return c
}

// sweptTable is the levels that a sweep visits.
func sweptTable(sweep func(func(*stretch))) *levelTable {
	t, squares := &levelTable{}, []float64(nil)
	sweep(func(s *stretch) {
		t.scores = append(t.scores, s.scores...)
		t.hits.wide = append(t.hits.wide, s.pos.weight[1:]...)
		t.falseAlarms.wide = append(t.falseAlarms.wide, s.neg.weight[1:]...)
		for i, ofPos := range s.pos.squares[1:] {
			squares = append(squares, ofPos+s.neg.squares[i+1])
		}
	})
	t.squares = func() []float64 { return squares }
	return t
}

func (e *exact[K]) levels() *levelTable { return e.memo.tableOf(e.newTable) }

// newTable fills each part's levels on a thread of its own.
func (e *exact[K]) newTable() *levelTable {
	firsts := e.firstLevels()
	n := firsts[len(firsts)-1]
	if e.counted() && len(e.pos.keys)+len(e.neg.keys) <= math.MaxUint32 {
		hits, falseAlarms, parts := make([]uint32, n), make([]uint32, n), e.parts()
		e.eachPart(parts, func(i int) {
			fillLevels(e.rowsOf(parts[i]), nil, hits[firsts[i]:firsts[i+1]], falseAlarms[firsts[i]:firsts[i+1]])
		})
		return &levelTable{hits: numbers{counts: hits}, falseAlarms: numbers{counts: falseAlarms}, scoreAt: scoreOfLevel(e.pos.keys, e.neg.keys)}
	}
	t := &levelTable{scores: make([]float64, n), hits: numbers{wide: make([]float64, n)}, falseAlarms: numbers{wide: make([]float64, n)}}
	e.eachStretch(firsts, func(from int, s *stretch) {
		copy(t.scores[from:], s.scores)
		copy(t.hits.wide[from:], s.pos.weight[1:])
		copy(t.falseAlarms.wide[from:], s.neg.weight[1:])
	})
	rows := &exact[K]{pos: e.pos, neg: e.neg} // updates leave sorted rows where they are
	t.squares = sync.OnceValue(func() []float64 {
		squares := make([]float64, n)
		rows.eachStretch(firsts, func(from int, s *stretch) {
			for i, ofPos := range s.pos.squares[1:] {
				squares[from+i] = ofPos + s.neg.squares[i+1]
			}
		})
		return squares
	})
	return t
}

// eachStretch visits the stretches, those of different parts on different threads, with the number of their first level.
func (e *exact[K]) eachStretch(firsts []int, visit func(from int, s *stretch)) {
	parts := e.parts()
	e.eachPart(parts, func(i int) {
		from := firsts[i]
		e.stretches(parts[i], func(s *stretch) {
			visit(from, s)
			from += len(s.scores)
		})
	})
}

// scoreOfLevel finds a level's score among sorted keys, which updates leave where they are: it is the lowest of the
// rows so far.
func scoreOfLevel[K key](pos, neg []K) func(hits, falseAlarms uint32) float64 {
	return func(hits, falseAlarms uint32) float64 {
		k := ^K(0)
		if hits > 0 {
			k = pos[len(pos)-int(hits)]
		}
		if falseAlarms > 0 {
			k = min(k, neg[len(neg)-int(falseAlarms)])
		}
		return scoreOf(k)
	}
}
