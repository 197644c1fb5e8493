package diagnose

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// From is FromReader with the first bytes of in, which in still holds.
func (r Reading) From(in io.Reader, name string, head []byte) (Evidence, error) {
	gzipped := bytes.HasPrefix(head, []byte{0x1f, 0x8b})
	start := head
	if gzipped {
		if text, err := gzip.NewReader(bytes.NewReader(head)); err == nil {
			start, _ = io.ReadAll(io.LimitReader(text, headBytes))
		}
	}
	if len(bytes.TrimSpace(start)) == 0 {
		return Evidence{}, fmt.Errorf("%s: is empty: give a training log, a file of predictions, or a run", name)
	}
	if r.Columns != (predictions.Columns{}) || !IsLog(start, name) {
		again := false
		return r.predictions(name, func(c predictions.Columns) (*predictions.Table, error) {
			if again {
				seeker, ok := in.(io.Seeker)
				if !ok {
					return nil, errOnce
				}
				if _, err := seeker.Seek(0, io.SeekStart); err != nil {
					return nil, err
				}
			}
			again = true
			return predictions.Decode(in, name, c)
		})
	}
	if gzipped {
		text, err := gzip.NewReader(in)
		if err != nil {
			return Evidence{}, fmt.Errorf("%s: the gzip content is damaged (%w): copy the file again", name, err)
		}
		in = text
	}
	log, err := history.ReadLog(in, name)
	return FromLog(log), err
}

// signatures are how files of predictions begin that are no text.
var signatures = [][]byte{[]byte("\x93NUMPY"), []byte("PK\x03\x04"), []byte("PK\x05\x06"), []byte("PAR1"), []byte("PARE"), []byte("\x28\xb5\x2f\xfd")}

func columnar(head []byte) bool {
	return slices.ContainsFunc(signatures[3:], func(s []byte) bool { return bytes.HasPrefix(head, s) })
}

// IsLog tells a training log from predictions by the first bytes, decompressed, and
// the name of a file. Predictions are binary, or their first line names the columns
// label and score. A log is everything else: it has the columns epoch or loss, is JSON
// without a label, or is text. A file called .csv or .tsv whose first line says neither
// is taken for predictions, whose reader lists the columns.
func IsLog(head []byte, name string) bool {
	if slices.ContainsFunc(signatures, func(s []byte) bool { return bytes.HasPrefix(head, s) }) {
		return false
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	line, _, _ := strings.Cut(string(head), "\n")
	lower := strings.ToLower(line)
	if strings.HasPrefix(lower, "{") || strings.HasPrefix(lower, "[") {
		return !strings.Contains(lower, `"label"`) || strings.Contains(lower, `"kind"`)
	}
	names := strings.FieldsFunc(lower, func(r rune) bool { return strings.ContainsRune(",;\t\"\r ", r) })
	switch {
	case slices.Contains(names, "label") && slices.Contains(names, "score"):
		return false
	case history.LooksLikeLog(line):
		return true
	}
	extension := filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))
	return extension != ".csv" && extension != ".tsv"
}

// errOnce says that a pipe cannot be read again as logits.
var errOnce = errors.New("a pipe is read once")
