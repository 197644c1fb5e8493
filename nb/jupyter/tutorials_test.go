package jupyter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/seqpair/seqpair/notebooks"
)

// runInBrowser, where it is set, names the tutorials that TestTutorialsRunInBrowser runs: "all", or the beginnings of their names.
const runInBrowser = "SEQPAIR_BROWSER"

// shownBy is what an executed notebook shows.
type shownBy struct {
	Charts, Images, Tables int
}

// countShown reads it from the document: charts that move, other pictures, and tables.
func countShown(t *testing.T, path string) (shown shownBy) {
	t.Helper()
	n, _, err := readNotebook(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range n.Cells {
		for _, out := range c.Outputs {
			var page text
			switch {
			case out.Data["application/vnd.vegalite.v5+json"] != nil:
				shown.Charts++
			case out.Data["image/png"] != nil:
				shown.Images++
			case json.Unmarshal(out.Data["text/html"], &page) == nil:
				shown.Images += strings.Count(string(page), "<img ")
				shown.Tables += strings.Count(string(page), "<table")
			}
		}
	}
	return shown
}

// visitor reads notebooks in a browser.
type visitor struct {
	page           context.Context
	project        Project
	address, token string // the address ends where that of a notebook begins
}

func newVisitor(t *testing.T) visitor {
	t.Helper()
	page, p := browser(t), kernelReady(t)
	address, token := opened(t, func(ctx context.Context, said io.Writer) error {
		return p.Lab(ctx, Lab{Folder: ".", NoBrowser: true, Output: said})
	})
	return visitor{page, p, address + "/lab/tree/", token}
}

func (v visitor) open(t *testing.T, path string) {
	t.Helper()
	relative, err := filepath.Rel(v.project.Root, path)
	if err != nil {
		t.Fatal(err)
	}
	do(t, v.page, "open "+relative, chromedp.Navigate(v.address+filepath.ToSlash(relative)+"?reset&token="+v.token),
		chromedp.WaitVisible(".jp-Notebook .jp-CodeCell .cm-content", chromedp.ByQuery))
}

// finds waits until all that a notebook shows is there, in full.
func (v visitor) finds(t *testing.T, shown shownBy) {
	t.Helper()
	const outputs = `.jp-OutputArea-output`
	for what, expression := range map[string]string{
		"charts that move": fmt.Sprintf(`document.querySelectorAll(".vega-embed svg.marks").length == %d`, shown.Charts),
		"pictures": fmt.Sprintf(`Array.from(document.querySelectorAll("%s img")).filter(i => i.complete && i.naturalWidth > 20).length == %d`,
			outputs, shown.Images),
		"tables": fmt.Sprintf(`document.querySelectorAll("%s table").length == %d`, outputs, shown.Tables),
	} {
		do(t, v.page, "wait for all "+what, holds(expression))
	}
}

// TestTutorialsInBrowser opens each tutorial as it is committed, as a notebook that nobody trusts, finds every picture,
// moves every slider and holds the numbers against package metrics.
func TestTutorialsInBrowser(t *testing.T) {
	v := newVisitor(t)
	folder := tutorialFolder(t, v.project)
	for _, name := range tutorialNames(t, "all") {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name)
			retouched(t, path, path)
			v.open(t, path)
			v.finds(t, countShown(t, path))
			v.slides(t, panelsOf(t, path))
		})
	}
}

// TestTutorialsRunInBrowser runs the tutorials that SEQPAIR_BROWSER names in JupyterLab, each from a clean state, and reads
// them again as notebooks that nobody trusts. All of them take a quarter of an hour, and as long in Notebook 7.
func TestTutorialsRunInBrowser(t *testing.T) {
	wanted := os.Getenv(runInBrowser)
	if wanted == "" {
		t.Skip("set " + runInBrowser + " to all, or to a number such as 02, to run the tutorials in the browser")
	}
	newVisitor(t).runs(t, tutorialNames(t, wanted)...)
}

