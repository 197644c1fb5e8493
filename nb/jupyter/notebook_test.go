package jupyter

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeNotebook writes a notebook with one code cell per source; a source that begins with "#" is Markdown.
// A cell whose source begins with "//tag:NAME\n" has that tag.
func writeNotebook(t *testing.T, path string, sources ...string) string {
	t.Helper()
	cells := []map[string]any{}
	for _, source := range sources {
		metadata := map[string]any{}
		if rest, ok := strings.CutPrefix(source, "//tag:"); ok {
			tag, code, _ := strings.Cut(rest, "\n")
			metadata["tags"], source = []string{tag}, code
		}
		cell := map[string]any{"cell_type": "code", "metadata": metadata, "source": source, "outputs": []any{}, "execution_count": nil}
		if strings.HasPrefix(source, "#") {
			cell = map[string]any{"cell_type": "markdown", "metadata": metadata, "source": source}
		}
		cells = append(cells, cell)
	}
	content, err := json.Marshal(map[string]any{
		"cells": cells, "nbformat": 4, "nbformat_minor": 4,
		"metadata": map[string]any{"kernelspec": map[string]any{"name": KernelName, "language": "go", "display_name": "Go"}, "mine": "kept"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWithParametersKeepsTheRest(t *testing.T) {
	path := writeNotebook(t, filepath.Join(t.TempDir(), "n.ipynb"), "# Title", "//tag:parameters\nvar steps = 1", "%%\nfmt.Println(steps)")
	n, document, err := readNotebook(path)
	if err != nil {
		t.Fatal(err)
	}
	changed, err := n.withParameters(document, map[string]string{"steps": "2"})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(string(document), "var steps = 1", "var steps = 2", 1)
	if string(changed) != want {
		t.Errorf("got\n%s\nwant\n%s", changed, want)
	}
	if untouched, err := n.withParameters(document, nil); err != nil || string(untouched) != string(document) {
		t.Errorf("nothing set: got %s, %v", untouched, err)
	}
}

func TestReadNotebookRefuses(t *testing.T) {
	for content, want := range map[string]string{
		"":                                  "is not a notebook",
		"print(1)":                          "is not a notebook",
		`{"cells": 3}`:                      "is not a notebook",
		`{"nbformat": 3, "worksheets": []}`: "not a notebook of format 4",
		`{"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"name": "python3"}}}`: `is for the kernel "python3"`,
	} {
		path := filepath.Join(t.TempDir(), "bad.ipynb")
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, err := readNotebook(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: got %v, want an error with %q and the path", content, err, want)
		}
	}
}

// TestNamesAndNumbers: a cell is called by the heading above it, or by its own first line where that heading is another cell's.
func TestNamesAndNumbers(t *testing.T) {
	path := writeNotebook(t, filepath.Join(t.TempDir(), "n.ipynb"),
		"1+1", "# One\ntext", "", "2", "%%\n\n  fmt.Println(3)", "## Two", "# text\n", "4", "%%")
	n, _, err := readNotebook(path)
	if err != nil {
		t.Fatal(err)
	}
	n.Cells[6].Source = "text without a heading"
	for index, want := range map[int]struct {
		number int
		name   string
	}{0: {1, "1+1"}, 3: {2, "One"}, 4: {3, "fmt.Println(3)"}, 7: {4, "Two"}, 8: {5, ""}} {
		if number, name := n.number(index), n.name(index); number != want.number || name != want.name {
			t.Errorf("cell %d: got %d %q, want %d %q", index, number, name, want.number, want.name)
		}
	}
}

func TestVerdict(t *testing.T) {
	const shown = `{"nbformat": 4, "cells": [
		{"cell_type": "code", "source": "a", "metadata": {"tags": ["verdict"]}, "outputs": [
			{"output_type": "stream", "name": "stderr", "text": "noise"},
			{"output_type": "stream", "name": "stdout", "text": ["line 1\n", "line 2\n"]},
			{"output_type": "display_data", "data": {"text/html": "<b>", "text/plain": ["bo", "ld"]}}]},
		{"cell_type": "code", "source": "b", "metadata": {}, "outputs": [{"output_type": "stream", "name": "stdout", "text": "last\n"}]},
		{"cell_type": "code", "source": "c", "metadata": {}, "outputs": []}]}`
	for document, want := range map[string]string{
		shown: "line 1\nline 2\nbold",
		strings.Replace(shown, "verdict", "other", 1): "last",
		`{"nbformat": 4, "cells": []}`:                "",
	} {
		var n notebook
		if err := json.Unmarshal([]byte(document), &n); err != nil {
			t.Fatal(err)
		}
		if got := n.verdict(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestFirstNotebook checks the notebook that an empty folder gets, as far as that goes without a kernel.
func TestFirstNotebook(t *testing.T) {
	var n notebook
	if err := json.Unmarshal(firstNotebook, &n); err != nil {
		t.Fatal(err)
	}
	if _, err := n.withParameters(firstNotebook, map[string]string{"epochs": "1", "seed": "2"}); err != nil {
		t.Error(err)
	}
	for _, c := range n.Cells {
		if len(c.Outputs) > 0 {
			t.Error("the first notebook has outputs")
		}
	}
}
