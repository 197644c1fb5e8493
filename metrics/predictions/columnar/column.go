package columnar

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/format"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// leaf is a column that holds values.
type leaf struct {
	parquet.LeafColumn
	name string
}

// check says whether the column's values can be read as they are meant.
func (l leaf) check() *predictions.Error {
	fault := func(problem, remedy string) *predictions.Error {
		return &predictions.Error{Column: l.name, Problem: problem, Remedy: remedy}
	}
	if l.MaxRepetitionLevel > 0 {
		return fault("holds lists", "write one value per row, in a column of its own")
	}
	t := l.Node.Type()
	if l.scaled() {
		return fault(fmt.Sprintf("has the type %.40s, which is not read", t), "cast it to double, or to a string")
	}
	switch t.Kind() {
	case parquet.Boolean, parquet.Int32, parquet.Int64, parquet.Float, parquet.Double, parquet.ByteArray:
		return nil
	}
	return fault(fmt.Sprintf("has the type %.40s, which is not read", t), "cast it to bool, int, float, double or string")
}

// logical is what the type says beyond the bits of a value, or nil.
func (l leaf) logical() format.LogicalTypeValue {
	if t := l.Node.Type().LogicalType(); t != nil {
		return t.Value
	}
	return nil
}

// scaled tells whether whole numbers stand for something else than themselves.
func (l leaf) scaled() bool {
	switch l.logical().(type) {
	case *format.DecimalType, *format.DateType, *format.TimeType, *format.TimestampType:
		return true
	}
	converted := l.Node.Type().ConvertedType()
	return converted != nil && *converted == deprecated.Decimal
}

// unsigned tells whether whole numbers have no sign.
func (l leaf) unsigned() bool {
	t, ok := l.logical().(*format.IntType)
	return ok && !t.IsSigned
}

// column reads the pages of a column chunk.
type column struct {
	leaf  leaf
	pages parquet.Pages // nil: none is open
	page  parquet.Page  // what cells may lie in
	cells predictions.Cells
	at    int   // rows taken of cells
	rows  int64 // taken of the pages before

	dictionary parquet.Dictionary
	words      predictions.Cells // its values
}

func (c *column) begin(chunk parquet.ColumnChunk) { c.pages = chunk.Pages() }

// end gives up what is open.
func (c *column) end() {
	if c.page != nil {
		parquet.Release(c.page)
	}
	if c.pages != nil {
		c.pages.Close()
	}
	c.pages, c.page, c.dictionary = nil, nil, nil
}

// fill is how many rows can be taken; it reads a page if none is left. 0 is the end.
func (c *column) fill() (int, error) {
	for c.at == c.cells.Len() {
		if c.page != nil {
			parquet.Release(c.page)
			c.page = nil
		}
		c.rows += int64(c.at)
		c.at, c.cells = 0, emptied(c.cells)
		if c.pages == nil {
			return 0, nil
		}
		page, err := c.pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return 0, nil
		}
		if err != nil {
			problem := damaged(err)
			problem.Column, problem.Row = c.leaf.name, c.rows+1
			return 0, problem
		}
		c.page = page
		if err := c.read(page); err != nil {
			return 0, err
		}
	}
	return c.cells.Len() - c.at, nil
}

// emptied keeps the memory of cells that are copies.
func emptied(c predictions.Cells) predictions.Cells {
	return predictions.Cells{Floats: c.Floats[:0], Ints: c.Ints[:0], Bools: c.Bools[:0], Texts: c.Texts[:0]}
}

func (c *column) take(n int) predictions.Cells {
	from, to := c.at, c.at+n
	c.at = to
	switch {
	case c.cells.Floats != nil:
		return predictions.Cells{Floats: c.cells.Floats[from:to]}
	case c.cells.Ints != nil:
		return predictions.Cells{Ints: c.cells.Ints[from:to]}
	case c.cells.Bools != nil:
		return predictions.Cells{Bools: c.cells.Bools[from:to]}
	}
	return predictions.Cells{Texts: c.cells.Texts[from:to]}
}

// read makes cells of a page.
func (c *column) read(page parquet.Page) error {
	for i, level := range page.DefinitionLevels() {
		if int(level) != c.leaf.MaxDefinitionLevel {
			return &predictions.Error{Column: c.leaf.name, Row: c.rows + int64(i) + 1, Problem: "is missing (null)", Remedy: "give every row a value"}
		}
	}
	n := int(page.NumValues())
	data := page.Data()
	dictionary := page.Dictionary()
	if dictionary == nil {
		c.cells = c.values(data, n, c.cells)
	} else {
		if dictionary != c.dictionary {
			words := dictionary.Page()
			c.dictionary, c.words = dictionary, c.values(words.Data(), int(words.NumValues()), emptied(c.words))
		}
		c.cells = looked(data.Int32(), c.words, c.cells)
	}
	if c.cells.Len() != n {
		return damaged(fmt.Errorf("a page of %q has %d values of %d", c.leaf.name, c.cells.Len(), n))
	}
	return nil
}

// values appends n values to the cells.
func (c *column) values(data encoding.Values, n int, to predictions.Cells) predictions.Cells {
	switch c.leaf.Node.Type().Kind() {
	case parquet.Boolean:
		to.Bools = unpacked(data.Boolean(), n, to.Bools)
	case parquet.Int32:
		for _, x := range data.Int32()[:n] {
			if c.leaf.unsigned() {
				to.Ints = append(to.Ints, int64(uint32(x)))
			} else {
				to.Ints = append(to.Ints, int64(x))
			}
		}
	case parquet.Int64:
		to.Ints = append(to.Ints, data.Int64()[:n]...)
	case parquet.Float:
		from := len(to.Floats)
		to.Floats = slices.Grow(to.Floats, n)[:from+n]
		floats := to.Floats[from:]
		for i, x := range data.Float()[:n] {
			floats[i] = float64(x)
		}
	case parquet.Double:
		to.Floats = append(to.Floats, data.Double()[:n]...)
	default:
		bytes, offsets := data.ByteArray()
		for i := range n {
			to.Texts = append(to.Texts, string(bytes[offsets[i]:offsets[i+1]]))
		}
	}
	return to
}

// bytesOfBits are the eight bits of each byte, the lowest first.
var bytesOfBits = func() (table [256][8]bool) {
	for b := range table {
		for i := range table[b] {
			table[b][i] = b>>i&1 == 1
		}
	}
	return table
}()

// unpacked appends n bits.
func unpacked(bits []byte, n int, to []bool) []bool {
	to = slices.Grow(to, n+7)
	for _, b := range bits[:(n+7)/8] {
		to = append(to, bytesOfBits[b][:]...)
	}
	return to[:len(to)-(-n&7)]
}

// looked appends the words at the indexes to the cells.
func looked(indexes []int32, words, to predictions.Cells) predictions.Cells {
	for _, i := range indexes {
		switch {
		case words.Floats != nil:
			to.Floats = append(to.Floats, words.Floats[i])
		case words.Ints != nil:
			to.Ints = append(to.Ints, words.Ints[i])
		case words.Bools != nil:
			to.Bools = append(to.Bools, words.Bools[i])
		default:
			to.Texts = append(to.Texts, words.Texts[i])
		}
	}
	return to
}
