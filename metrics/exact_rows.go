package metrics

import (
	"math"
	"unsafe"
)

func (e *exact[K]) narrow() bool { return !wide[K]() }

func (e *exact[K]) weightedClasses() [2]bool {
	return [2]bool{e.pos.weights != nil, e.neg.weights != nil}
}

// rowBytes is the memory that a row takes.
func (e *exact[K]) rowBytes() int64 {
	size := int64(unsafe.Sizeof(K(0)))
	if !e.counted() {
		size *= 2
	}
	return size
}

// columnCursor yields the rows of a settled column.
type columnCursor[K key] struct {
	run[K]
	left int
}

func (e *exact[K]) cursor(class int) rowCursor {
	rows := e.class(class == 0).run
	return &columnCursor[K]{run: rows, left: len(rows.keys)}
}

func (c *columnCursor[K]) next() (row, bool, error) {
	if c.left == 0 {
		return row{}, false, nil
	}
	c.left--
	r := row{bits: math.Float64bits(numberOf(c.keys[c.left])), weight: 1, count: 1}
	if c.weights != nil {
		r.weight = numberOf(c.weights[c.left])
	}
	return r, true, nil
}
