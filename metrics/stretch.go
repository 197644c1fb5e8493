package metrics

// stretchLevels is how many levels a stretch has at most: its columns stay in the first cache.
const stretchLevels = 512

// stretch is consecutive levels of a State as columns, in falling order of score. A level is all examples that
// share one score (or one bin). Who visits a stretch must not keep it.
type stretch struct {
	part      int // see part
	scores    []float64
	pos, neg  cumulative
	positives []int // the levels that hold positives, once marked
}

// cumulative counts a class level by level: entry 0 is what lies above the stretch, entry i+1 what lies above level i
// and in it. While all weights are 1 the three columns are one.
type cumulative struct{ rows, weight, squares []float64 }

func newStretch(posWeighted, negWeighted bool) *stretch {
	return &stretch{
		scores: make([]float64, 0, stretchLevels), pos: newCumulative(posWeighted), neg: newCumulative(negWeighted),
		positives: make([]int, 0, stretchLevels),
	}
}

func newCumulative(weighted bool) cumulative {
	column := func() []float64 { return make([]float64, 1, stretchLevels+1) }
	rows := column()
	if weighted {
		return cumulative{rows: rows, weight: column(), squares: column()}
	}
	return cumulative{rows: rows, weight: rows, squares: rows}
}

// set makes entry i that tally.
func (c *cumulative) set(i int, t tally) {
	c.rows[i], c.weight[i], c.squares[i] = float64(t.rows), t.weight, t.squares
}

// upTo is entry i.
func (c *cumulative) upTo(i int) tally {
	return tally{rows: int64(c.rows[i]), weight: c.weight[i], squares: c.squares[i]}
}

// weighted says whether the three columns are not one.
func (c *cumulative) weighted() bool { return &c.rows[0] != &c.weight[0] }

// last is the weight down to the last level.
func (c *cumulative) last() float64 { return c.weight[len(c.weight)-1] }

// in is what lies in level i.
func (c *cumulative) in(i int) tally {
	if c.rows[i] == c.rows[i+1] {
		return tally{}
	}
	return tally{
		rows: int64(c.rows[i+1] - c.rows[i]), weight: max(c.weight[i+1]-c.weight[i], 0), squares: max(c.squares[i+1]-c.squares[i], 0),
	}
}

// resize makes room for that many levels, of any content.
func (s *stretch) resize(levels int) {
	s.scores = s.scores[:levels]
	for _, class := range []*cumulative{&s.pos, &s.neg} {
		class.rows, class.weight, class.squares = class.rows[:levels+1], class.weight[:levels+1], class.squares[:levels+1]
	}
}

func (s *stretch) full() bool { return len(s.scores) == stretchLevels }

// add appends a level, with what lies above it and in it.
func (s *stretch) add(score float64, pos, neg tally) {
	n := len(s.scores)
	s.resize(n + 1)
	s.scores[n] = score
	s.pos.set(n+1, pos)
	s.neg.set(n+1, neg)
}

// mark finds the levels that hold positives.
func (s *stretch) mark() {
	found, n := s.positives[:len(s.scores)], 0
	for i := range found {
		found[n] = i
		n += bit(s.pos.rows[i] != s.pos.rows[i+1])
	}
	s.positives = found[:n]
}

// next empties the stretch to go on below its last level.
func (s *stretch) next() {
	n := len(s.scores)
	s.pos.set(0, s.pos.upTo(n))
	s.neg.set(0, s.neg.upTo(n))
	s.resize(0)
}

// table is that of a threshold at level i, of examples that total pos and neg.
func (s *stretch) table(i int, pos, neg tally) Confusion {
	return tableOf(s.pos.upTo(i+1), s.neg.upTo(i+1), pos, neg)
}

// tableOf is the table in which tp and fp, of pos and neg, are predicted positive.
func tableOf(tp, fp, pos, neg tally) Confusion {
	return confusion(tp, fp, neg.minus(fp), pos.minus(tp))
}
