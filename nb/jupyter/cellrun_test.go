package jupyter

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// failingCells fail each in its own way, but for those that print; what they show, with paths left out, stands beside them.
var failingCells = []struct{ source, want string }{
	{"import (\n\t\"github.com/janpfeifer/must\"\n\t\"log\"\n)\n\nfunc kept() string { return \"kept\" }\n%%\nfmt.Println(kept())", "kept\n"},
	{`import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

var mine = pair.Func{ID: "mine", Build: func(scope *gomlx.Scope, in pair.Input, bias []float32) *graph.Node {
	a := layers.Embedding(scope.At("a"), in.A, dtypes.Float32, in.SizeA, 32)
	b := layers.Embedding(scope.At("b"), in.B, dtypes.Float32, in.SizeA, 16)
	return graph.ReduceMean(graph.Mul(a, b), 1)
}}

func train(m pair.Architecture) *model.Run {
	pairs := must.M1(data.Synthetic(data.SyntheticOptions{N: 200}))
	return must.M1(model.Fit(context.Background(), model.Config{Run: "same", Epochs: 1, Model: m}, pairs, pairs))
}
%%
train(mine)`, "[[ Cell [2] Line 14 ]] main.go: panic: run runs/same: dimension of axis #2 doesn't match and cannot be broadcast for BinaryOp (Mul), " +
		"got shapes (Float32)[64, 24, 32] and (Float32)[64, 24, 16]\nexit status 2\n"},
	{"%%\nfmt.Println(train(pair.Siamese{Embedding: 4, Filters: 4, Hidden: 4}).Manifest.Finished)", "true\n"},
	{"%%\nfmt.Println(undefined)", ""},
	{"%%\nmust.M1(os.Open(\"nofile\"))", "[[ Cell [5] Line 2 ]] main.go: panic: open nofile: no such file or directory\nexit status 2\n"},
	{"%%\nlog.SetFlags(log.Llongfile)\nlog.Println(\"a: line\")\nvar none []int\nfmt.Println(none[3])",
		"[[ Cell [6] Line 3 ]] main.go: a: line\n[[ Cell [6] Line 5 ]] main.go: panic: runtime error: index out of range [3] with length 0\nexit status 2\n"},
	{"%%\nlog.SetFlags(log.LstdFlags|log.Lshortfile)\nlog.Println(\"the kernel lives\")\nos.Exit(3)", "date main.go line N: the kernel lives\nexit status 3\n"},
	{"%test\nfunc TestNothing(t *testing.T) {}", "=== RUN   TestNothing\n--- PASS: TestNothing (0.00s)\nPASS\n"},
	{"%%\nfmt.Println(kept())", "kept\n"},
}

// TestErrorsInCells runs cells on after failures, as people do: each failure is a line with the line of its cell, and the next
// cell finds everything as it was.
func TestErrorsInCells(t *testing.T) {
	p := kernelReady(t)
	t.Setenv("GOMLX_BACKEND", "go")
	path := filepath.Join(t.TempDir(), "failing.ipynb")
	var sources []string
	for _, c := range failingCells {
		sources = append(sources, c.source)
	}
	writeNotebook(t, path, sources...)
	execute := exec.CommandContext(t.Context(), p.python(), "-I", "-m", "jupyter", "execute", "--allow-errors", "--inplace", path)
	execute.Env, execute.Dir = p.environment(), filepath.Dir(path)
	if output, err := execute.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	n, _, err := readNotebook(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range failingCells {
		got, failed := printedBy(n.Cells[i])
		if got != c.want {
			t.Errorf("cell %d shows\n%s\nwant\n%s", i+1, got, c.want)
		}
		if should := c.want == "" || strings.Contains(c.want, "exit status"); failed != should {
			t.Errorf("cell %d: failed is %v", i+1, failed)
		}
	}
}

var (
	placePath = regexp.MustCompile(` ?\[\[ (Cell .*) \]\] \S*/(main\.go):\d+`)
	shownDate = regexp.MustCompile(`(?m)^\S+ \S+ (main.go line )\d+`)
)

// printedBy is what a cell printed, without what differs from run to run.
func printedBy(c cell) (text string, failed bool) {
	var all strings.Builder
	for _, out := range c.Outputs {
		all.WriteString(string(out.Text))
	}
	text = colour.ReplaceAllString(all.String(), "")
	text = placePath.ReplaceAllString(text, "[[ $1 ]] $2")
	text = shownDate.ReplaceAllString(text, "date ${1}N")
	return text, slices.ContainsFunc(c.Outputs, func(o output) bool { return o.Type == "error" })
}
