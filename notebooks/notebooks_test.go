package notebooks_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/nb/jupyter"
	"github.com/seqpair/seqpair/notebooks"
)

// maxBytes keeps a clone small and a notebook quick to open.
const maxBytes = 1.5e6

type notebook struct {
	Cells []struct {
		Type    string `json:"cell_type"`
		Source  any
		Outputs []struct {
			Type string                     `json:"output_type"`
			Text json.RawMessage            `json:"text"`
			Data map[string]json.RawMessage `json:"data"`
		}
	}
	Metadata struct{ Kernelspec struct{ Name string } }
}

func tutorials(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(notebooks.Files(), "*.ipynb")
	if err != nil || len(names) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	return names
}

// TestCommitted checks the notebooks as they are in the repository: executed to the end, with pictures.
func TestCommitted(t *testing.T) {
	for _, name := range tutorials(t) {
		t.Run(name, func(t *testing.T) {
			content, err := fs.ReadFile(notebooks.Files(), name)
			if err != nil {
				t.Fatal(err)
			}
			if len(content) > maxBytes {
				t.Errorf("it has %d bytes, more than %.0f: make its pictures smaller", len(content), maxBytes)
			}
			check(t, content)
		})
	}
}

// shorter are parameters of notebooks that train many networks, which say the same, only later, without them.
var shorter = map[string]map[string]string{
	"03_losses.ipynb":        {"epochs": "1"},
	"06_architectures.ipynb": {"epochs": "1"},
}

// TestRun runs the notebooks in the real kernel, from a clean state.
func TestRun(t *testing.T) {
	p, folder := kernel(t)
	for _, name := range tutorials(t) {
		t.Run(name, func(t *testing.T) {
			run(t, p, jupyter.Execution{Notebook: filepath.Join(folder, name), Set: shorter[name], Progress: os.Stderr})
		})
	}
}

// TestRunOnPureGo runs the quickstart as those see it who can have no plugin, for fewer epochs.
func TestRunOnPureGo(t *testing.T) {
	p, folder := kernel(t)
	t.Setenv("GOMLX_BACKEND", "go")
	executed := run(t, p, jupyter.Execution{
		Notebook: filepath.Join(folder, notebooks.Quickstart), Set: map[string]string{"epochs": "2"}, Progress: os.Stderr,
	})
	if !strings.Contains(string(executed), " · pure Go · ") {
		t.Error("it was not trained on pure Go")
	}
}

// kernel sets the kernel up, and copies the notebooks to a folder without runs.
func kernel(t *testing.T) (p jupyter.Project, folder string) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the kernel")
	}
	p, err := jupyter.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	setup := jupyter.Setup{Project: p, Plugin: backend.Install, Progress: os.Stderr}
	if err := setup.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	if err := os.CopyFS(folder, notebooks.Files()); err != nil {
		t.Fatal(err)
	}
	return p, folder
}

func run(t *testing.T, p jupyter.Project, e jupyter.Execution) (executed []byte) {
	t.Helper()
	result, err := p.Run(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	if result.Verdict == "" {
		t.Error("it shows no text")
	}
	executed, err = os.ReadFile(result.Notebook)
	if err != nil {
		t.Fatal(err)
	}
	check(t, executed)
	t.Logf("%.1f s", result.Seconds)
	return executed
}

// foreign is what a reader elsewhere could not see, or ought not to: files of one machine, pictures of the network.
var foreign = regexp.MustCompile(`(?i)/(root|home|tmp|work)/|src=\\"https?:`)

// script is what no front end runs in a notebook that it does not trust.
var script = regexp.MustCompile(`(?i)<script`)

// pageType is a page for exported HTML, which shows it in a frame of its own, scripts included.
const pageType = "application/vnd.seqpair.page"

// check checks an executed notebook.
func check(t *testing.T, content []byte) {
	t.Helper()
	var n notebook
	if err := json.Unmarshal(content, &n); err != nil {
		t.Fatal(err)
	}
	if n.Metadata.Kernelspec.Name != jupyter.KernelName {
		t.Errorf("its kernel is %q", n.Metadata.Kernelspec.Name)
	}
	pictures, outputs := 0, 0
	for i, c := range n.Cells {
		for _, out := range c.Outputs {
			outputs++
			checkText(t, i+1, out.Text, foreign, script)
			for mime, content := range out.Data {
				switch {
				case mime == pageType:
					checkText(t, i+1, content, foreign)
				case !strings.HasPrefix(mime, "image/"):
					checkText(t, i+1, content, foreign, script)
				}
			}
			if out.Type == "error" {
				t.Errorf("cell %d failed: run `go run ./nb/cmd/seqpair run -inplace` on it", i+1)
			}
			if _, ok := out.Data["image/png"]; ok {
				pictures++
				if _, ok := out.Data["text/plain"]; !ok {
					t.Errorf("cell %d: a picture has no text for terminals", i+1)
				}
			}
		}
		if len(c.Outputs) > 20 {
			t.Errorf("cell %d has %d outputs", i+1, len(c.Outputs))
		}
	}
	if outputs == 0 || pictures == 0 {
		t.Errorf("%d outputs, %d pictures: run `go run ./nb/cmd/seqpair run -inplace` on it", outputs, pictures)
	}
}

// checkText checks an output of a cell, which counts from 1.
func checkText(t *testing.T, cell int, text []byte, unwanted ...*regexp.Regexp) {
	t.Helper()
	for _, pattern := range unwanted {
		if found := pattern.FindIndex(text); found != nil {
			t.Errorf("cell %d shows %.100q", cell, text[max(0, found[0]-30):])
		}
	}
}
