package jupyter

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// repository is this repository, set up once. It takes a minute or two when nothing is there yet.
var repository = sync.OnceValues(func() (Project, error) {
	p, err := Find(".")
	if err != nil {
		return p, err
	}
	return p, Setup{Project: p, Progress: os.Stderr}.Run(context.Background())
})

func kernelReady(t *testing.T) Project {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the kernel")
	}
	p, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// ended fails unless the process and its group end soon.
func ended(t *testing.T, pid int) {
	t.Helper()
	if pid <= 0 {
		t.Fatal("no kernel was started")
	}
	for deadline := time.Now().Add(20 * time.Second); syscall.Kill(-pid, 0) == nil; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the kernel, process %d, still runs", pid)
		}
	}
}

func TestSecondSetupIsQuickAndSilent(t *testing.T) {
	p := kernelReady(t)
	var shown bytes.Buffer
	began := time.Now()
	if err := (Setup{Project: p, Progress: &shown}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 3*time.Second || shown.Len() > 0 {
		t.Errorf("it took %v and said %q", took, &shown)
	}
}

func TestSetupsWaitForEachOther(t *testing.T) {
	p := kernelReady(t)
	unlock, err := Setup{Project: p}.lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	var shown bytes.Buffer
	err = Setup{Project: p, Progress: &shown}.Run(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(shown.String(), "waiting for another set-up") {
		t.Errorf("got %v and %q", err, &shown)
	}
}

func TestRun(t *testing.T) {
	p := kernelReady(t)
	folder := t.TempDir()
	path := writeNotebook(t, filepath.Join(folder, "good.ipynb"),
		"# Good", "//tag:parameters\nvar steps = 1\nvar name = \"nobody\"",
		"//tag:verdict\n%%\nfmt.Println(steps, name)\nmust.M(os.WriteFile(\"made-here\", nil, 0o644))",
		"import \"github.com/janpfeifer/gonb/gonbui\"\n%%\ngonbui.DisplayHTML(\"<b>shown</b>\")\ngonbui.Sync()") // else GoNB may close the pipe of a cell that ended before it is read
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var shown bytes.Buffer
	result, err := p.Run(t.Context(), Execution{Notebook: path, Set: map[string]string{"steps": "12", "name": "you"}, Progress: &shown})
	if err != nil {
		t.Fatal(err)
	}
	if result.Verdict != "12 you" {
		t.Errorf("verdict %q", result.Verdict)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the notebook itself was changed")
	}
	if !isFile(filepath.Join(folder, "made-here")) {
		t.Error("cells do not run in the notebook's folder")
	}
	if !regexp.MustCompile(`(?m)^  \[2/3\] fmt\.Println\(steps, name\) \(\d+\.\d s\)$`).MatchString(shown.String()) {
		t.Errorf("progress:\n%s", &shown)
	}
	ended(t, result.kernel)
	page, err := os.ReadFile(result.HTML)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(page, []byte("<b>shown</b>")) {
		t.Error("the page lacks an output")
	}
	if !bytes.Contains(page, []byte(`<span class="kd">var</span>`)) {
		t.Error("the page does not read the cells as Go")
	}
	if external := regexp.MustCompile(`(?i)<script|<link|(src|href)\s*=\s*["']?(https?:)?//|@import`).Find(page); external != nil {
		t.Errorf("the page asks for %q", external)
	}
}

// TestOutputsStayInOrder prints, shows and prints again, as one output each.
func TestOutputsStayInOrder(t *testing.T) {
	p := kernelReady(t)
	path := writeNotebook(t, filepath.Join(t.TempDir(), "order.ipynb"), "import \"github.com/seqpair/seqpair/nb\"\n%%\n"+
		"for i := range 3 {\nfmt.Println(\"line\", i)\ntime.Sleep(50*time.Millisecond)\n}\nnb.Show(nb.Table{Columns: []string{\"shown\"}})\nfmt.Println(\"after\")")
	if _, err := p.Run(t.Context(), Execution{Notebook: path, InPlace: true}); err != nil {
		t.Fatal(err)
	}
	n, _, err := readNotebook(path)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, out := range n.Cells[0].Outputs {
		order = append(order, (cell{Outputs: []output{out}}).plain())
	}
	if want := []string{"line 0\nline 1\nline 2", "shown", "after"}; !slices.Equal(order, want) {
		t.Errorf("got %q, want %q", order, want)
	}
}

func TestRunInPlace(t *testing.T) {
	p := kernelReady(t)
	path := writeNotebook(t, filepath.Join(t.TempDir(), "place.ipynb"), "%%\nfmt.Println(6*7)")
	result, err := p.Run(t.Context(), Execution{Notebook: path, InPlace: true})
	if err != nil {
		t.Fatal(err)
	}
	n, _, err := readNotebook(path)
	if err != nil {
		t.Fatal(err)
	}
	if result.Notebook != path || n.verdict() != "42" {
		t.Errorf("%s shows %q", result.Notebook, n.verdict())
	}
	failing := writeNotebook(t, path, "%%\nos.Exit(1)")
	before, _ := os.ReadFile(failing)
	if _, err := p.Run(t.Context(), Execution{Notebook: failing, InPlace: true}); err == nil {
		t.Error("the failure was not reported")
	}
	if after, _ := os.ReadFile(failing); !bytes.Equal(before, after) {
		t.Error("a run that failed was written over the notebook")
	}
}

func TestRunStopsAtTheFirstFailure(t *testing.T) {
	p := kernelReady(t)
	for _, c := range []struct {
		name, source string
		faults       []Fault
	}{
		{"compile", "%%\nx := 1\nfmt.Println(foo)", []Fault{{2, 2, "declared and not used: x"}, {2, 3, "undefined: foo"}}},
		{"syntax", "%%\nfmt.Println(1", []Fault{{2, 2, "missing ',' before newline in argument list (and 1 more errors)"}}},
		{"panic", "func f() {\n\tpanic(\"boom\")\n}\n%%\nf()", []Fault{{2, 2, "panic: boom"}}},
		{"must", "import \"github.com/janpfeifer/must\"\n%%\nmust.M1(os.Open(\"nofile\"))", []Fault{{2, 3, "panic: open nofile: no such file or directory"}}},
		{"exit", "%%\nfmt.Fprintln(os.Stderr, \"bad thing\")\nos.Exit(3)", []Fault{{0, 0, "exit status 3: bad thing"}}},
		{"missing", "import \"example.com/nothing\"\n%%\nnothing.X()", []Fault{{0, 0, "no module of the project provides the package example.com/nothing: run `go get example.com/nothing` in the project and restart the kernel"}}},
		{"shape", `import (
	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	_ "github.com/gomlx/compute/gobackend"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/janpfeifer/must"
)
%%
b := must.M1(compute.NewWithConfig("go:ops_sequential"))
e := MustNewExec(b, func(g *Graph) *Node {
	return Add(Zeros(g, shapes.Make(dtypes.Float32, 2, 3)), Zeros(g, shapes.Make(dtypes.Float32, 4, 5)))
})
fmt.Println(e.MustExec1())`, []Fault{{2, 14, "panic: dimension of axis #0 doesn't match and cannot be broadcast for BinaryOp (Add), got shapes (Float32)[2, 3] and (Float32)[4, 5]"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			path := writeNotebook(t, filepath.Join(folder, c.name+".ipynb"), "%%\nfmt.Println(1)", c.source, "%%\nos.Create(\"went-on\")")
			result, err := p.Run(t.Context(), Execution{Notebook: path})
			failed := new(CellError)
			if !errors.As(err, &failed) {
				t.Fatalf("got %v", err)
			}
			if want := (&CellError{Notebook: path, Cell: 2, Faults: c.faults}).Error(); err.Error() != want {
				t.Errorf("got\n%v\nwant\n%s", err, want)
			}
			if isFile(filepath.Join(folder, "went-on")) {
				t.Error("a cell after the failing one ran")
			}
			if !isFile(result.HTML) {
				t.Error("there is no page of what ran")
			}
			ended(t, result.kernel)
		})
	}
}

// TestInterrupt ends a run while a cell is at work: the cell may save, the next one does not start.
func TestInterrupt(t *testing.T) {
	p := kernelReady(t)
	folder := t.TempDir()
	path := writeNotebook(t, filepath.Join(folder, "long.ipynb"), `import "os/signal"
%%
stop := make(chan os.Signal, 1)
signal.Notify(stop, os.Interrupt)
os.Create("started")
select {
case <-stop:
	os.Create("saved")
case <-time.After(10*time.Minute):
}`, "%%\nos.Create(\"went-on\")")
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for !isFile(filepath.Join(folder, "started")) && ctx.Err() == nil {
			time.Sleep(20 * time.Millisecond)
		}
		cancel()
	}()
	result, err := p.Run(ctx, Execution{Notebook: path})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if !isFile(filepath.Join(folder, "saved")) || isFile(filepath.Join(folder, "went-on")) {
		t.Error("the cell did not get to save, or another one started")
	}
	ended(t, result.kernel)
	if _, err := os.Stat(result.Notebook); err != nil {
		t.Errorf("what ran was not written: %v", err)
	}
}

func TestRunLeavesNothingInTheTemporaryFolder(t *testing.T) {
	p := kernelReady(t)
	path := writeNotebook(t, filepath.Join(t.TempDir(), "where.ipynb"), "//tag:verdict\n%%\nfmt.Println(os.Getenv(\"TMPDIR\"))")
	result, err := p.Run(t.Context(), Execution{Notebook: path})
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(result.Verdict) != p.Hidden("tmp") {
		t.Errorf("cells have the temporary folder %s", result.Verdict)
	}
	if _, err := os.Stat(result.Verdict); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}
