package metrics

import "math"

// levelTable is every level of a State, which all its curves share. It does not change.
type levelTable struct {
	hits, falseAlarms numbers                                // summed weight above a level and in it
	scores, squares   []float64                              // of levels, and squared weights of both classes together; nil where counts say them
	scoreAt           func(hits, falseAlarms uint32) float64 // where scores is nil
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
		c.squares = t.squares[i]
	}
	return c
}

// sweptTable is the levels that a sweep visits.
func sweptTable(sweep func(func(*stretch))) *levelTable {
	var t levelTable
	sweep(func(s *stretch) {
		n := len(t.scores)
		t.scores = append(t.scores, s.scores...)
		t.hits.wide = append(t.hits.wide, s.scores...) // to be overwritten
		t.falseAlarms.wide = append(t.falseAlarms.wide, s.scores...)
		t.squares = append(t.squares, s.scores...)
		t.put(n, s)
	})
	return &t
}

func (e *exact[K]) levels() *levelTable { return e.memo.tableOf(e.newTable) }

// newTable fills each part's levels on a thread of its own.
func (e *exact[K]) newTable() *levelTable {
	firsts, parts := e.firstLevels(), e.parts()
	n := firsts[len(parts)]
	t := &levelTable{}
	if e.counted() && len(e.pos.keys)+len(e.neg.keys) <= math.MaxUint32 {
		hits, falseAlarms := make([]uint32, n), make([]uint32, n)
		e.eachPart(parts, func(i int) {
			fillLevels(e.rowsOf(parts[i]), nil, hits[firsts[i]:firsts[i+1]], falseAlarms[firsts[i]:firsts[i+1]])
		})
		t.hits.counts, t.falseAlarms.counts, t.scoreAt = hits, falseAlarms, scoreOfLevel(e.pos.keys, e.neg.keys)
		return t
	}
	t.scores, t.squares = make([]float64, n), make([]float64, n)
	t.hits.wide, t.falseAlarms.wide = make([]float64, n), make([]float64, n)
	e.eachPart(parts, func(i int) {
		from := firsts[i]
		e.stretches(parts[i], func(s *stretch) { from = t.put(from, s) })
	})
	return t
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

// put writes a stretch from level from on and returns the level behind it.
func (t *levelTable) put(from int, s *stretch) int {
	copy(t.scores[from:], s.scores)
	copy(t.hits.wide[from:], s.pos.weight[1:])
	copy(t.falseAlarms.wide[from:], s.neg.weight[1:])
	for i, squares := range s.pos.squares[1:] {
		t.squares[from+i] = squares + s.neg.squares[i+1]
	}
	return from + len(s.scores)
}
