package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

type config struct {
	Run          string
	LearningRate float64
}

func create(t *testing.T, path string, c config) *Writer {
	t.Helper()
	w, err := Create(path, c, sound(), Manifest{DataHash: "data-1", Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, path string) *Run {
	t.Helper()
	r, err := Open(path)
	must(t, err)
	return r
}

func newTable() *predictions.Table {
	return &predictions.Table{ID: []string{"a", "<b>"}, Labels: []bool{true, false}, Scores: []float64{0.75, 0.25}, Scores0: []float64{0.25, 0.75}}
}

func TestRunRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs", "weighted")
	w := create(t, path, config{"weighted", 0.001})
	state, err := newTable().State()
	must(t, err,
		w.Record(history.Record{Kind: history.Epoch, Epoch: 1}),
		w.Checkpoint("best", func(dir string) error { return os.WriteFile(filepath.Join(dir, "weights"), []byte("1"), 0o644) }),
		w.Predictions("valid", newTable()),
		w.State("test", state),
		w.Report(map[string]any{"f1": 0.5}),
		w.Findings([]string{}),
		w.Finish(Manifest{Seed: 8, Key: "ignored", Threshold: 0.25, Best: Best{1, "f1", metrics.Value{Undefined: metrics.NoPositives}},
			Splits: map[string]Part{"valid": {Examples: 2, Positives: 1, Prevalence: 0.5}}}),
		w.Close(),
	)
	r := open(t, path)
	key, _ := Key(config{"weighted", 0.001}, "data-1")
	if m := r.Manifest; m.Key != key || m.DataHash != "data-1" || m.Version != Version || m.Seed != 8 || !m.Finished || m.Created.IsZero() ||
		m.Best.Value.Undefined != metrics.NoPositives || m.Splits["valid"].Examples != 2 {
		t.Errorf("the manifest is %+v", m)
	}
	if r.Name != "weighted" || r.Contract != sound() || len(r.History) != 1 || !strings.Contains(string(r.Config), `"LearningRate": 0.001`) {
		t.Errorf("the run is %+v", r)
	}
	table, err := r.Predictions("valid")
	must(t, err)
	table.Source = ""
	if diff := cmp.Diff(newTable(), table); diff != "" {
		t.Error(diff)
	}
	for _, split := range []string{"valid", "test"} {
		if s, err := r.State(split); err != nil || s.Positives() != 1 || s.Negatives() != 1 {
			t.Errorf("the state of %s: %v, %v", split, s, err)
		}
	}
	best, err := r.Checkpoint("best")
	must(t, err)
	if weights, _ := os.ReadFile(filepath.Join(best, "weights")); string(weights) != "1" {
		t.Errorf("the checkpoint holds %q", weights)
	}
	entries, _ := os.ReadDir(path)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	want := ".lock best config.json findings.json history.jsonl manifest.json report.json test.state.json valid.csv"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("the directory holds %s, want %s", got, want)
	}
}

func TestRunLacks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plain")
	must(t, create(t, path, config{}).Close())
	r := open(t, path)
	_, noTable := r.Predictions("test")
	_, noState := r.State("test")
	_, noCheckpoint := r.Checkpoint("best")
	_, noRun := Open(filepath.Join(path, "..", "weighted"))
	for _, err := range []error{noTable, noState, noCheckpoint, noRun} {
		if !errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want one that wraps fs.ErrNotExist", err)
		}
	}
	if !strings.Contains(noRun.Error(), "there are plain") {
		t.Errorf("the error does not list the runs there are: %v", noRun)
	}
	for _, name := range []string{"", "../valid", "a/b", "Valid", ".lock"} {
		if _, err := r.Predictions(name); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("split %q: %v", name, err)
		}
		if _, err := r.Checkpoint(name); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("checkpoint %q: %v", name, err)
		}
	}
}

func TestCreateGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	w := create(t, path, config{LearningRate: 1})
	if w.Previous() != nil {
		t.Errorf("a new run has a previous one: %+v", w.Previous())
	}
	must(t, w.Record(history.Record{Kind: history.Epoch, Epoch: 1}), w.Finish(Manifest{Seed: 1}), w.Close())
	if err := w.Close(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("closed twice: %v", err)
	}
	previous := open(t, path)
	again, err := Create(path, previous.Config, Contract{}, previous.Manifest)
	must(t, err)
	must(t, again.Record(history.Record{Kind: history.Note}), again.Close())
	if p := again.Previous(); p == nil || !p.Manifest.Finished || len(p.History) != 1 {
		t.Errorf("the previous run is %+v", p)
	}
	if r := open(t, path); len(r.History) != 2 || r.Contract != sound() {
		t.Errorf("the run is %+v", r)
	}
}

func TestCreateRefusesAnotherKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	must(t, create(t, path, config{"a", 0.001}).Close())
	check := func(c config, data, want string) {
		t.Helper()
		_, err := Create(path, c, sound(), Manifest{DataHash: data})
		if key, ok := errors.AsType[*KeyError](err); !ok || strings.Join(key.Diff, "|") != want || !strings.Contains(err.Error(), path) {
			t.Errorf("%v\nwant the difference %s", err, want)
		}
	}
	check(config{"a", 0.01}, "data-1", "LearningRate: 0.001 -> 0.01")
	check(config{"b", 0.01}, "data-2", `LearningRate: 0.001 -> 0.01|Run: "a" -> "b"|data: data-1 -> data-2`)
	must(t, create(t, path, config{"a", 0.001}).Close())
}

func TestCreateRefusesSecondWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	w := create(t, path, config{})
	_, err := Create(path, config{}, sound(), Manifest{DataHash: "data-1"})
	locked, ok := errors.AsType[*LockedError](err)
	if !ok || !strings.Contains(locked.Owner, fmt.Sprintf("process %d on ", os.Getpid())) || !strings.Contains(locked.Owner, " since 20") {
		t.Errorf("a second writer: %v", err)
	}
	if _, err := Open(path); err != nil {
		t.Errorf("a reader beside the writer: %v", err)
	}
	must(t, w.Close())
	must(t, create(t, path, config{}).Close())
}

func TestCreateLeavesForeignPlacesAlone(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		path := filepath.Join(folder, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644))
	}
	write("file", "x")
	write("photos/a.jpg", "x")
	write("other/config.json", `{"model":"mine"}`)
	write("newer/manifest.json", `{"version":2,"key":"k"}`)
	write("unknown/manifest.json", `{"version":-1}`)
	write("nothing/manifest.json", `{"name":"chrome extension"}`)
	write("truncated/manifest.json", `{"version":1,"ke`)
	write("empty/manifest.json", "")
	write("noconfig/manifest.json", `{"version":1,"key":"k"}`)
	write("badconfig/manifest.json", `{"version":1,"key":"k"}`)
	write("badconfig/config.json", `{"a":`)
	write("badhistory/manifest.json", `{"version":1,"key":"k"}`)
	write("badhistory/config.json", `{}`)
	write("badhistory/history.jsonl", "{\n{\n")
	for name, want := range map[string]string{
		"file": "file", "file/below": "file/below", "photos": `"a.jpg"`, "other": `"config.json"`,
		"newer": "update seqpair", "unknown": "never existed", "nothing": "no version", "truncated": "damaged", "empty": "damaged",
		"noconfig": "config.json", "badconfig": "config.json is damaged", "badhistory": "history.jsonl:1",
	} {
		path := filepath.Join(folder, name)
		for verb, do := range map[string]func() error{
			"Create": func() error { _, err := Create(path, config{}, sound(), Manifest{}); return err },
			"Open":   func() error { _, err := Open(path); return err },
		} {
			err := do()
			if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s(%s): %v", verb, name, err)
			}
			if isThere := name != "file" && name != "file/below" && name != "photos" && name != "other"; (isThere || verb == "Create") && err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s(%s): %v, want %q in it", verb, name, err, want)
			}
		}
	}
	for _, name := range []string{"photos", "other"} {
		if entries, _ := os.ReadDir(filepath.Join(folder, name)); len(entries) != 1 {
			t.Errorf("%s now holds %v", name, entries)
		}
	}
}

func TestCreateErrors(t *testing.T) {
	folder := t.TempDir()
	for name, bad := range map[string]any{"number": 1, "channel": make(chan int), "nil": nil} {
		if _, err := Create(filepath.Join(folder, "a"), bad, sound(), Manifest{}); err == nil || !strings.Contains(err.Error(), "JSON") {
			t.Errorf("a configuration that is a %s: %v", name, err)
		}
	}
	if _, err := Create("/proc/seqpair", config{}, sound(), Manifest{}); err == nil || !strings.Contains(err.Error(), "/proc/seqpair cannot be written") {
		t.Errorf("an unwritable place: %v", err)
	}
	contract := sound()
	contract.Threshold = math.NaN()
	if _, err := Create(filepath.Join(folder, "a"), config{}, contract, Manifest{}); err == nil {
		t.Error("a manifest with NaN was written")
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 0 {
		t.Errorf("failures left %v", entries)
	}
}

func TestCreateAfterAKillWithinCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	encoded, _ := json.MarshalIndent(config{}, "", "  ")
	must(t, os.MkdirAll(path, 0o755), os.WriteFile(filepath.Join(path, lockName), nil, 0o644),
		os.WriteFile(filepath.Join(path, configName), encoded, 0o644), os.WriteFile(filepath.Join(path, ".manifest.json123"), []byte("{"), 0o644))
	if _, err := Open(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a run without a manifest: %v", err)
	}
	must(t, create(t, path, config{}).Close())
	if _, err := os.Stat(filepath.Join(path, ".manifest.json123")); err == nil {
		t.Error("the temporary file of the killed process is still there")
	}
}

func TestCheckpointKeepsThePreviousOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	w := create(t, path, config{})
	save := func(text string, fail error) error {
		return w.Checkpoint("last", func(dir string) error {
			must(t, os.MkdirAll(filepath.Join(dir, "sub"), 0o755), os.WriteFile(filepath.Join(dir, "sub", "weights"), []byte(text), 0o644))
			return fail
		})
	}
	check := func(want string) {
		t.Helper()
		dir, err := open(t, path).Checkpoint("last")
		must(t, err)
		if got, _ := os.ReadFile(filepath.Join(dir, "sub", "weights")); string(got) != want {
			t.Errorf("the checkpoint holds %q, want %q", got, want)
		}
	}
	must(t, save("1", nil))
	check("1")
	full := errors.New("no space left on device")
	if err := save("2", full); !errors.Is(err, full) {
		t.Errorf("a failed checkpoint: %v", err)
	}
	check("1")
	must(t, save("3", nil))
	check("3")
	if found, _ := filepath.Glob(filepath.Join(path, ".last*")); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}

	// Killed between the two renames, then after both.
	former := filepath.Join(path, formerName("last"))
	must(t, os.Rename(filepath.Join(path, "last"), former))
	check("3")
	must(t, w.Close())
	w = create(t, path, config{})
	check("3")
	must(t, os.MkdirAll(former, 0o755), os.MkdirAll(filepath.Join(path, ".last.new123"), 0o755), w.Close())
	w = create(t, path, config{})
	check("3")
	if found, _ := filepath.Glob(filepath.Join(path, ".last*")); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}
	if err := w.Checkpoint("../b", func(string) error { return nil }); err == nil {
		t.Error("a checkpoint outside the directory")
	}
}

func TestRewind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	w := create(t, path, config{})
	for _, r := range []history.Record{
		{Kind: history.Start}, {Kind: history.Step, Epoch: 1, Step: 2}, {Kind: history.Epoch, Epoch: 1, Step: 2},
		{Kind: history.Step, Epoch: 2, Step: 3}, {Kind: history.Step, Epoch: 2, Step: 4}, {Kind: history.Epoch, Epoch: 2, Step: 4},
		{Kind: history.Note, Text: "n"}, {Kind: history.End},
	} {
		must(t, w.Record(r))
	}
	check := func(what string, err error, want string) {
		t.Helper()
		must(t, err, w.Record(history.Record{Kind: history.Note}))
		var kinds []string
		for _, r := range open(t, path).History {
			kinds = append(kinds, string(r.Kind))
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("after %s: %s, want %s", what, got, want)
		}
	}
	check("RewindTo(2, 4)", w.RewindTo(2, 4), "start step epoch step step epoch note note")
	check("RewindTo(1, 4)", w.RewindTo(1, 4), "start step epoch step step note note note")
	check("RewindTo(1, 3)", w.RewindTo(1, 3), "start step epoch step note note note note")
	check("Rewind(1)", w.Rewind(1), "start step epoch note note note note note")
	check("RewindTo(0, 2)", w.RewindTo(0, 2), "start step note note note note note note")
	check("RewindTo(0, 0)", w.RewindTo(0, 0), "start note note note note note note note")
	check("Rewind(0)", w.Rewind(0), "note")
}

func TestResolve(t *testing.T) {
	t.Chdir(t.TempDir())
	must(t, create(t, "here", config{}).Close(), create(t, "both", config{}).Close(), create(t, "runs/both", config{}).Close())
	for name, want := range map[string]string{
		"weighted": "runs/weighted", "both": "runs/both", "here": "here", "runs/weighted": "runs/weighted", "./weighted": "./weighted",
		"/tmp/weighted": "/tmp/weighted", ".": ".", "..": "..", "": "",
	} {
		if got := Resolve(name); got != want {
			t.Errorf("Resolve(%q) = %q, want %q", name, got, want)
		}
	}
}

func Example() {
	folder, _ := os.MkdirTemp("", "runs")
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "mine")

	contract := Contract{
		Head: "sigmoid", Columns: 1, Output: "logits", Loss: "binary cross-entropy", FromLogits: true, Labels: "0/1",
		Averaging: "binary", Weights: "none", Positive: "a match", Monitor: "average_precision", Better: "higher", Threshold: 0.5,
	}
	w, err := Create(path, map[string]any{"LearningRate": 0.001}, contract, Manifest{DataHash: "v1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	w.Record(history.Record{Kind: history.Epoch, Epoch: 1, Loss: 0.3})
	w.Predictions("valid", &predictions.Table{Labels: []bool{true, false}, Scores: []float64{0.9, 0.2}})
	w.Finish(Manifest{Seed: 7})
	w.Close()

	run, err := Open(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	state, _ := run.State("valid")
	fmt.Println(run.Name, run.Manifest.Finished, len(run.History), state.Positives())

	_, err = Create(path, map[string]any{"LearningRate": 0.01}, contract, Manifest{DataHash: "v1"})
	key, _ := errors.AsType[*KeyError](err)
	fmt.Println(key.Diff)
	// Output:
	// mine true 1 1
	// [LearningRate: 0.001 -> 0.01]
}
