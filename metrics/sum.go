package metrics

import "github.com/seqpair/seqpair/metrics/internal/sums"

// sum is a compensated sum.
type sum = sums.Sum

// tally counts rows of one kind: how many, their summed weight and their summed squared weight.
type tally struct {
	rows            int64
	weight, squares float64
}

// counted is so many rows of weight 1.
func counted(rows int64) tally {
	return tally{rows: rows, weight: float64(rows), squares: float64(rows)}
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
	switch {
	case t.squares == 0:
		return 0
	case t.rows == 1:
		return 1 // which the ratio may round to more
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
	r.weight.Add(t.weight)
	r.squares.Add(t.squares)
}

func (r *runningTally) tally() tally {
	return tally{rows: r.rows, weight: r.weight.Value(), squares: r.squares.Value()}
}
