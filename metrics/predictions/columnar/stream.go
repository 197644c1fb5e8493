package columnar

import (
	"bufio"
	"io"
	"os"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// Stream is predictions.Stream, and reads .parquet too, and .zst of the others but .npz: both are known by
// their first bytes. It hands the rows to each in constant memory: for Parquet, four pages of each needed
// column and predictions.BatchRows rows. Nested columns are named by their path ("model.score"). Columns of lists,
// decimals and times are refused, and so is a row with a null.
func Stream(path string, c predictions.Columns, each func(*predictions.Table) error) error {
	return read(path, reading{columns: c, each: each, source: func(s predictions.Source, name string) error {
		return predictions.StreamSource(s, name, c, each)
	}})
}

// Update adds the rows of a file to a state, which reads the same as after a Stream of its tables and is there sooner, most of
// all for Parquet with float32 scores and boolean labels. seen is told of each batch how many rows it had; its error ends the
// reading and is returned as it is. After any error the state holds the rows before.
func Update(state *metrics.State, path string, c predictions.Columns, seen func(rows int) error) error {
	c.SkipTexts = true
	return read(path, reading{columns: c, each: predictions.Into(state, seen), source: func(s predictions.Source, name string) error {
		return predictions.UpdateSource(state, s, name, c, seen)
	}})
}

// reading is what becomes of the rows of a file.
type reading struct {
	columns predictions.Columns
	each    func(*predictions.Table) error                // takes the tables of formats without typed columns
	source  func(s predictions.Source, name string) error // reads those with
}

func read(path string, r reading) error {
	file, name := os.Stdin, "standard input"
	if path != "-" {
		opened, err := os.Open(path)
		if err != nil {
			return &predictions.Error{File: path, Problem: "cannot be opened", Remedy: err.Error(), Err: err}
		}
		defer opened.Close()
		file, name = opened, path
	}
	start := make([]byte, len(magicParquet))
	if n, err := file.ReadAt(start, 0); err == nil || n > 0 || err == io.EOF {
		return r.dispatch(file, start[:n], name)
	}
	pipe := bufio.NewReaderSize(file, 64<<10) // or a folder, which the reading below tells
	start, err := pipe.Peek(len(magicParquet))
	if err != nil && err != io.EOF {
		return fault(name, "cannot be read", err.Error(), err)
	}
	return r.dispatch(pipe, start, name)
}

const (
	magicParquet   = "PAR1"
	magicEncrypted = "PARE" // with an encrypted footer
	magicZstd      = "\x28\xb5\x2f\xfd"
)

func (r reading) dispatch(from io.Reader, start []byte, name string) error {
	extended := func(extension string) bool { return strings.HasSuffix(strings.ToLower(name), extension) }
	switch {
	case string(start) == magicParquet:
		file, ok := from.(*os.File)
		if !ok {
			return fault(name, "is Parquet, which cannot be read from a pipe", "give it as a file", nil)
		}
		return r.parquet(file, name)
	case string(start) == magicZstd:
		return streamZstd(from, name, r.columns, r.each)
	case string(start) == magicEncrypted:
		return fault(name, "is encrypted Parquet", "decrypt it first", nil)
	case extended(".parquet"):
		return fault(name, "is no Parquet file: its signature is missing", "write it again, or give it the extension of what it is", nil)
	case extended(".zst") && len(start) > 0:
		return fault(name, "ends in .zst, but is not zstd", "rename it, or compress it with zstd", nil)
	}
	return predictions.StreamFrom(from, name, r.columns, r.each)
}

func fault(file, problem, remedy string, err error) error {
	return &predictions.Error{File: file, Problem: problem, Remedy: remedy, Err: err}
}
