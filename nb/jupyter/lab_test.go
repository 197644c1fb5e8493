package jupyter

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

const shownImports = `import (
	"github.com/janpfeifer/must"
	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/nb"
)
%%
`

// shownCells show everything that a notebook shows: pictures that move, pictures, tables, a run in progress.
var shownCells = []string{
	shownImports + `nb.Show(must.M1(nb.WhatIf("weight5")))`,
	shownImports + `nb.Show(must.M1(nb.TradeOff("weight1", "weight5")))`,
	shownImports + `nb.Show(must.M1(nb.Compare("weight1", "weight5")))`,
	shownImports + `nb.Show(nb.Mistakes{Pairs: []nb.ScoredPair{{A: "knight", B: "night", Label: true, Score: 0.1}}})`,
	shownImports + `p := nb.Progress()
for e := 1; e <= 2; e++ {
	must.M(p.Record(history.Record{Kind: history.Epoch, Run: "live", Epoch: e, Epochs: 2, Step: int64(e), Steps: 2, Train: &history.Split{Loss: 1 / float64(e)}}))
}
must.M(p.Record(history.Record{Kind: history.End, Run: "live", Epoch: 2, Epochs: 2, Step: 2, Steps: 2, Text: "done"}))`,
}

// whatTheyShow are the charts, the pictures (the comparison's curves, the run in progress) and the tables (the comparison, false
// positives, false negatives, epochs) of shownCells.
var whatTheyShow = shownBy{Charts: 2, Images: 2, Tables: 4}

// explored is a folder in the project with the notebook and the runs that it reads.
func explored(t *testing.T, p Project) (folder, notebook string) {
	t.Helper()
	folder, err := os.MkdirTemp(p.Hidden(), "browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	for _, weight := range []float64{1, 5} {
		saveScored(t, filepath.Join(folder, "runs", fmt.Sprintf("weight%g", weight)), weight)
	}
	notebook = filepath.Join(folder, "shown.ipynb")
	writeCells(t, notebook, shownCells...)
	return folder, notebook
}

// saveScored writes a run of 1,500 pairs, one in 20 positive, whose odds are multiplied by a class weight.
func saveScored(t *testing.T, path string, weight float64) {
	t.Helper()
	w, err := runs.Create(path, map[string]float64{"ClassWeight": weight}, runs.Contract{Threshold: 0.5}, runs.Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, split := range []string{"valid", "test"} {
		table := &predictions.Table{}
		for i := range 1500 {
			logit := -3 + 1.5*random.NormFloat64() + math.Log(weight)
			if i%20 == 0 {
				logit += 2.5
			}
			table.Labels = append(table.Labels, i%20 == 0)
			table.Scores = append(table.Scores, 1/(1+math.Exp(-logit)))
		}
		if err := w.Predictions(split, table); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestBrowser runs the notebook in JupyterLab, moves each slider and holds what is shown against package metrics, then
// opens what was saved as a notebook that nobody trusts.
func TestBrowser(t *testing.T) {
	v := newVisitor(t)
	folder, notebook := explored(t, v.project)
	v.open(t, notebook)
	runAll(t, v.page)
	v.finds(t, whatTheyShow)
	savedIn(t, v.page, notebook)
	panels := panelsOf(t, notebook)
	fromRuns(t, panels, filepath.Join(folder, "runs"))
	v.slides(t, panels)
	if shown := countShown(t, notebook); shown != whatTheyShow {
		t.Errorf("the saved notebook shows %+v", shown)
	}

	untrusted := filepath.Join(folder, "untrusted.ipynb")
	retouched(t, notebook, untrusted)
	v.open(t, untrusted)
	v.finds(t, whatTheyShow)
	v.slides(t, panels)
}

// runAll runs one cell after another. JupyterLab may ask for the kernel although the notebook names it.
func runAll(t *testing.T, page context.Context) {
	t.Helper()
	waitForKernel(t, page)
	do(t, page, "go to the first cell", chromedp.Click(".jp-CodeCell .cm-content", chromedp.ByQuery))
	for i := range shownCells {
		const shift = 8
		do(t, page, fmt.Sprintf("run cell %d", i+1), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(shift)), holds(accepting(fmt.Sprintf(
			`Array.from(document.querySelectorAll(".jp-InputPrompt")).filter(p => /\[\d+\]/.test(p.textContent)).length > %d`, i))))
	}
}

func waitForKernel(t *testing.T, page context.Context) {
	t.Helper()
	do(t, page, "wait for the kernel", holds(accepting(`document.querySelector(".jp-KernelName")?.textContent.includes("seqpair")`)),
		chromedp.Sleep(3*time.Second), holds(accepting("true")))
}

// accepting answers the question for a kernel, if it is there, before it tells whether an expression is true.
func accepting(expression string) string {
	return `(document.querySelector(".jp-Dialog button.jp-mod-accept")?.click(), ` + expression + ")"
}

// savedIn saves and waits until the file has all outputs.
func savedIn(t *testing.T, page context.Context, path string) {
	t.Helper()
	const control = 2
	do(t, page, "save", chromedp.KeyEvent("s", chromedp.KeyModifiers(control)))
	for range 100 {
		if content, err := os.ReadFile(path); err == nil && json.Valid(content) && strings.Count(string(content), "vegalite") == whatTheyShow.Charts && strings.Contains(string(content), "finished in") {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the notebook was not saved with its outputs")
}

// retouched writes a copy that differs from what the server has signed, which nobody trusts.
func retouched(t *testing.T, from, to string) {
	t.Helper()
	rewrite(t, from, to, func(i int, cell map[string]any) {
		metadata := cell["metadata"].(map[string]any)
		delete(metadata, "trusted")
		metadata["tags"] = []string{fmt.Sprintf("copied-%d", i)}
	})
}

// rewrite writes a copy of a notebook in which each cell is changed.
func rewrite(t *testing.T, from, to string, change func(i int, cell map[string]any)) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(content, &document); err != nil {
		t.Fatal(err)
	}
	for i, c := range document["cells"].([]any) {
		change(i, c.(map[string]any))
	}
	changed, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, changed, 0o600); err != nil {
		t.Fatal(err)
	}
}