// runs runs tutorials, each from a clean state.
func (v visitor) runs(t *testing.T, names ...string) {
	t.Helper()
	folder := tutorialFolder(t, v.project)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name)
			cells := cleared(t, path)
			v.open(t, path)
			v.runsAll(t, cells)
			v.saves(t, path)
			shown, panels := countShown(t, path), panelsOf(t, path)
			fromRuns(t, panels, filepath.Join(folder, "runs"))
			v.finds(t, shown)
			v.slides(t, panels)
			untrusted := filepath.Join(folder, "untrusted_"+name)
			retouched(t, path, untrusted)
			v.open(t, untrusted)
			v.finds(t, shown)
			v.slides(t, panels)
		})
	}
}

// runsAll runs the cells one after another by the keyboard, and waits for them.
func (v visitor) runsAll(t *testing.T, cells []cell) {
	t.Helper()
	waitForKernel(t, v.page)
	do(t, v.page, "go to the first cell", chromedp.Click(".jp-CodeCell .cm-content", chromedp.ByQuery))
	first := slices.IndexFunc(cells, func(c cell) bool { return c.Type == "code" })
	last := len(cells) - 1
	for cells[last].Type != "code" {
		last--
	}
	for range last - first + 1 {
		const shift = 8
		do(t, v.page, "run a cell", chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(shift)), chromedp.Sleep(300*time.Millisecond),
			chromedp.Evaluate(accepting("true"), nil))
	}
	const done = `Array.from(document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")).every(p => /^$|\[\d+\]/.test(p.textContent))` // a hidden cell has none
	const failed = `document.querySelector('[data-mime-type="application/vnd.jupyter.error"]') != null`
	for range 120 {
		var state []bool
		do(t, v.page, "look at the cells", chromedp.Sleep(5*time.Second), chromedp.Evaluate("["+done+", "+failed+"]", &state))
		if state[1] {
			t.Fatal("a cell failed")
		}
		if state[0] {
			return
		}
	}
	t.Fatalf("the cells do not end: %q", texts(t, v.page, `document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")`))
}

// cleared removes the outputs of a notebook and returns its cells.
func cleared(t *testing.T, path string) []cell {
	t.Helper()
	n, _, err := readNotebook(path)
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, path, path, func(i int, cell map[string]any) {
		if n.Cells[i].Type == "code" {
			cell["outputs"], cell["execution_count"] = []any{}, nil
		}
	})
	return n.Cells
}

// saves saves, and waits until the file is written to its end.
func (v visitor) saves(t *testing.T, path string) {
	t.Helper()
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	const control = 2
	do(t, v.page, "save", chromedp.KeyEvent("s", chromedp.KeyModifiers(control)))
	for range 300 {
		after, err := os.Stat(path)
		if content, readErr := os.ReadFile(path); errors.Join(err, readErr) == nil && after.ModTime().After(before.ModTime()) && json.Valid(content) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the notebook was not saved")
}

// tutorialFolder is a folder in the project with the tutorials, removed at the end of the test.
func tutorialFolder(t *testing.T, p Project) string {
	t.Helper()
	folder, err := os.MkdirTemp(p.Hidden(), "browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.CopyFS(folder, notebooks.Files()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// tutorialNames are those whose names begin as wanted: "all", or beginnings with commas between.
func tutorialNames(t *testing.T, wanted string) []string {
	t.Helper()
	names, err := fs.Glob(notebooks.Files(), "*.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	begins := func(name string) bool {
		return slices.ContainsFunc(strings.Split(wanted, ","), func(w string) bool { return strings.HasPrefix(name, w) })
	}
	if wanted != "all" {
		names = slices.DeleteFunc(names, func(name string) bool { return !begins(name) })
	}
	if len(names) == 0 {
		t.Fatalf("%s=%s names no tutorial", runInBrowser, wanted)
	}
	return names
}
