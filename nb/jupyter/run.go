package jupyter

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

//go:embed execute.py
var executeProgram string

// An Execution is one run of a notebook from top to bottom in a fresh kernel, in the notebook's own folder.
type Execution struct {
	Notebook string            // path
	Set      map[string]string // parameters by name, see the cell tagged "parameters"
	InPlace  bool              // once it has run to the end, write the executed notebook over the notebook itself
	Progress io.Writer         // one line per cell; nil means silence
}

// A Result says where an executed notebook is.
type Result struct {
	Notebook string  `json:"notebook"` // path of the executed notebook
	HTML     string  `json:"html"`     // path of the same as a page that needs neither network nor scripts
	Verdict  string  `json:"verdict"`  // what the cells tagged "verdict" show as text, else the last cell that shows any
	Seconds  float64 `json:"seconds"`

	kernel int // process id, of a process that has ended
}

// Run runs a notebook and returns where it is. It stops at the first cell that fails: the error is a
// [*CellError] then, and the executed notebook holds everything up to there. When ctx ends, the running
// cell is interrupted and gets 15 seconds to save and return. The kernel is always shut down.
func (p Project) Run(ctx context.Context, e Execution) (Result, error) {
	path, err := filepath.Abs(e.Notebook)
	if err != nil {
		return Result{}, err
	}
	n, document, err := readNotebook(path)
	if err != nil {
		return Result{}, err
	}
	if document, err = n.withParameters(document, e.Set); err != nil {
		return Result{}, fmt.Errorf("%s: %w", e.Notebook, err)
	}
	name := p.executedName(path)
	result := Result{Notebook: p.Hidden("executed", name+".ipynb"), HTML: p.Hidden("executed", name+".html")}
	request, err := json.Marshal(map[string]string{
		"notebook": string(document), "kernel": KernelName, "directory": filepath.Dir(path), "temporary": p.Hidden("tmp"),
		"output": result.Notebook, "html": result.HTML, "title": filepath.Base(name),
	})
	if err != nil {
		return Result{}, err
	}
	events := &reporter{notebook: n, w: e.Progress, started: time.Now()}
	failed, err := p.execute(ctx, request, events)
	result.Seconds, result.kernel = time.Since(events.started).Seconds(), events.kernel
	if err != nil {
		return result, fmt.Errorf("%s: %w", e.Notebook, err)
	}
	executed, document, err := readNotebook(result.Notebook)
	if err != nil {
		return result, err
	}
	if failed >= 0 {
		return result, executed.cellError(e.Notebook, failed)
	}
	result.Verdict = executed.verdict()
	if e.InPlace {
		result.Notebook = path
		return result, writeFile(path, document)
	}
	return result, nil
}

// executedName is the notebook's path in the project without its extension; of a tutorial, or a notebook
// elsewhere, only its name.
func (p Project) executedName(path string) string {
	name := strings.TrimSuffix(path, ".ipynb")
	relative, err := filepath.Rel(p.Root, name)
	if err != nil || !filepath.IsLocal(relative) || strings.HasPrefix(relative, ".seqpair"+string(filepath.Separator)) {
		return filepath.Base(name)
	}
	return relative
}

func (n notebook) verdict() string {
	var tagged []string
	last := ""
	for _, c := range n.Cells {
		text := c.plain()
		if text == "" {
			continue
		}
		last = text
		if c.tagged("verdict") {
			tagged = append(tagged, text)
		}
	}
	if len(tagged) > 0 {
		return strings.Join(tagged, "\n\n")
	}
	return last
}

// execute runs the Python side and returns the index of the cell that failed, -1 for none.
func (p Project) execute(ctx context.Context, request []byte, report *reporter) (failed int, err error) {
	python := exec.CommandContext(ctx, p.python(), "-I", "-c", executeProgram)
	python.Env = p.environment()
	python.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C must reach it once only: from here
	python.Cancel = func() error { return python.Process.Signal(os.Interrupt) }
	python.WaitDelay = 40 * time.Second
	var messages bytes.Buffer
	python.Stderr = &messages
	stdin, err := python.StdinPipe()
	if err != nil {
		return -1, err
	}
	stdout, err := python.StdoutPipe()
	if err != nil {
		return -1, err
	}
	if err := python.Start(); err != nil {
		return -1, fmt.Errorf("start Python: %w: run seqpair without arguments to set it up", err)
	}
	_, writeErr := stdin.Write(append(request, '\n'))
	end := report.follow(stdout)
	err = python.Wait()
	if report.kernel > 0 && err != nil {
		_ = syscall.Kill(-report.kernel, syscall.SIGKILL) // Python could not shut it down
	}
	switch {
	case ctx.Err() != nil:
		return -1, fmt.Errorf("interrupted: %w", ctx.Err())
	case end.Event == "broken":
		return -1, errors.New(end.Text)
	case err != nil || writeErr != nil:
		return -1, fmt.Errorf("run by Jupyter: %w\n%s", errors.Join(err, writeErr), lastLines(messages.String(), 5))
	case end.Event == "failed":
		return end.Cell, nil
	}
	return -1, nil
}

// An event is one line that the Python side reports.
type event struct {
	Event string
	Cell  int
	PID   int
	Text  string
}

// reporter shows the events of a run as lines of progress.
type reporter struct {
	notebook notebook
	w        io.Writer
	kernel   int       // process id
	started  time.Time // of the run
	began    time.Time // of the cell
}

// follow reads events until the Python side ends, and returns the one that says how.
func (r *reporter) follow(events io.Reader) (end event) {
	for lines := bufio.NewScanner(events); lines.Scan(); {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			continue
		}
		switch e.Event {
		case "kernel":
			r.kernel = e.PID
		case "begin":
			r.began = time.Now()
		case "end":
			r.say(e.Cell)
		default:
			end = e
		}
	}
	return end
}

func (r *reporter) say(index int) {
	if r.w == nil {
		return
	}
	n := r.notebook
	fmt.Fprintf(r.w, "  [%d/%d] %s (%.1f s)\n", n.number(index), n.number(len(n.Cells)), n.name(index), time.Since(r.began).Seconds())
}
