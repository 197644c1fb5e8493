package columnar

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// pageReader makes cells of the pages of a column chunk.
type pageReader struct {
	leaf leaf
	rows int64 // before the next page

	dictionary parquet.Dictionary
	words      predictions.Cells // its values
}

// send sends the cells of each page, until it is to stop. Who receives them has them until the next. Broken files make the
// Parquet package panic here and there.
func (r *pageReader) send(chunk parquet.ColumnChunk, to chan<- cells, stop <-chan struct{}) {
	defer close(to)
	pages := chunk.Pages()
	defer pages.Close()
	var room [pagesAhead + 2]predictions.Cells // one more is being read, and one is taken from
	for i := 0; ; i = (i + 1) % len(room) {
		next, more := r.next(pages, room[i])
		if !more {
			return
		}
		if next.lent == nil {
			room[i] = next.Cells
		}
		select {
		case to <- next:
		case <-stop:
			next.giveBack()
			return
		}
		if next.err != nil {
			return
		}
	}
}

// next is the cells of the next page, in place of others, if there is one.
func (r *pageReader) next(pages parquet.Pages, old predictions.Cells) (found cells, more bool) {
	defer func() {
		if p := recover(); p != nil {
			found, more = cells{err: damaged(fmt.Errorf("%v", p))}, true
		}
	}()
	page, err := pages.ReadPage()
	if errors.Is(err, io.EOF) {
		return cells{}, false
	}
	if err != nil {
		problem := damaged(err)
		problem.Column, problem.Row = r.leaf.name, r.rows+1
		return cells{err: problem}, true
	}
	if found = r.read(page, old); found.lent == nil {
		parquet.Release(page)
	}
	return found, true
}

// emptied keeps the memory of cells.
func emptied(c predictions.Cells) predictions.Cells {
	return predictions.Cells{Floats: c.Floats[:0], Floats32: c.Floats32[:0], Ints: c.Ints[:0], Bools: c.Bools[:0], Texts: c.Texts[:0]}
}

// read makes cells of a page, in place of others. Plain float32 scores are cells as they stand in it.
func (r *pageReader) read(page parquet.Page, old predictions.Cells) cells {
	for i, level := range page.DefinitionLevels() {
		if int(level) != r.leaf.MaxDefinitionLevel {
			return cells{err: &predictions.Error{Column: r.leaf.name, Row: r.rows + int64(i) + 1, Problem: "is missing (null)", Remedy: "give every row a value"}}
		}
	}
	found := cells{Cells: emptied(old)}
	n := int(page.NumValues())
	data := page.Data()
	dictionary := page.Dictionary()
	switch {
	case dictionary != nil:
		if dictionary != r.dictionary {
			words := dictionary.Page()
			r.dictionary, r.words = dictionary, r.values(words.Data(), int(words.NumValues()), emptied(r.words))
		}
		found.Cells = looked(data.Int32(), r.words, found.Cells)
	case r.leaf.Node.Type().Kind() == parquet.Float:
		found.Floats32, found.lent = data.Float()[:n], page
	default:
		found.Cells = r.values(data, n, found.Cells)
	}
	if found.Len() != n {
		return cells{err: damaged(fmt.Errorf("a page of %q has %d values of %d", r.leaf.name, found.Len(), n))}
	}
	r.rows += int64(n)
	return found
}

// values appends n values to the cells.
func (r *pageReader) values(data encoding.Values, n int, to predictions.Cells) predictions.Cells {
	switch r.leaf.Node.Type().Kind() {
	case parquet.Boolean:
		to.Bools = unpacked(data.Boolean(), n, to.Bools)
	case parquet.Int32:
		for _, x := range data.Int32()[:n] {
			if r.leaf.unsigned() {
				to.Ints = append(to.Ints, int64(uint32(x)))
			} else {
				to.Ints = append(to.Ints, int64(x))
			}
		}
	case parquet.Int64:
		to.Ints = append(to.Ints, data.Int64()[:n]...)
	case parquet.Float:
		to.Floats32 = append(to.Floats32, data.Float()[:n]...)
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
		case words.Floats32 != nil:
			to.Floats32 = append(to.Floats32, words.Floats32[i])
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
