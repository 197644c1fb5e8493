package diagnose

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// The kinds of evidence.
const (
	KindRun         = "run"
	KindPredictions = "predictions"
	KindLog         = "training log"
	KindConfusion   = "confusion matrix"
	KindData        = "pairs"
)

// Reading says how files become evidence. The zero value reads what needs no
// declaration.
type Reading struct {
	Columns predictions.Columns // of files of predictions; if anything is declared, every file is one

	// Stream reads files of predictions in formats that predictions.Stream does not know, as package
	// predictions/columnar does. Zero: they are refused.
	Stream func(path string, c predictions.Columns, each func(*predictions.Table) error) error
}

// Read gathers the evidence at sources: a run directory or the name of a run, files
// of predictions, training logs, folders of TensorBoard event files. What a file is
// its content tells (IsLog). Of several files of predictions, the words train, valid
// and test in a name say which split it is.
func (r Reading) Read(sources ...string) (Evidence, error) {
	if len(sources) == 0 {
		return Evidence{}, errors.New("diagnose: nothing to read: give a training log, a file of predictions, or a run")
	}
	var all Evidence
	for _, source := range sources {
		e, err := r.read(source)
		if err != nil {
			return Evidence{}, err
		}
		if all, err = all.with(e, len(sources) > 1); err != nil {
			return Evidence{}, err
		}
	}
	return all, nil
}

func (r Reading) read(source string) (Evidence, error) {
	info, err := os.Stat(source)
	switch {
	case err != nil || info.IsDir() && !isRun(source):
		if err == nil && holdsEvents(source) {
			log, err := history.ReadTensorBoardFolder(source)
			return FromLog(log), err
		}
		if e, failed := FromRun(runs.Resolve(source)); failed == nil {
			return e, nil
		} else if err == nil || filepath.Ext(source) == "" {
			return Evidence{}, failed
		}
		return Evidence{}, fmt.Errorf("diagnose: %w: give a training log, a file of predictions, or a run", err)
	case info.IsDir():
		return FromRun(source)
	}
	file, err := os.Open(source)
	if err != nil {
		return Evidence{}, fmt.Errorf("diagnose: %w", err)
	}
	defer file.Close()
	head := make([]byte, headBytes)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return Evidence{}, fmt.Errorf("diagnose: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Evidence{}, fmt.Errorf("diagnose: %w", err)
	}
	if columnar(head[:n]) && r.Stream != nil {
		return r.predictions(source, func(c predictions.Columns) (*predictions.Table, error) { return r.collect(source, c) })
	}
	return r.From(file, source, head[:n])
}

func isRun(path string) bool {
	_, err := os.Stat(filepath.Join(path, "manifest.json"))
	return err == nil
}

func holdsEvents(path string) bool {
	for _, pattern := range []string{"*tfevents*", "*/*tfevents*"} {
		if found, _ := filepath.Glob(filepath.Join(path, pattern)); len(found) > 0 {
			return true
		}
	}
	return false
}

// headBytes is how much of a file is looked at: more than the longest header of predictions.
const headBytes = 64 << 10

// FromReader is Read on text that is no file, such as standard input. name stands
// in errors, and its extension may tell the format.
func (r Reading) FromReader(in io.Reader, name string) (Evidence, error) {
	b := bufio.NewReaderSize(in, headBytes)
	head, err := b.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return Evidence{}, fmt.Errorf("diagnose: %s: %w", name, err)
	}
	return r.From(b, name, head)
}

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

// predictions reads scores, those that nobody declared as logits too.
func (r Reading) predictions(name string, decode func(predictions.Columns) (*predictions.Table, error)) (Evidence, error) {
	c := r.Columns
	t, err := decode(c)
	switch {
	case err == nil && t.Weights != nil && !slices.ContainsFunc(t.Weights, func(w float64) bool { return w > 0 }):
		return Evidence{}, fmt.Errorf("%s: no row has a weight above 0: check the weight column", name)
	case err == nil:
		return FromPredictions(t), nil
	case errors.Is(err, predictions.ErrNotFinite):
		return Evidence{Name: name, Kind: KindPredictions, Refused: err}, nil
	case !errors.Is(err, predictions.ErrNoProbability):
		return Evidence{}, err
	}
	c.Logits = true
	t, failed := decode(c)
	if errors.Is(failed, predictions.ErrNotFinite) {
		return Evidence{Name: name, Kind: KindPredictions, Refused: failed}, nil
	}
	if failed != nil {
		return Evidence{}, err
	}
	if percentages(t) {
		return Evidence{Name: name, Kind: KindPredictions, Refused: err}, nil
	}
	e := FromPredictions(t)
	e.Logits = true
	return e, nil
}

// percentages says whether scores that were read as logits are no logits: none is below 0, and some lie where the
// sigmoid of a float64 is 1, beyond 36.7.
func percentages(t *predictions.Table) bool {
	return slices.Min(t.Scores) >= 0.5 && slices.Max(t.Scores) == 1
}

// collect reads all rows of a file that only Stream knows.
func (r Reading) collect(path string, c predictions.Columns) (*predictions.Table, error) {
	all := &predictions.Table{Source: path}
	err := r.Stream(path, c, func(t *predictions.Table) error {
		all.ID = append(all.ID, t.ID...)
		all.Labels = append(all.Labels, t.Labels...)
		all.Scores = append(all.Scores, t.Scores...)
		all.Scores0 = append(all.Scores0, t.Scores0...)
		all.Weights = append(all.Weights, t.Weights...)
		all.Groups = append(all.Groups, t.Groups...)
		return nil
	})
	return all, err
}

// with is e and more. several: files of predictions are told by their names.
func (e Evidence) with(more Evidence, several bool) (Evidence, error) {
	if more.Test != nil && several && more.Manifest == nil {
		*more.slot() = more.Test
		if more.slot() != &more.Test {
			more.Test = nil
		}
	}
	if e.Name == "" {
		return more, nil
	}
	for _, pair := range []struct{ mine, other **predictions.Table }{{&e.Train, &more.Train}, {&e.Valid, &more.Valid}, {&e.Test, &more.Test}} {
		if *pair.mine != nil && *pair.other != nil {
			return Evidence{}, fmt.Errorf("%s and %s are both of the same split: put train, valid or test into their names", e.Name, more.Name)
		}
		if *pair.other != nil {
			*pair.mine = *pair.other
		}
	}
	if e.Log != nil && more.Log != nil {
		return Evidence{}, fmt.Errorf("%s and %s are both training logs: give one", e.Name, more.Name)
	}
	if more.Log != nil {
		e.Log = more.Log
	}
	if more.Manifest != nil {
		if e.Manifest != nil {
			return Evidence{}, fmt.Errorf("%s and %s are both runs: give one", e.Name, more.Name)
		}
		e.Manifest, e.Contract, e.Records, e.Config = more.Manifest, more.Contract, more.Records, more.Config
	}
	e.Logits = e.Logits || more.Logits
	if more.Refused != nil {
		e.Refused = more.Refused
	}
	e.Name += " and " + more.Name
	if !strings.Contains(e.Kind, more.Kind) {
		e.Kind += " and " + more.Kind
	}
	return e, nil
}

// slot is where predictions belong by their name.
func (e *Evidence) slot() **predictions.Table {
	name := strings.ToLower(filepath.Base(e.Name))
	switch {
	case strings.Contains(name, "train"):
		return &e.Train
	case strings.Contains(name, "val"), strings.Contains(name, "dev"):
		return &e.Valid
	}
	return &e.Test
}
