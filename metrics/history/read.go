package history

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// LineError is a fault in one line of a log.
type LineError struct {
	Source string // file name or another word for where the line came from
	Line   int    // 1-based
	Err    error
}

func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.Source, e.Line, e.Err) }

// Unwrap returns Err.
func (e *LineError) Unwrap() error { return e.Err }

// Read returns the records of a run log. A last line that was cut (the process was killed while writing it)
// is dropped in silence; any other line that is no record is a *LineError, beside the records before it.
func Read(r io.Reader) ([]Record, error) {
	var records []Record
	err := scan(r, "run log", func(r Record) error {
		records = append(records, r)
		return nil
	})
	return records, err
}

// ReadFile is Read on the file at path.
func ReadFile(path string) ([]Record, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	records, err := Read(file)
	if line, ok := errors.AsType[*LineError](err); ok {
		line.Source = path
	}
	return records, err
}

// scan calls each with the records of r in order. source names r in errors.
func scan(r io.Reader, source string, each func(Record) error) error {
	lines := text.NewLines(bufio.NewReader(r))
	for {
		line, err := lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return &LineError{source, lines.Number, err}
		case len(line) == 0:
			continue
		}
		record, err := parseRecord(line)
		if err != nil && !lines.Whole {
			return nil
		}
		if err == nil {
			err = each(record)
		}
		if err != nil {
			return &LineError{source, lines.Number, err}
		}
	}
}

func parseRecord(line []byte) (Record, error) {
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return Record{}, fmt.Errorf("is no record: %w; remove the line, or restore the file", err)
	}
	if r.Kind == "" {
		return Record{}, errors.New(`is no record: it has no "kind"; is this a run log?`)
	}
	return r, nil
}
