package metrics

import (
	"math"
	"sync"
)

// levelTable is every level of a State, which all its curves share. It does not change.
type levelTable struct {
	hits, falseAlarms numbers   // above a level and in it
	scores            []float64 // nil where scoreAt says them
	scoreAt           func(hits, falseAlarms uint32) float64
	squares           func(i int) float64 // squared weights of both classes above level i and in it; nil: all weights are 1
}

// numbers are summed weights: those of so many rows, or else the sums themselves.
type numbers struct {
	rows    []uint32
	weights running
	sums    []float64
}

func (n *numbers) at(i int) float64 {
	if n.rows != nil {
		return n.weights.at(n.rows[i])
	}
	return n.sums[i]
}

func (t *levelTable) len() int { return len(t.hits.rows) + len(t.hits.sums) }

func (t *levelTable) score(i int) float64 {
	if t.scores != nil {
		return t.scores[i]
	}
	return t.scoreAt(t.hits.rows[i], t.falseAlarms.rows[i])
}

// cut is what lies above a threshold: summed weights by class, and squared weights of both.
type cut struct{ hits, falseAlarms, squares float64 }

func (t *levelTable) cut(i int) cut {
	c := cut{hits: t.hits.at(i), falseAlarms: t.falseAlarms.at(i)}
	c.squares = c.hits + c.falseAlarms
	if t.squares != nil {
		c.squares = t.squares(i)
	}
	return c
}

// sweptTable is the levels that a sweep visits.
func sweptTable(sweep func(func(*stretch))) *levelTable {
	t, squares := &levelTable{}, []float64(nil)
	sweep(func(s *stretch) {
		t.scores = append(t.scores, s.scores...)
		t.hits.sums = append(t.hits.sums, s.pos.weight[1:]...)
		t.falseAlarms.sums = append(t.falseAlarms.sums, s.neg.weight[1:]...)
		for i, ofPos := range s.pos.squares[1:] {
			squares = append(squares, ofPos+s.neg.squares[i+1])
		}
	})
	t.squares = func(i int) float64 { return squares[i] }
	return t
}

func (e *exact[K]) levels() *levelTable { return e.memo.tableOf(e.newTable) }

// newTable fills each part's levels on a thread of its own.
func (e *exact[K]) newTable() *levelTable {
	if len(e.pos.keys)+len(e.neg.keys) > math.MaxUint32 {
		return sweptTable(e.sweep)
	}
	firsts, parts := e.firstLevels(), e.parts()
	n := firsts[len(firsts)-1]
	hits, falseAlarms := make([]uint32, n), make([]uint32, n)
	e.eachPart(parts, func(i int) {
		fillLevels(e.rowsOf(parts[i]), nil, hits[firsts[i]:firsts[i+1]], falseAlarms[firsts[i]:firsts[i+1]])
	})
	return &levelTable{
		hits:        numbers{rows: hits, weights: e.pos.runningWeights()},
		falseAlarms: numbers{rows: falseAlarms, weights: e.neg.runningWeights()},
		scoreAt:     scoreOfLevel(e.pos.keys, e.neg.keys),
		squares:     e.squaresOf(hits, falseAlarms),
	}
}

// squaresOf sums them up when first asked.
func (e *exact[K]) squaresOf(hits, falseAlarms []uint32) func(i int) float64 {
	if e.counted() {
		return nil
	}
	pos, neg := e.pos, e.neg // updates leave sorted rows where they are
	running := sync.OnceValues(func() (ofPos, ofNeg running) { return pos.runningSquares(), neg.runningSquares() })
	return func(i int) float64 {
		ofPos, ofNeg := running()
		return ofPos.at(hits[i]) + ofNeg.at(falseAlarms[i])
	}
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
