package predictions

import (
	"io"
	"os"
)

// BatchRows is the most rows that Stream hands on at once.
const BatchRows = 1 << 16

// Stream is [Read] in constant memory: it hands the rows to each in their order, at most BatchRows at a
// time. The table is valid until each returns; what is kept of it must be copied, as [Table.Update] does. An error of each ends the reading and is returned as
// it is. Any other error voids what was handed on before: the file has a fault further down.
//
// Parquet and zstd are read by package [github.com/seqpair/seqpair/metrics/predictions/columnar].
func Stream(path string, c Columns, each func(*Table) error) error {
	return withFile(path, func(r io.Reader, name string) error { return StreamFrom(r, name, c, each) })
}

// StreamFrom is Stream on r. name tells the format and stands in errors. NPZ needs an *os.File, or another
// io.ReaderAt that can seek.
func StreamFrom(r io.Reader, name string, c Columns, each func(*Table) error) error {
	b := builder{columns: c, table: &Table{Source: name}, each: each}
	return b.decode(r, name)
}

// StreamSource is Stream on a source of typed columns. name stands in errors.
func StreamSource(s Source, name string, c Columns, each func(*Table) error) error {
	b := builder{columns: c, table: &Table{Source: name}, each: each}
	return b.described(b.readSource(s), name, 0)
}

// Read reads the file at path: .csv, .tsv, .jsonl (.ndjson) or .npy, with .gz or gzipped content or not, or
// .npz. "-" is standard input. Where the name does not tell the format, the content does: NumPy's formats
// have a signature, and of texts one whose first line is an object is JSON lines, one with a tab there is
// TSV, anything else is CSV.
func Read(path string, c Columns) (*Table, error) {
	var t *Table
	err := withFile(path, func(r io.Reader, name string) error {
		var err error
		t, err = Decode(r, name, c)
		return err
	})
	return t, err
}

func withFile(path string, read func(r io.Reader, name string) error) error {
	if path == "-" {
		return read(os.Stdin, "standard input")
	}
	file, err := os.Open(path)
	if err != nil {
		return &Error{File: path, Problem: "cannot be opened", Remedy: err.Error(), Err: err}
	}
	defer file.Close()
	return read(file, path)
}
