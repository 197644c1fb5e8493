package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// binary is the command under test, built once.
var binary string

func TestMain(m *testing.M) {
	os.Exit(buildAndTest(m))
}

func buildAndTest(m *testing.M) int {
	folder, err := os.MkdirTemp("", "seqpair-test")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "seqpair")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// result is what a call of the command left behind.
type result struct {
	stdout, stderr string
	code           int
}

// command prepares a call of the command in a folder, on the pure-Go backend: it is there everywhere.
func command(folder string, args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	c.Dir = folder
	c.Env = append(os.Environ(), "GOMLX_BACKEND=go:parallelism=-1")
	return c
}

func call(t *testing.T, folder string, stdin io.Reader, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := command(folder, args...)
	c.Stdin, c.Stdout, c.Stderr = stdin, &stdout, &stderr
	if err := c.Run(); c.ProcessState == nil {
		t.Fatalf("seqpair %s: %v", strings.Join(args, " "), err)
	}
	return result{stdout.String(), stderr.String(), c.ProcessState.ExitCode()}
}

// succeed calls the command and returns its standard output.
func succeed(t *testing.T, folder string, args ...string) string {
	t.Helper()
	r := call(t, folder, nil, args...)
	if r.code != 0 {
		t.Fatalf("seqpair %s: exit code %d\n%s", strings.Join(args, " "), r.code, r.stderr)
	}
	return r.stdout
}

// succeedJSON calls the command, checks that it printed one JSON object, and reads it into v.
func succeedJSON(t *testing.T, folder string, v any, args ...string) {
	t.Helper()
	text := succeed(t, folder, args...)
	d := json.NewDecoder(strings.NewReader(text))
	if err := d.Decode(v); err != nil {
		t.Fatalf("seqpair %s: %v in\n%s", strings.Join(args, " "), err, text)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Errorf("seqpair %s prints more than one object:\n%s", strings.Join(args, " "), text)
	}
}

// refuse calls the command, which must exit with the code, say one line that holds every one of the words,
// print nothing else and leave the folder as it is.
func refuse(t *testing.T, code int, folder string, stdin io.Reader, words []string, args ...string) {
	t.Helper()
	before := files(t, folder)
	r := call(t, folder, stdin, args...)
	if r.code != code {
		t.Errorf("exit code %d, want %d", r.code, code)
	}
	if !strings.HasPrefix(r.stderr, "seqpair: ") || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("want one line, got %q", r.stderr)
	}
	for _, word := range words {
		if !strings.Contains(r.stderr, word) {
			t.Errorf("the message lacks %q: %s", word, r.stderr)
		}
	}
	for _, name := range []string{"Format", "Columns.", "Config"} {
		if strings.Contains(r.stderr, name) {
			t.Errorf("the message names the Go type %s, not an option: %s", name, r.stderr)
		}
	}
	if len(r.stderr) > 600 {
		t.Errorf("the message has %d bytes: %.600s…", len(r.stderr), r.stderr)
	}
	if r.stdout != "" {
		t.Errorf("standard output holds %.200q", r.stdout)
	}
	if after := files(t, folder); !slices.Equal(before, after) {
		t.Errorf("the folder held %q and now holds %q", before, after)
	}
}

func files(t *testing.T, folder string) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// write puts a file into a folder and returns the folder.
func write(t *testing.T, folder, name, content string) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

// longLine is a line of 100 MB, made while it is read.
func longLine(start string) io.Reader {
	return io.MultiReader(strings.NewReader(start), io.LimitReader(letters{}, 100<<20))
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"-help"}, {"-h"}} {
		text := succeed(t, t.TempDir(), args...)
		for _, v := range verbs {
			if !strings.Contains(text, v.summary) {
				t.Errorf("seqpair %s does not list %q", args[0], v.summary)
			}
		}
	}
	for _, v := range verbs[1:] {
		text := succeed(t, t.TempDir(), v.name, "-help")
		_, examples, _ := strings.Cut(text, "examples:\n")
		if strings.Count(examples, "  seqpair "+v.name) < 2 {
			t.Errorf("seqpair %s -help shows no two examples:\n%s", v.name, text)
		}
	}
}

func TestUsageErrors(t *testing.T) {
	for _, c := range []struct {
		args string
		want string
	}{
		{"teach", `there is no "teach"`},
		{"train", "-pairs FILE"},
		{"train -pairs", "flag needs an argument"},
		{"train -pairs p.tsv extra", `unexpected argument "extra"`},
		{"train -pairs p.tsv -colour red", "-colour"},
		{"train -pairs p.tsv -head tanh", "sigmoid or softmax"},
		{"train -pairs p.tsv -epochs many", "-epochs"},
		{"train -pairs p.tsv -threshold 1.5", "-threshold 1.5"},
		{"train -pairs p.tsv -threshold NaN", "-threshold NaN"},
		{"train -pairs p.tsv -test q.tsv", "-test needs -valid"},
		{"train -pairs - -valid -", "standard input"},
		{"train -pairs p.tsv -split by-name", "grouped"},
		{"train -pairs p.tsv -valid v.tsv -split stratified", "-split"},
		{"train -pairs p.tsv -class-weight balanced -sample-weights", "give one of the two"},
		{"train -pairs p.tsv -class-weight 0:1", "class 1 is missing"},
		{"train -pairs p.tsv -class-weight inverse -loss bce:class_weight=balanced", "the loss has class weights of its own"},
		{"train -pairs p.tsv -class-weight balanced -loss roc_auc", "cancel out"},
		{"train -pairs p.tsv -loss hinge", "the losses are bce, focal"},
		{"train -pairs p.tsv -loss focal:gama=2", "gama"},
		{"train -pairs p.tsv -loss recall_at_precision", "Target"},
		{"train -pairs p.tsv -sampler smote", "balanced_batches"},
		{"train -pairs p.tsv -calibrate sigmoid", "platt"},
		{"train -pairs p.tsv -threshold-rule best", "f1"},
		{"predict -run first", "-pairs FILE"},
		{"predict -pairs p.tsv", "-run NAME"},
		{"whatif", "give one run"},
		{"whatif -costs 1 first", "write two numbers"},
		{"whatif -out page.pdf first", ".html"},
		{"report", "file of predictions"},
		{"report -threshold 2 p.csv", "-threshold 2"},
		{"diagnose", "training log"},
	} {
		t.Run(c.args, func(t *testing.T) {
			refuse(t, exitUsage, t.TempDir(), nil, []string{c.want}, strings.Fields(c.args)...)
		})
	}
}

func TestOneLine(t *testing.T) {
	got := oneLine("first:\n\t- second \x1b[31m\r\n\n- third\n")
	if want := "first:; - second  [31m; - third"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
