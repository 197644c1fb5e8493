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
		for _, parameter := range declared(t, cells[tagged].text()) {
			if !regexp.MustCompile(`\b` + parameter + `\b`).MatchString(later) {
				t.Errorf("%s: no cell reads the parameter %s", name, parameter)
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

// declared are the constants of a cell. They have no type, so that papermill, which knows none, can write them.
func declared(t *testing.T, cell string) (names []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+cell, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			if n.Tok != token.CONST {
				t.Errorf("parameters are constants, not: %s", cell)
			}
		case *ast.ValueSpec:
			if n.Type != nil {
				t.Errorf("a parameter has a type: %s", cell)
			}
			for _, name := range n.Names {
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
