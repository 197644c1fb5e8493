//go:build unix

package runs

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
)

// childVariable names the run directory in a child process that writes until it is killed.
const childVariable = "SEQPAIR_TEST_WRITER"

func TestMain(m *testing.M) {
	if path := os.Getenv(childVariable); path != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes everything over and over, and a line on standard output after each round.
func writeUntilKilled(path string) error {
	w, err := Create(path, config{"killed", 1}, sound(), Manifest{DataHash: "data-1"})
	if err != nil {
		return err
	}
	for round := 1; ; round++ {
		if err := writeRound(w, round); err != nil {
			return err
		}
		fmt.Println(round)
	}
}

func writeRound(w *Writer, round int) error {
	table := &predictions.Table{}
	for i := range 500 {
		table.Labels = append(table.Labels, i%2 == 0)
		table.Scores = append(table.Scores, float64(round%7)/7)
	}
	return errors.Join(
		w.Record(history.Record{Kind: history.Note, Text: strings.Repeat("x", 5000)}),
		w.Record(history.Record{Kind: history.Epoch, Epoch: round}),
		w.Predictions("valid", table),
		w.Checkpoint("last", func(dir string) error {
			for _, name := range []string{"a", "b"} {
				if err := os.WriteFile(filepath.Join(dir, name), fmt.Append(nil, round), 0o644); err != nil {
					return err
				}
			}
			return nil
		}),
		w.Report(round),
	)
}

func TestKilledWriterLeavesAReadableRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "killed")
	for kill := range 8 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childVariable+"="+path)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		must(t, err, child.Start())
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Fatalf("the writer did not write: %v", err)
		}
		if _, err := Create(path, config{"killed", 1}, sound(), Manifest{DataHash: "data-1"}); err == nil || !strings.Contains(err.Error(), fmt.Sprint("process ", child.Process.Pid)) {
			t.Errorf("beside the writer: %v", err)
		}
		time.Sleep(time.Duration(kill) * 700 * time.Microsecond)
		must(t, child.Process.Kill())
		child.Wait()
		checkWhole(t, open(t, path))
		w := create(t, path, config{"killed", 1})
		must(t, w.Record(history.Record{Kind: history.Note}), w.Close())
		checkWhole(t, open(t, path))
		if left, _ := filepath.Glob(filepath.Join(path, ".*")); len(left) != 1 {
			t.Errorf("left behind beside the lock: %v", left)
		}
	}
}

// checkWhole checks that each thing in a run is of one round.
func checkWhole(t *testing.T, r *Run) {
	t.Helper()
	table, err := r.Predictions("valid")
	must(t, err)
	if len(table.Scores) != 500 || table.Scores[0] != table.Scores[499] {
		t.Errorf("%d predictions, of rounds %v and %v", len(table.Scores), table.Scores[0], table.Scores[len(table.Scores)-1])
	}
	last, err := r.Checkpoint("last")
	must(t, err)
	a, errA := os.ReadFile(filepath.Join(last, "a"))
	b, errB := os.ReadFile(filepath.Join(last, "b"))
	must(t, errA, errB)
	if string(a) != string(b) || len(a) == 0 {
		t.Errorf("the checkpoint is of rounds %q and %q", a, b)
	}
	if len(r.History) < 2 {
		t.Errorf("the history has %d records", len(r.History))
	}
}

// A file size limit fails writes as a full disk does: in the middle.
func TestFullDiskLeavesThePreviousFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "full")
	w := create(t, path, config{})
	must(t, writeRound(w, 1), w.Finish(Manifest{Seed: 1}))
	before := snapshot(t, path)

	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit))
	small := limit
	small.Cur = 100
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small))
	table := &predictions.Table{}
	for range 1000 {
		table.Labels, table.Scores = append(table.Labels, true), append(table.Scores, 0.123456789)
	}
	failures := map[string]error{
		"Record":      w.Record(history.Record{Kind: history.Note, Text: strings.Repeat("y", 9000)}),
		"Predictions": w.Predictions("valid", table),
		"Report":      w.Report(strings.Repeat("z", 9000)),
		"Finish":      w.Finish(Manifest{Backend: strings.Repeat("z", 9000)}),
		"Rewind":      w.Rewind(1),
		"Checkpoint": w.Checkpoint("last", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "a"), make([]byte, 9000), 0o644)
		}),
	}
	_, failures["Create"] = Create(path+"2", map[string]string{"a": strings.Repeat("z", 9000)}, sound(), Manifest{})
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit))

	for name, err := range failures {
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s on a full disk: %v", name, err)
		}
	}
	after := snapshot(t, path)
	for name, content := range before {
		if after[name] != content {
			t.Errorf("%s changed to %.200q", name, after[name])
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d files before, %d after", len(before), len(after))
	}
	if _, err := os.Stat(path + "2"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Create on a full disk left %v", err)
	}
}

// snapshot maps the files below a folder to their contents.
func snapshot(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = string(content)
		return err
	}))
	return files
}
