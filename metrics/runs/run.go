package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// Root is the folder that holds runs named without a path.
const Root = "runs"

// Resolve turns the name of a run into its path: "weighted" into "runs/weighted". A path stays as it is, and
// so does the name of a run in the working directory if there is none of that name in runs/.
func Resolve(nameOrPath string) string {
	switch {
	case nameOrPath == "", nameOrPath == ".", nameOrPath == "..", filepath.Base(nameOrPath) != nameOrPath:
		return nameOrPath
	case !isRun(filepath.Join(Root, nameOrPath)) && isRun(nameOrPath):
		return nameOrPath
	}
	return filepath.Join(Root, nameOrPath)
}

func isRun(path string) bool {
	_, err := os.Stat(filepath.Join(path, manifestName))
	return err == nil
}

// Run is the read side of a run directory, as it was when it was opened.
type Run struct {
	Path     string
	Name     string // last element of Path
	Config   json.RawMessage
	Contract Contract
	Manifest Manifest
	History  []history.Record
}

// Open reads the run at path; another process may be writing it. The error wraps fs.ErrNotExist if there is none.
func Open(path string) (*Run, error) {
	manifestPath := filepath.Join(path, manifestName)
	content, err := os.ReadFile(manifestPath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noRun(path)
	}
	if err != nil {
		return nil, fmt.Errorf("run %s cannot be read: %w", path, err)
	}
	m, err := parseManifest(content, manifestPath)
	if err != nil {
		return nil, err
	}
	r := &Run{Path: path, Name: filepath.Base(path), Contract: m.Contract, Manifest: m.Manifest}
	configPath := filepath.Join(path, configName)
	if r.Config, err = os.ReadFile(configPath); err != nil {
		return nil, fmt.Errorf("run %s is damaged: %w: restore it, or remove the run and train again", path, errors.New(err.Error()))
	}
	if !json.Valid(r.Config) {
		return nil, fmt.Errorf("%s is damaged, it is no JSON: restore it, or remove the run and train again", configPath)
	}
	r.History, err = history.ReadFile(filepath.Join(path, historyName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return r, nil
}

// noRun says that there is no run at path, and which there are beside it.
func noRun(path string) error {
	if info, err := os.Stat(path); err == nil {
		what := "it has no " + manifestName
		if !info.IsDir() {
			what = "it is a file"
		}
		return fmt.Errorf("%s is no run directory: %s (%w)", path, what, fs.ErrNotExist)
	}
	var names []string
	found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*", manifestName))
	for _, f := range found {
		names = append(names, filepath.Base(filepath.Dir(f)))
	}
	beside := "there is none beside it either: train one first"
	if len(names) > 0 {
		beside = "there are " + strings.Join(names, ", ")
	}
	return fmt.Errorf("no run at %s (%w); %s", path, fs.ErrNotExist, beside)
}

// Predictions reads the scores on a split ("valid", "test"). It wraps fs.ErrNotExist if the run has none.
func (r *Run) Predictions(split string) (*predictions.Table, error) {
	if err := checkSplit(split); err != nil {
		return nil, err
	}
	t, err := predictions.Read(filepath.Join(r.Path, split+".csv"), predictions.Columns{})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, r.lacks(split)
	}
	if err != nil {
		return nil, err
	}
	if part, known := r.Manifest.Splits[split]; known && part.Examples != int64(len(t.Scores)) {
		return nil, fmt.Errorf("%s: %d rows, and manifest.json tells of %d: it was cut or changed: restore it, or train again under another name",
			filepath.Join(r.Path, split+".csv"), len(t.Scores), part.Examples)
	}
	return t, nil
}

// State returns the state of a split, from its predictions or else as saved by Writer.State. It wraps
// fs.ErrNotExist if the run has neither.
func (r *Run) State(split string) (*metrics.State, error) {
	t, err := r.Predictions(split)
	if err == nil {
		return t.State()
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	path := filepath.Join(r.Path, split+".state.json")
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, r.lacks(split)
	}
	if err != nil {
		return nil, err
	}
	s := metrics.NewState()
	if err := json.Unmarshal(content, s); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w: evaluate the run again", path, err)
	}
	return s, nil
}

func (r *Run) lacks(split string) error {
	remedy := "evaluate it on that split first"
	if _, told := r.Manifest.Splits[split]; told && (split == "test" || r.Manifest.Best.Epoch > 0) {
		remedy = "they were there: restore them, or train again under another name"
	}
	return fmt.Errorf("run %s has no predictions for %s (%w): %s", r.Path, split, fs.ErrNotExist, remedy)
}
