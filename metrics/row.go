package metrics

import "math"

// row is one or several rows that are the same.
type row struct {
	bits   uint64 // of the score as float64
	weight float64
	count  int64
}

func (r row) score() float64 { return math.Float64frombits(r.bits) }

// rowCursor yields the rows of a class from the highest score, and of equal scores the highest weight, down.
type rowCursor interface {
	next() (row, bool, error)
}

func drain(c rowCursor, yield func(row) bool) error {
	for {
		r, ok, err := c.next()
		if !ok || err != nil || !yield(r) {
			return err
		}
	}
}
