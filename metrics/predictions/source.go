package predictions

import "strconv"

// Source is a file of typed columns, for [StreamSource]: what a format of its own needs to be read like any
// other. Faults are best an *[Error] with Column, Problem and Remedy; the file and, if Row is 0, nothing
// else is added.
type Source interface {
	// Columns are the names of all columns.
	Columns() []string
	// Open is called once, before Next, with the positions of the columns that are needed.
	Open(positions []int) error
	// Next returns the next rows, one at least, of the opened columns in the order of Open, all equally
	// long. They are valid until the next call. io.EOF ends.
	Next() ([]Cells, error)
}

// Cells are rows of one column. One of Floats, Floats32, Ints, Bools and Texts is set.
type Cells struct {
	Floats   []float64
	Floats32 []float32
	Ints     []int64
	Bools    []bool
	Texts    []string
	Missing  []bool // true where the row has no value; nil: nowhere
}

// Len is the number of rows.
func (c Cells) Len() int {
	return max(len(c.Floats), len(c.Floats32), len(c.Ints), len(c.Bools), len(c.Texts))
}

// part is the rows [from, to).
func (c Cells) part(from, to int) Cells {
	switch {
	case c.Floats != nil:
		c.Floats = c.Floats[from:to]
	case c.Floats32 != nil:
		c.Floats32 = c.Floats32[from:to]
	case c.Ints != nil:
		c.Ints = c.Ints[from:to]
	case c.Bools != nil:
		c.Bools = c.Bools[from:to]
	default:
		c.Texts = c.Texts[from:to]
	}
	if c.Missing != nil {
		c.Missing = c.Missing[from:to]
	}
	return c
}

// missing is the first row without a value, or -1.
func (c Cells) missing() int {
	for i, missing := range c.Missing {
		if missing {
			return i
		}
	}
	return -1
}

// text is row i as a text file would hold it.
func (c Cells) text(i int) string {
	switch {
	case c.Floats != nil:
		return strconv.FormatFloat(c.Floats[i], 'g', -1, 64)
	case c.Floats32 != nil:
		return strconv.FormatFloat(float64(c.Floats32[i]), 'g', -1, 64)
	case c.Ints != nil:
		return strconv.FormatInt(c.Ints[i], 10)
	case c.Bools != nil:
		return strconv.FormatBool(c.Bools[i])
	}
	return c.Texts[i]
}

// bit is row i as a label, where it is a number or boolean that means 0 or 1.
func (c Cells) bit(i int) (positive, ok bool) {
	switch {
	case c.Floats != nil:
		return c.Floats[i] == 1, c.Floats[i] == 0 || c.Floats[i] == 1
	case c.Floats32 != nil:
		return c.Floats32[i] == 1, c.Floats32[i] == 0 || c.Floats32[i] == 1
	case c.Ints != nil:
		return c.Ints[i] == 1, c.Ints[i] == 0 || c.Ints[i] == 1
	case c.Bools != nil:
		return c.Bools[i], true
	}
	return false, false
}
