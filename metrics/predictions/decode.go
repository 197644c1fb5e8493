package predictions

import (
	"bufio"
	"bytes"
	"compress/flate"
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

	npy Format = "npy" // is read, not written
	npz Format = "npz"
)

// formatOf returns the format that a file name tells, or "", and how its content is packed: "gz", "zst" or "".
func formatOf(name string) (f Format, packed string) {
	name = strings.ToLower(name)
	for _, extension := range []string{"gz", "zst"} {
		if rest, ok := strings.CutSuffix(name, "."+extension); ok {
			name, packed = rest, extension
		}
	}
	switch filepath.Ext(name) {
	case ".csv":
		f = CSV
	case ".tsv":
		f = TSV
	case ".jsonl", ".ndjson":
		f = JSONLines
	case ".npy":
		f = npy
	case ".npz":
		f = npz
	}
	return f, packed
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
// beside the table. NPZ needs an *os.File, or another io.ReaderAt that can seek.
func Decode(r io.Reader, name string, c Columns) (*Table, error) {
	b := builder{columns: c, table: &Table{Source: name}}
	if err := b.decode(r, name); err != nil {
		return nil, err
	}
	return b.table, nil
}

func (b *builder) decode(r io.Reader, name string) error {
	told, packed := formatOf(name)
	content, err := unpacked(r, packed)
	if err != nil {
		return b.described(err, name, 0)
	}
	format, err := signature(content, told)
	if err != nil {
		return b.described(err, name, 0)
	}
	switch format {
	case npy:
		return b.described(b.readNPY(content), name, 0)
	case npz:
		return b.described(b.readNPZ(r), name, 0)
	}
	return b.decodeText(content, name, format)
}

func (b *builder) decodeText(r io.Reader, name string, format Format) error {
	if b.columns.LabelFile != "" {
		return b.described(errLabelFile, name, 0)
	}
	content, err := text.NewReader(r)
	if err != nil {
		return b.described(err, name, 0)
	}
	if format == "" {
		if format, err = sniff(content); err != nil {
			return b.described(err, name, 1)
		}
	}
	var source rows
	if format == JSONLines {
		source = newJSONRows(content)
	} else {
		source = newCSVRows(content, format, b.columns.Delimiter)
	}
	return b.described(b.read(source), name, source.line())
}

// unpacked returns the content of r, unzipped.
func unpacked(r io.Reader, packed string) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
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
		return bufio.NewReaderSize(z, 64<<10), nil
	case packed == "gz" && len(magic) > 0:
		return nil, &Error{Problem: "ends in .gz, but is not gzipped", Remedy: "rename it, or compress it with gzip"}
	}
	return b, nil
}

// signatures are how files begin that are no text.
var signatures = map[string]Format{
	"\x93NUMPY":        npy,
	"PK\x03\x04":       npz,
	"PK\x05\x06":       npz, // without members
	"PAR1":             "Parquet",
	"\x28\xb5\x2f\xfd": "zstd",
}

// signature is the format that the first bytes tell, else told.
func signature(b *bufio.Reader, told Format) (Format, error) {
	head, err := b.Peek(6)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	for start, format := range signatures {
		switch {
		case !bytes.HasPrefix(head, []byte(start)):
			continue
		case format == npy || format == npz:
			return format, nil
		}
		return "", &Error{
			Problem: fmt.Sprintf("is %s, which only package predictions/columnar and seqpair report read", format),
			Remedy:  "use one of them, or convert the file to CSV",
		}
	}
	if told == npy || told == npz {
		return "", &Error{Problem: fmt.Sprintf("is no %s file: its signature is missing", strings.ToUpper(string(told))), Remedy: "save it with numpy.save or numpy.savez, or give it the extension of what it is"}
	}
	return told, nil
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

// described is describe, but for what the taker of batches returned.
func (b *builder) described(err error, file string, line int) error {
	if err == nil || b.failed != nil {
		return err
	}
	return describe(err, file, line)
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
		} else if isDamage(err) {
			e.Problem = fmt.Sprintf("is damaged gzip (%v)", err)
			e.Remedy = "copy or write it again"
		}
	}
	if e.File == "" {
		e.File = file
	}
	return &e
}

// isDamage says whether gzip found its content cut or changed.
func isDamage(err error) bool {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	return corrupt || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader)
}
