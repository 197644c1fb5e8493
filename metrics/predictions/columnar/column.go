package columnar

import (
	"fmt"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
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
	// parquet-go v0.32.0 does not read what Arrow compresses so.
	if codec := l.Node.Compression(); codec != nil && codec.CompressionCodec() == format.Lz4Raw {
		return fault("is compressed with LZ4, which is not read", "write the file with compression zstd or snappy")
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

// pagesAhead are how many pages of a column are read before they are needed: with one, each side often waits for the other.
const pagesAhead = 2

// column takes the cells of a column chunk, of which a goroutine reads ahead.
type column struct {
	leaf  leaf
	rows  int64           // of the row groups before
	ahead <-chan cells    // nil: none is open
	stop  chan<- struct{} // closed to end the reading
	cells cells
	at    int // rows taken of cells
}

// cells are those of a page, or why there are none.
type cells struct {
	predictions.Cells
	lent parquet.Page // whose memory they stand in; nil: their own
	err  error
}

// giveBack ends the use of what is lent.
func (c *cells) giveBack() {
	if c.lent != nil {
		parquet.Release(c.lent)
	}
	*c = cells{}
}

func (c *column) begin(chunk parquet.ColumnChunk) {
	ahead, stop := make(chan cells, pagesAhead), make(chan struct{})
	c.ahead, c.stop = ahead, stop
	r := &pageReader{leaf: c.leaf, rows: c.rows}
	c.rows += chunk.NumValues()
	go r.send(chunk, ahead, stop)
}

// end gives up what is open.
func (c *column) end() {
	if c.ahead == nil {
		return
	}
	close(c.stop)
	for left := range c.ahead { // until the goroutine has ended
		left.giveBack()
	}
	c.cells.giveBack()
	c.ahead, c.at = nil, 0
}

// fill is how many rows can be taken; it waits for a page if none is left. 0 is the end.
func (c *column) fill() (int, error) {
	if c.ahead == nil {
		return 0, nil
	}
	for c.at == c.cells.Len() {
		c.cells.giveBack()
		c.at = 0
		next, ok := <-c.ahead
		if !ok {
			return 0, nil
		}
		if next.err != nil {
			return 0, next.err
		}
		c.cells = next
	}
	return c.cells.Len() - c.at, nil
}

func (c *column) take(n int) predictions.Cells {
	from, to := c.at, c.at+n
	c.at = to
	switch {
	case c.cells.Floats != nil:
		return predictions.Cells{Floats: c.cells.Floats[from:to]}
	case c.cells.Floats32 != nil:
		return predictions.Cells{Floats32: c.cells.Floats32[from:to]}
	case c.cells.Ints != nil:
		return predictions.Cells{Ints: c.cells.Ints[from:to]}
	case c.cells.Bools != nil:
		return predictions.Cells{Bools: c.cells.Bools[from:to]}
	}
	return predictions.Cells{Texts: c.cells.Texts[from:to]}
}
