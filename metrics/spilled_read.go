package metrics

import "math"

// cursors are those of a class in every run and in memory, which must be settled.
func (s *spilled) cursors(class int) []rowCursor {
	if s.err() != nil {
		return nil
	}
	cursors := []rowCursor{s.memory.cursor(class)}
	for _, run := range s.runs {
		cursors = append(cursors, run.cursor(class))
	}
	return cursors
}

func (s *spilled) merged(class int) *mergedRows {
	rows, err := newMergedRows(s.cursors(class))
	if err != nil {
		s.fail(err)
		return &mergedRows{}
	}
	return rows
}

// fail remembers that a run could not be read back. From then on the store is as an empty one, so that what is read
// later is undefined; what is being read means nothing: see State.Err.
func (s *spilled) fail(err error) {
	if err != nil {
		s.failure.CompareAndSwap(nil, &SpillError{Dir: s.dir, Err: err})
	}
}

// err is not nil once a run could not be read back.
func (s *spilled) err() error {
	if failure := s.failure.Load(); failure != nil {
		return failure
	}
	return nil
}

// eachRow yields the rows of a class in falling order, until yield says no.
func (s *spilled) eachRow(class int, yield func(row) bool) { s.fail(drain(s.merged(class), yield)) }

// weighted says whether any row of the class has a weight other than 1.
func (s *spilled) weighted(class int) bool {
	weighted := s.memory.weightedClasses()[class]
	for _, run := range s.runs {
		weighted = weighted || run.classes[class].weighted
	}
	return weighted
}

func (s *spilled) total() (pos, neg tally) {
	all := s.at(0)
	return all.tp(), all.fp()
}

func (s *spilled) at(threshold float64) Confusion {
	table := s.memo.tableAt(threshold, func() Confusion {
		fn, tp := s.split(0, threshold)
		tn, fp := s.split(1, threshold)
		return confusion(tp, fp, tn, fn)
	})
	if s.err() != nil {
		return Confusion{}
	}
	return table
}

// split counts the rows of a class below the threshold and the others.
func (s *spilled) split(class int, threshold float64) (below, above tally) {
	var up, down blockedSums
	if !s.weighted(class) {
		up.ones, down.ones = true, true
		pos, neg := s.rows()
		for _, cursor := range s.cursors(class) {
			s.fail(drain(cursor, func(r row) bool {
				reached := r.score() >= threshold
				up.rows += r.count * int64(bit(reached))
				return reached
			}))
		}
		down.rows = [2]int64{pos, neg}[class] - up.rows
		return down.tally(), up.tally()
	}
	s.eachRow(class, func(r row) bool {
		if r.score() >= threshold {
			up.addSame(r)
			down.rows, down.from = up.rows, up.rows
		} else {
			down.addSame(r)
		}
		return true
	})
	return down.tally(), up.tally()
}

// addSame adds rows that are the same.
func (b *blockedSums) addSame(r row) {
	if b.ones {
		b.rows += r.count
		return
	}
	for range r.count {
		b.addRow(r.weight)
	}
}

// sweep goes through the merged runs once, and says where parts begin.
func (s *spilled) sweep(visit func(*stretch)) {
	all, _ := s.rows()
	at := newStretch(s.weighted(0), s.weighted(1))
	pos := classReader{rows: s.merged(0), above: blockedSums{ones: !s.weighted(0)}, fail: s.fail}
	neg := classReader{rows: s.merged(1), above: blockedSums{ones: !s.weighted(1)}, fail: s.fail}
	pos.advance()
	neg.advance()
	for pos.ok || neg.ok {
		part := at.part
		if pos.above.rows < all {
			part = int(pos.above.rows / blockRows)
		}
		if at.full() || part != at.part {
			visit(at)
			at.next()
			at.part = part
		}
		bits := uint64(0)
		if pos.ok {
			bits = pos.row.bits
		}
		if neg.ok {
			bits = max(bits, neg.row.bits)
		}
		pos.take(bits)
		neg.take(bits)
		at.add(math.Float64frombits(bits), pos.above.tally(), neg.above.tally())
	}
	visit(at)
}

func (s *spilled) levels() *levelTable {
	return s.memo.tableOf(func() *levelTable { return sweptTable(s.sweep) })
}

// classReader takes the merged rows of a class level by level.
type classReader struct {
	rows  *mergedRows
	row   row
	ok    bool
	above blockedSums
	fail  func(error)
}

func (c *classReader) advance() {
	var err error
	c.row, c.ok, err = c.rows.next()
	c.fail(err)
	c.ok = c.ok && err == nil
}

// take moves behind the rows with that score.
func (c *classReader) take(bits uint64) {
	for ; c.ok && c.row.bits == bits; c.advance() {
		c.above.addSame(c.row)
	}
}

func (s *spilled) areas() areas {
	return s.memo.areasOf(func() areas {
		pos, neg := s.total()
		if !countedAreas(pos, neg, s.weighted(0) || s.weighted(1)) {
			return weighedAreas(sumAreas(s, pos, neg), pos, neg)
		}
		var parts []pairCounts
		var open pairCounts
		part := 0
		s.sweep(func(at *stretch) {
			if at.part != part {
				parts, part = append(parts, open), at.part
				open = newPairCounts(open.hits, open.falseAlarms)
			}
			for i := range at.scores {
				open.add(uint64(at.pos.in(i).rows), uint64(at.neg.in(i).rows), uint64(neg.rows))
			}
		})
		return countsTogether(append(parts, open), pos.rows, neg.rows)
	})
}

func (s *spilled) losses() (logLoss, brier moments) {
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	if s.memo.losses == nil {
		var all lossSums
		for class, positive := range [2]bool{true, false} {
			sums := s.classLosses(class, positive)
			all.merge(sums)
		}
		s.memo.losses = &all
	}
	return s.memo.losses.logLoss, s.memo.losses.brier
}

func (s *spilled) classLosses(class int, positive bool) lossSums {
	var all lossSums
	open := openLosses{positive: positive, ones: !s.weighted(class)}
	rows := int64(0)
	s.eachRow(class, func(r row) bool {
		for range r.count {
			open.add(r.score(), r.weight)
			if rows++; rows%blockRows == 0 {
				all.merge(open.sums())
				open = openLosses{positive: positive, ones: open.ones}
			}
		}
		return true
	})
	all.merge(open.sums())
	return all
}
