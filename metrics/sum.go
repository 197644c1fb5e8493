package metrics

// sum is a compensated sum: lo collects what rounding took from hi, found by Knuth's TwoSum (The Art of
// Computer Programming, vol. 2, §4.2.2, theorem B). The zero value is an empty sum.
type sum struct{ hi, lo float64 }

func (s *sum) add(x float64) {
	total := s.hi + x
	added := total - s.hi
	s.lo += (s.hi - (total - added)) + (x - added)
	s.hi = total
}

func (s *sum) merge(o sum) {
	s.add(o.hi)
	s.lo += o.lo
}

func (s sum) value() float64 { return s.hi + s.lo }

// tally counts rows of one kind: how many, their summed weight and their summed squared weight.
type tally struct {
	rows            int64
	weight, squares float64
}

func (t tally) plus(o tally) tally {
	return tally{rows: t.rows + o.rows, weight: t.weight + o.weight, squares: t.squares + o.squares}
}

// minus is what is left of t when o, a part of it, is taken away.
func (t tally) minus(o tally) tally {
	if t.rows == o.rows {
		return tally{}
	}
	return tally{rows: t.rows - o.rows, weight: max(t.weight-o.weight, 0), squares: max(t.squares-o.squares, 0)}
}

// effective is Kish's effective number of rows, (Σw)²/Σw²: Kish, Survey Sampling (1965), §11.7.
// It is the number of rows when weights are equal, whatever their scale.
func (t tally) effective() float64 {
	if t.squares == 0 {
		return 0
	}
	return t.weight / t.squares * t.weight
}

// runningTally is a tally whose sums are compensated.
type runningTally struct {
	rows            int64
	weight, squares sum
}

func (r *runningTally) add(t tally) {
	if t.rows == 0 {
		return
	}
	r.rows += t.rows
	r.weight.add(t.weight)
	r.squares.add(t.squares)
}

func (r *runningTally) tally() tally {
	return tally{rows: r.rows, weight: r.weight.value(), squares: r.squares.value()}
}
