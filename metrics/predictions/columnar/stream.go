package columnar

import (
	"bufio"
	"io"
	"os"
	"strings"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// Stream is predictions.Stream, and reads .parquet too, and .zst of the others but .npz: both are known by
// their first bytes. It hands the rows to each in constant memory: for Parquet, a page of each needed column
// and predictions.BatchRows rows. Nested columns are named by their path ("model.score"). Columns of lists,
// decimals and times are refused, and so is a row with a null.
func Stream(path string, c predictions.Columns, each func(*predictions.Table) error) error {
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
		return dispatch(file, start[:n], name, c, each)
	}
	pipe := bufio.NewReaderSize(file, 64<<10) // or a folder, which the reading below tells
	start, err := pipe.Peek(len(magicParquet))
	if err != nil && err != io.EOF {
		return fault(name, "cannot be read", err.Error(), err)
	}
	return dispatch(pipe, start, name, c, each)
}

const (
	magicParquet   = "PAR1"
	magicEncrypted = "PARE" // with an encrypted footer
	magicZstd      = "\x28\xb5\x2f\xfd"
)

func dispatch(r io.Reader, start []byte, name string, c predictions.Columns, each func(*predictions.Table) error) error {
	extended := func(extension string) bool { return strings.HasSuffix(strings.ToLower(name), extension) }
	switch {
	case string(start) == magicParquet:
		file, ok := r.(*os.File)
		if !ok {
			return fault(name, "is Parquet, which cannot be read from a pipe", "give it as a file", nil)
		}
		return streamParquet(file, name, c, each)
	case string(start) == magicZstd:
		return streamZstd(r, name, c, each)
	case string(start) == magicEncrypted:
		return fault(name, "is encrypted Parquet", "decrypt it first", nil)
	case extended(".parquet"):
		return fault(name, "is no Parquet file: its signature is missing", "write it again, or give it the extension of what it is", nil)
	case extended(".zst") && len(start) > 0:
		return fault(name, "ends in .zst, but is not zstd", "rename it, or compress it with zstd", nil)
	}
	return predictions.StreamFrom(r, name, c, each)
}

func fault(file, problem, remedy string, err error) error {
	return &predictions.Error{File: file, Problem: problem, Remedy: remedy, Err: err}
}
