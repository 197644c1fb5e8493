package predictions

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// csvRows reads CSV and TSV.
type csvRows struct {
	reader  *csv.Reader
	bounded *text.Rows
	head    header
	width   int
	at      int
}

func newCSVRows(r io.Reader, f Format, delimiter rune) *csvRows {
	bounded := text.NewRows(r)
	reader := csv.NewReader(bounded)
	reader.ReuseRecord = true
	reader.FieldsPerRecord = -1
	switch {
	case delimiter != 0:
		reader.Comma = delimiter
	case f == TSV:
		reader.Comma = '\t'
	}
	return &csvRows{reader: reader, bounded: bounded}
}

func (c *csvRows) line() int { return c.at }

func (c *csvRows) read() ([]string, error) {
	c.bounded.Renew()
	cells, err := c.reader.Read()
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return nil, &Error{Line: parse.StartLine, Problem: fmt.Sprintf("is no valid CSV (%v)", parse.Err), Remedy: "quote texts that hold quotes, and double the quotes in them", Err: err}
	}
	if err != nil {
		c.at++
		return nil, err
	}
	c.at, _ = c.reader.FieldPos(0)
	return cells, nil
}

func (c *csvRows) header(columns Columns) (header, error) {
	cells, err := c.read()
	if errors.Is(err, io.EOF) {
		return header{}, errEmpty
	}
	if err != nil {
		return header{}, err
	}
	c.width = len(cells)
	h, problem := columns.locate(cells)
	if problem != nil {
		problem.Line = c.at
		return header{}, problem
	}
	c.head = h
	return h, nil
}

func (c *csvRows) next() (row, error) {
	cells, err := c.read()
	if err != nil {
		return row{}, err
	}
	if len(cells) != c.width {
		return row{}, &Error{
			Line:    c.at,
			Problem: fmt.Sprintf("has %d cells, but the header has %d", len(cells), c.width),
			Remedy:  fmt.Sprintf("look for a missing cell, or quote a text that holds the delimiter %q", c.reader.Comma),
		}
	}
	var r row
	for f, at := range c.head.at {
		if at >= 0 {
			r.cells[f], r.present[f] = cells[at], true
		}
	}
	return r, nil
}

var errEmpty = &Error{Problem: "is empty", Remedy: "write a header and one row per example"}
