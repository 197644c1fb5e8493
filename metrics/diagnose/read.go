package diagnose

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

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
