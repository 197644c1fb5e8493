package jupyter

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// setParameters returns the source of a cell in which the variables and constants of these names have
// these values. A value is written as in Go; where the declaration is a string, quotes may be left out.
// Cells hold declarations outside functions and, after a line "%%", statements: `steps := 10` there
// counts as well.
func setParameters(source string, values map[string]string) (string, error) {
	parameters, err := findParameters(source)
	if err != nil {
		return "", err
	}
	slices.SortFunc(parameters, func(a, b parameter) int { return b.start - a.start }) // from the end: offsets stay valid
	missing := make([]string, 0, len(values))
	for name := range values {
		if !slices.ContainsFunc(parameters, func(p parameter) bool { return p.name == name }) {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return "", fmt.Errorf("no parameter %s: this notebook has %s", strings.Join(missing, ", "), names(parameters))
	}
	for _, p := range parameters {
		value, set := values[p.name]
		if !set {
			continue
		}
		literal, err := p.literal(value)
		if err != nil {
			return "", err
		}
		source = source[:p.start] + literal + source[p.end:]
	}
	return source, nil
}

// A parameter is a declaration with a value, which lies at source[start:end].
type parameter struct {
	name       string
	start, end int
	quoted     bool // the value is a string
}

func (p parameter) literal(value string) (string, error) {
	if p.quoted && !strings.HasPrefix(value, `"`) && !strings.HasPrefix(value, "`") {
		return strconv.Quote(value), nil
	}
	if _, err := parser.ParseExpr(value); err != nil {
		return "", fmt.Errorf("parameter %s: %q is not a Go value", p.name, value)
	}
	return value, nil
}

func names(parameters []parameter) string {
	if len(parameters) == 0 {
		return "none"
	}
	var all []string
	for _, p := range parameters {
		if !slices.Contains(all, p.name) {
			all = append(all, p.name)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// findParameters parses the cell as the kernel would: its lines of the forms %… and !… are commands, and
// what follows "%%" is the body of main.
func findParameters(source string) ([]parameter, error) {
	const head = "package main;"
	text := head
	inMain := false
	var offsets []int // of each byte of text in source; -1 for what was added
	for range len(head) {
		offsets = append(offsets, -1)
	}
	add := func(s string, at int) {
		text += s
		for i := range len(s) {
			if at < 0 {
				offsets = append(offsets, -1)
			} else {
				offsets = append(offsets, at+i)
			}
		}
	}
	at := 0
	for line := range strings.SplitAfterSeq(source, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case !inMain && (trimmed == "%%" || strings.HasPrefix(trimmed, "%% ") || trimmed == "%main"):
			inMain = true
			add("func main() {\n", -1)
		case strings.HasPrefix(trimmed, "%") || strings.HasPrefix(trimmed, "!"):
			add("\n", -1)
		default:
			add(line, at)
		}
		at += len(line)
	}
	if inMain {
		add("\n}", -1)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("the cell tagged parameters does not parse: %w", err)
	}
	return declared(file, offsets), nil
}

func declared(file *ast.File, offsets []int) []parameter {
	var parameters []parameter
	add := func(name *ast.Ident, value ast.Expr) {
		base := int(file.FileStart)
		start, end := offsets[int(value.Pos())-base], offsets[int(value.End())-1-base]+1
		basic, isBasic := value.(*ast.BasicLit)
		parameters = append(parameters, parameter{name.Name, start, end, isBasic && basic.Kind == token.STRING})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if len(n.Values) == len(n.Names) {
					add(name, n.Values[i])
				}
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if name, ok := left.(*ast.Ident); ok && n.Tok == token.DEFINE && len(n.Rhs) == len(n.Lhs) {
					add(name, n.Rhs[i])
				}
			}
		}
		return true
	})
	return parameters
}
