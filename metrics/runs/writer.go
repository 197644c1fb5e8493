package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"regexp"

	"github.com/gofrs/flock"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// Writer is the only writer of a run directory. It is a history.Recorder. Close releases the directory.
// Record may be called from several goroutines, the other methods from one at a time.
type Writer struct {
	path     string
	lock     *flock.Flock
	manifest manifestFile
	previous *Run
	history  *history.Writer
}

// Path is the run directory.
func (w *Writer) Path() string { return w.path }

// Previous is the run as an earlier process left it, or nil if the directory is new.
func (w *Writer) Previous() *Run { return w.previous }

// Record appends to history.jsonl.
func (w *Writer) Record(r history.Record) error { return w.history.Record(r) }

// Rewind drops from the history what a run that goes on after the given epoch will say again: all records
// of later epochs and the end. Rewind(0) drops all.
func (w *Writer) Rewind(epoch int) error {
	return w.rewind(func(r history.Record) bool { return epoch > 0 && r.Epoch <= epoch })
}

// RewindTo is Rewind for a run that goes on after so many epochs and, of the whole run, so many steps: of the epoch that these
// steps belong to it keeps the records up to there, and what was said before the first step.
func (w *Writer) RewindTo(epoch int, step int64) error {
	return w.rewind(func(r history.Record) bool {
		return r.Epoch <= epoch || r.Kind == history.Step && r.Step <= step
	})
}

// rewind drops from the history the end and the records that are not to be kept.
func (w *Writer) rewind(keep func(history.Record) bool) error {
	path := filepath.Join(w.path, historyName)
	if err := w.history.Close(); err != nil {
		return fmt.Errorf("rewinding %s: %w", path, err)
	}
	failed := rewriteHistory(path, keep)
	reopened, err := history.NewWriter(path, true)
	if err == nil {
		w.history = reopened
	}
	return errors.Join(failed, err)
}

func rewriteHistory(path string, keep func(history.Record) bool) error {
	records, err := history.ReadFile(path)
	if err != nil {
		return err
	}
	return replace(path, func(out io.Writer) error {
		lines := json.NewEncoder(out)
		for _, r := range records {
			if r.Kind == history.End || !keep(r) {
				continue
			}
			if err := lines.Encode(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// splitName is what a split may be called: its name becomes a file name.
var splitName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)

func checkSplit(split string) error {
	if !splitName.MatchString(split) {
		return fmt.Errorf(`%.80q is no name of a split: use lower-case letters and digits, such as "valid"`, split)
	}
	return nil
}

// Predictions saves the scores on a split ("valid", "test") as <split>.csv.
func (w *Writer) Predictions(split string, t *predictions.Table) error {
	if err := checkSplit(split); err != nil {
		return err
	}
	if err := t.Write(filepath.Join(w.path, split+".csv")); err != nil {
		return err
	}
	return syncFolder(w.path)
}

// State saves the state of a split whose single scores are not kept, as <split>.state.json.
func (w *Writer) State(split string, s *metrics.State) error {
	if err := checkSplit(split); err != nil {
		return err
	}
	return replaceJSON(filepath.Join(w.path, split+".state.json"), s)
}

// Report saves report.json.
func (w *Writer) Report(v any) error { return replaceJSON(filepath.Join(w.path, "report.json"), v) }

// Findings saves findings.json.
func (w *Writer) Findings(v any) error { return replaceJSON(filepath.Join(w.path, "findings.json"), v) }

// Finish marks the run finished and saves m. Version, Key, DataHash and Created stay as they are.
func (w *Writer) Finish(m Manifest) error {
	was := w.manifest.Manifest
	m.Version, m.Key, m.DataHash, m.Created, m.Finished = was.Version, was.Key, was.DataHash, was.Created, true
	if err := replaceJSON(filepath.Join(w.path, manifestName), manifestFile{m, w.manifest.Contract}); err != nil {
		return err
	}
	w.manifest.Manifest = m
	return nil
}

// Close makes everything durable and lets other writers in. Closing twice is an error that wraps fs.ErrClosed.
func (w *Writer) Close() error {
	if !w.lock.Locked() {
		return fmt.Errorf("run %s: %w", w.path, fs.ErrClosed)
	}
	return errors.Join(w.history.Close(), w.lock.Close())
}
