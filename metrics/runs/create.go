package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/seqpair/seqpair/metrics/history"
)

const (
	configName   = "config.json"
	manifestName = "manifest.json"
	historyName  = "history.jsonl"
)

// Create makes the run directory at path, or opens one of the same key to go on with it, and locks it.
// config is what json.Marshal makes an object of. The contract is recorded, not checked. Of a directory that
// is there, configuration, contract and manifest stay as they are.
// A directory of another key is a *KeyError, one that another process writes is a *LockedError; one with
// other content than a run's is left untouched.
func Create(path string, config any, contract Contract, manifest Manifest) (*Writer, error) {
	encoded, err := json.MarshalIndent(config, "", "  ")
	if err == nil && !bytes.HasPrefix(encoded, []byte("{")) {
		err = errors.New("it is no object")
	}
	if err != nil {
		return nil, fmt.Errorf("run %s: the configuration has no JSON form: %w", path, err)
	}
	if manifest.Key, err = Key(config, manifest.DataHash); err != nil {
		return nil, err
	}
	manifest.Version, manifest.Created = Version, time.Now().UTC().Truncate(time.Second)
	if err := checkForeign(path, encoded); err != nil {
		return nil, err
	}
	_, err = os.Lstat(path)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, unwritable(path, err)
	}
	l, err := lock(path)
	if err != nil {
		return nil, err
	}
	w := &Writer{path: path, lock: l, manifest: manifestFile{manifest, contract}}
	if err := w.begin(encoded); err != nil {
		if fresh {
			err = errors.Join(err, os.RemoveAll(path))
		}
		return nil, errors.Join(err, l.Close())
	}
	return w, nil
}

// begin goes on with the run that is there, or writes a new one.
func (w *Writer) begin(config []byte) error {
	previous, err := Open(w.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// config.json first: a directory with a manifest is complete.
		if err := replaceJSON(filepath.Join(w.path, configName), json.RawMessage(config)); err != nil {
			return err
		}
		if err := replaceJSON(filepath.Join(w.path, manifestName), w.manifest); err != nil {
			return err
		}
	case err != nil:
		return err
	case previous.Manifest.Key != w.manifest.Key:
		return w.otherKey(previous, config)
	default:
		w.previous, w.manifest = previous, manifestFile{previous.Manifest, previous.Contract}
	}
	if err := w.tidy(); err != nil {
		return unwritable(w.path, err)
	}
	w.history, err = history.NewWriter(filepath.Join(w.path, historyName), w.previous != nil)
	return err
}

func (w *Writer) otherKey(previous *Run, config []byte) error {
	diff := DiffJSON(previous.Config, config)
	if there, here := previous.Manifest.DataHash, w.manifest.DataHash; there != here {
		diff = append(diff, fmt.Sprintf("data: %s -> %s", abbreviated(there), abbreviated(here)))
	}
	if len(diff) == 0 {
		diff = []string{fmt.Sprintf("key: %s -> %s, so config.json was edited there", previous.Manifest.Key, w.manifest.Key)}
	}
	return &KeyError{Path: w.path, Diff: diff}
}

// abbreviated is a hash as far as people compare it; of several, joined by +, each.
func abbreviated(hash string) string {
	const shown = 12
	parts := strings.Split(hash, "+")
	for i, part := range parts {
		if len(part) > shown {
			parts[i] = part[:shown] + "…"
		}
	}
	return strings.Join(parts, "+")
}

// temporary names what a killed writer leaves: files of renameio, and folders of Checkpoint.
var temporary = regexp.MustCompile(`^\.(?:[a-z0-9_-]+\.(?:csv|json|state\.json|jsonl)\d+|(?:best|last)\.new\d+)$`)

// tidy puts a checkpoint back whose replacement was interrupted, and removes what killed writers left.
func (w *Writer) tidy() error {
	for _, which := range []string{"best", "last"} {
		if err := w.restore(which); err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(w.path)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if temporary.MatchString(entry.Name()) {
			if err := os.RemoveAll(filepath.Join(w.path, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkForeign refuses a place that holds something else than a run, or than the first files of one that a
// process killed within Create has left.
func checkForeign(path string, config []byte) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return unwritable(path, err)
	}
	if _, err := os.Lstat(filepath.Join(path, manifestName)); err == nil {
		return nil
	}
	var foreign []string
	for _, entry := range entries {
		name := entry.Name()
		if name == lockName || temporary.MatchString(name) {
			continue
		}
		if content, err := os.ReadFile(filepath.Join(path, name)); name == configName && err == nil && bytes.Equal(bytes.TrimSpace(content), config) {
			continue
		}
		foreign = append(foreign, fmt.Sprintf("%.40q", name))
	}
	if len(foreign) == 0 {
		return nil
	}
	const listed = 5
	return fmt.Errorf("%s is no run directory: it has no %s, but %s: name the run otherwise, or empty the directory",
		path, manifestName, strings.Join(foreign[:min(len(foreign), listed)], ", "))
}
