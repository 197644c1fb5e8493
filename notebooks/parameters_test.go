package notebooks_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/notebooks"
)

// TestParameters: each tutorial has one cell whose values `seqpair run -set` and papermill change, says so, and all that it
// declares is read by a later cell.
func TestParameters(t *testing.T) {
	for _, name := range tutorials(t) {
		cells := sources(t, name)
		tagged := slices.IndexFunc(cells, func(c source) bool { return c.parameters() })
		if tagged < 0 || slices.ContainsFunc(cells[tagged+1:], source.parameters) {
			t.Errorf("%s: not exactly one cell has the tag parameters", name)
			continue
		}
		later := ""
		for _, c := range cells[tagged+1:] {
			if c.Type == "code" {
				later += c.text() + "\n"
			}
		}
		for _, variable := range declared(t, cells[tagged].text()) {
			if !regexp.MustCompile(`\b` + variable + `\b`).MatchString(later) {
				t.Errorf("%s: no cell reads the parameter %s", name, variable)
			}
		}
		if !slices.ContainsFunc(cells[:tagged], func(c source) bool { return strings.Contains(c.text(), "seqpair run "+name+" -set ") }) {
			t.Errorf("%s does not say how its parameters are set", name)
		}
	}
}

// source is a cell as it was written.
type source struct {
	Type     string   `json:"cell_type"`
	Lines    []string `json:"source"`
	Metadata struct{ Tags []string }
}

func (s source) parameters() bool { return slices.Contains(s.Metadata.Tags, "parameters") }

func (s source) text() string { return strings.Join(s.Lines, "") }

func sources(t *testing.T, name string) []source {
	t.Helper()
	content, err := fs.ReadFile(notebooks.Files(), name)
	if err != nil {
		t.Fatal(err)
	}
	var n struct{ Cells []source }
	if err := json.Unmarshal(content, &n); err != nil {
		t.Fatal(err)
	}
	return n.Cells
}

// declared are the variables of a cell, all of which have a value.
func declared(t *testing.T, cell string) (names []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+cell, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
			for _, name := range v.Names {
				names = append(names, name.Name)
			}
		}
		return true
	})
	if len(names) == 0 {
		t.Fatalf("no parameter in %q", cell)
	}
	return names
}
