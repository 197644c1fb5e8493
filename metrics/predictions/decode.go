package predictions

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// Format is a file format of predictions.
type Format string

// The formats.
const (
	CSV       Format = "csv"
	TSV       Format = "tsv"
	JSONLines Format = "jsonl"
)

// formatOf returns the format that a file name tells, or "", and whether the name ends in .gz.
func formatOf(name string) (f Format, zipped bool) {
	name = strings.ToLower(name)
	name, zipped = strings.CutSuffix(name, ".gz")
	switch filepath.Ext(name) {
	case ".csv":
		f = CSV
	case ".tsv":
		f = TSV
	case ".jsonl", ".ndjson":
		f = JSONLines
	}
	return f, zipped
}

// rows yields the rows of a file.
type rows interface {
	// header returns the columns of the file, read before the first row.
	header(c Columns) (header, error)
	// next returns the cells of the next row by field; a field that the row lacks is absent. io.EOF ends.
	next() (row, error)
	// line is where the latest row began, 1-based.
	line() int
}

// row is one row by field.
type row struct {
	cells   [fields]string
	present [fields]bool
}

// Decode is Read on r. name tells the format and stands in errors. One row of it is in memory at a time,
// beside the table.
func Decode(r io.Reader, name string, c Columns) (*Table, error) {
	format, zipped := formatOf(name)
	content, err := plain(r, zipped)
	if err != nil {
		return nil, describe(err, name, 0)
	}
	if format == "" {
		if format, err = sniff(content); err != nil {
			return nil, describe(err, name, 1)
		}
	}
	var source rows
	if format == JSONLines {
		source = newJSONRows(content)
	} else {
		source = newCSVRows(content, format, c.Delimiter)
	}
	b := builder{columns: c, table: &Table{Source: name}}
	if err := b.read(source); err != nil {
		return nil, describe(err, name, source.line())
	}
	return b.table, nil
}

// plain returns the text of r: unzipped, without byte order mark.
func plain(r io.Reader, zipped bool) (*bufio.Reader, error) {
	b := bufio.NewReader(r)
	magic, err := b.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case string(magic) == "\x1f\x8b":
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, err
		}
		return text.NewReader(z)
	case zipped && len(magic) > 0:
		return nil, &Error{Problem: "ends in .gz, but is not gzipped", Remedy: "rename it, or compress it with gzip"}
	}
	return text.NewReader(b)
}

// sniff tells the format from the first line.
func sniff(b *bufio.Reader) (Format, error) {
	head, err := b.Peek(b.Size())
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	first, _, _ := bytes.Cut(bytes.TrimLeft(head, " \r\n"), []byte("\n"))
	switch {
	case bytes.HasPrefix(first, []byte("[")):
		return "", &Error{Problem: "is a JSON array", Remedy: "write one object per line, for example with: jq -c '.[]'"}
	case bytes.HasPrefix(first, []byte("{")):
		return JSONLines, nil
	case bytes.ContainsRune(first, '\t'):
		return TSV, nil
	}
	return CSV, nil
}

// describe makes an *Error with a place and a remedy of any error.
func describe(err error, file string, line int) error {
	var e Error
	if known, ok := errors.AsType[*Error](err); ok {
		e = *known
	} else {
		e = Error{Problem: err.Error(), Line: line, Err: err}
		if p, ok := errors.AsType[*text.Problem](err); ok {
			e.Problem, e.Remedy = p.What, p.Remedy
		} else if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) {
			e.Problem = fmt.Sprintf("is damaged gzip (%v)", err)
			e.Remedy = "copy or write it again"
		}
	}
	e.File = file
	return &e
}
