package metrics

import "math"

// levelTable is every level of a State, which all its curves share. It does not change.
type levelTable struct {
	hits, falseAlarms levelSums // above a level and in it
	scores            []float64 // nil where scoreAt says them
	scoreAt           func(hits, falseAlarms uint32) float64
}

// levelSums are summed weights and squared weights: those of so many rows, or else the sums themselves.
type levelSums struct {
	rows            []uint32
	upTo            func(rows int) tally // nil: all weights are 1
	weight, squares []float64
}

func (s *levelSums) at(i int) (weight, squares float64) {
	if s.rows == nil {
		return s.weight[i], s.squares[i]
	}
	rows := s.rows[i]
	if s.upTo == nil {
		return float64(rows), float64(rows)
	}
	above := s.upTo(int(rows))
	return above.weight, above.squares
}

func (t *levelTable) len() int { return len(t.hits.rows) + len(t.hits.weight) }

func (t *levelTable) score(i int) float64 {
	if t.scores != nil {
		return t.scores[i]
	}
	return t.scoreAt(t.hits.rows[i], t.falseAlarms.rows[i])
}

// cut is what lies above a threshold: summed weights by class, and squared weights of both.
type cut struct{ hits, falseAlarms, squares float64 }

func (t *levelTable) cut(i int) cut {
	hits, ofHits := t.hits.at(i)
	falseAlarms, ofFalseAlarms := t.falseAlarms.at(i)
	return cut{hits: hits, falseAlarms: falseAlarms, squares: ofHits + ofFalseAlarms}
}

// sweptTable is the levels that a sweep visits.
func sweptTable(sweep func(func(*stretch))) *levelTable {
	t := &levelTable{}
	sweep(func(s *stretch) {
		t.scores = append(t.scores, s.scores...)
		t.hits.add(&s.pos)
		t.falseAlarms.add(&s.neg)
	})
	return t
}

// add appends the levels of a stretch.
func (s *levelSums) add(levels *cumulative) {
	s.weight = append(s.weight, levels.weight[1:]...)
	if levels.weighted() {
		s.squares = append(s.squares, levels.squares[1:]...)
	} else {
		s.squares = s.weight
	}
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
	pos, neg := e.pos, e.neg // updates leave sorted rows where they are
	return &levelTable{
		hits:        levelSums{rows: hits, upTo: pos.weightUpTo()},
		falseAlarms: levelSums{rows: falseAlarms, upTo: neg.weightUpTo()},
		scoreAt:     scoreOfLevel(pos.keys, neg.keys),
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
		return numberOf(k)
	}
}
