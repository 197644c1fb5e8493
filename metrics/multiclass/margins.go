package multiclass

import (
	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// tally counts rows of one kind: how many, their summed weight and their summed squared weight.
type tally struct {
	rows            int64
	weight, squares float64
}

// effective is Kish's effective number of rows.
func (t tally) effective() float64 {
	if t.rows == 1 {
		return 1 // which the ratio may round to more
	}
	return t.weight / t.squares * t.weight
}

func (t tally) minus(o tally) tally {
	if t.rows == o.rows {
		return tally{}
	}
	return tally{rows: t.rows - o.rows, weight: max(t.weight-o.weight, 0), squares: max(t.squares-o.squares, 0)}
}

func (t tally) plus(o tally) tally {
	return tally{rows: t.rows + o.rows, weight: t.weight + o.weight, squares: t.squares + o.squares}
}

// compensated is a tally whose sums are compensated.
type compensated struct {
	rows            int64
	weight, squares sums.Sum
}

func (s *compensated) add(rows int64, weight, squares sums.Sum) {
	s.rows += rows
	s.weight.Merge(weight)
	s.squares.Merge(squares)
}

func (s compensated) tally() tally {
	return tally{rows: s.rows, weight: s.weight.Value(), squares: s.squares.Value()}
}

// margins are the sums of a table's cells by class: on the diagonal, beside it in the row of the true class,
// beside it in the column of the predicted class, and in all.
type margins struct {
	hit, missed, alarms []tally
	all                 tally
}

func (c *Confusion) margins() margins {
	k := len(c.classes)
	missed, alarms := make([]compensated, k), make([]compensated, k)
	m := margins{hit: make([]tally, k), missed: make([]tally, k), alarms: make([]tally, k)}
	var all compensated
	for i := range k {
		for j := range k {
			rows := c.rows[i*k+j]
			if rows == 0 {
				continue
			}
			weight, squares := c.sums(i*k + j)
			all.add(rows, weight, squares)
			if i == j {
				m.hit[i] = tally{rows: rows, weight: weight.Value(), squares: squares.Value()}
				continue
			}
			missed[i].add(rows, weight, squares)
			alarms[j].add(rows, weight, squares)
		}
	}
	for i := range k {
		m.missed[i], m.alarms[i] = missed[i].tally(), alarms[i].tally()
	}
	m.all = all.tally()
	return m
}

// truth and predicted are the examples that are of a class, and those that were predicted to be.
func (m margins) truth(class int) tally     { return m.hit[class].plus(m.missed[class]) }
func (m margins) predicted(class int) tally { return m.hit[class].plus(m.alarms[class]) }

func (c *Confusion) all() tally {
	var all compensated
	for cell, rows := range c.rows {
		if rows > 0 {
			weight, squares := c.sums(cell)
			all.add(rows, weight, squares)
		}
	}
	return all.tally()
}

// against is the table of one class against the rest.
func (m margins) against(class int) metrics.Confusion {
	tp, fp, fn := m.hit[class], m.alarms[class], m.missed[class]
	return binary(tp, fp, m.all.minus(tp.plus(fp).plus(fn)), fn)
}

func binary(tp, fp, tn, fn tally) metrics.Confusion {
	return metrics.Confusion{
		TP: tp.weight, FP: fp.weight, TN: tn.weight, FN: fn.weight,
		Rows:    metrics.Rows{TP: tp.rows, FP: fp.rows, TN: tn.rows, FN: fn.rows},
		Squares: metrics.Squares{TP: tp.squares, FP: fp.squares, TN: tn.squares, FN: fn.squares},
	}
}

// share is the share of right among all, with Wilson's interval on Kish's effective number of rows.
func share(right, all tally, empty metrics.Reason) metrics.Value {
	wrong := all.minus(right)
	v := binary(right, tally{}, tally{}, wrong).Recall()
	if v.Undefined == metrics.NoPositives || v.Undefined == metrics.NoExamples {
		v.Undefined, v.NoInterval, v.NoBaseline = empty, empty, empty
	}
	return v
}
