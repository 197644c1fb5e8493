package jupyter

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// setParameters returns the source of a cell in which the variables and constants of these names have
// these values. A value is written as in Go and must fit the kind of the value that it replaces; the
// quotes of a string may be left out. `var steps = 10`, `const steps int = 10`, `steps := 10` after a
// line "%%", and `var steps = int64(10)` are all declarations of steps.
func setParameters(source string, values map[string]string) (string, error) {
	parameters, err := findParameters(source)
	if err != nil {
		return "", err
	}
	var missing []string
	for name := range values {
		if !slices.ContainsFunc(parameters, func(p parameter) bool { return p.name == name }) {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return "", fmt.Errorf("there is no parameter %s: this notebook has %s", strings.Join(missing, ", "), names(parameters))
	}
	slices.SortFunc(parameters, func(a, b parameter) int { return b.start - a.start }) // from the end: offsets stay valid
	for _, p := range parameters {
		value, set := values[p.name]
		if !set {
			continue
		}
		literal, err := p.literal(value)
		if err != nil {
			return "", fmt.Errorf("parameter %s: %w", p.name, err)
		}
		source = source[:p.start] + literal + source[p.end:]
	}
	return source, nil
}

// A parameter is a declaration whose value lies at source[start:end].
type parameter struct {
	name       string
	start, end int
	kind       valueKind
}

type valueKind int

const (
	anyKind valueKind = iota
	integerKind
	floatKind
	stringKind
	boolKind
)

// literal returns the value as Go source that keeps the declaration's type.
func (p parameter) literal(value string) (string, error) {
	switch p.kind {
	case stringKind:
		if _, err := strconv.Unquote(value); err == nil {
			return value, nil
		}
		return strconv.Quote(value), nil
	case integerKind:
		if _, err := strconv.ParseInt(value, 0, 64); err != nil {
			return "", fmt.Errorf("%q is not an integer", value)
		}
		return value, nil
	case floatKind:
		if _, err := strconv.ParseInt(value, 10, 64); err == nil {
			return value + ".0", nil
		}
		if number, err := strconv.ParseFloat(value, 64); err != nil || number-number != 0 { // neither NaN nor infinite
			return "", fmt.Errorf("%q is not a number", value)
		}
		return value, nil
	case boolKind:
		if value != "true" && value != "false" {
			return "", fmt.Errorf("%q is neither true nor false", value)
		}
		return value, nil
	}
	if _, err := parser.ParseExpr(value); err != nil {
		return "", fmt.Errorf("%q is not a Go value", value)
	}
	return value, nil
}

func names(parameters []parameter) string {
	if len(parameters) == 0 {
		return "none"
	}
	var all []string
	for _, p := range parameters {
		all = append(all, p.name)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// findParameters lists the declarations with a value.
func findParameters(source string) ([]parameter, error) {
	text := cellText(source)
	file, err := parser.ParseFile(token.NewFileSet(), "", text.String(), parser.SkipObjectResolution)
	if err != nil {
		return nil, errors.New("the cell tagged parameters is not Go: " + err.Error())
	}
	var parameters []parameter
	add := func(name *ast.Ident, value ast.Expr) {
		value, kind := literalOf(value)
		start, end := text.source(value.Pos(), file), text.source(value.End()-1, file)+1
		parameters = append(parameters, parameter{name.Name, start, end, kind})
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
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
	return parameters, nil
}

// literalOf returns the part of a value that is replaced: of a conversion such as int64(7) what is converted.
func literalOf(value ast.Expr) (ast.Expr, valueKind) {
	switch v := value.(type) {
	case *ast.BasicLit:
		return value, map[token.Token]valueKind{token.INT: integerKind, token.FLOAT: floatKind, token.STRING: stringKind}[v.Kind]
	case *ast.Ident:
		if v.Name == "true" || v.Name == "false" {
			return value, boolKind
		}
	case *ast.UnaryExpr:
		_, kind := literalOf(v.X)
		return value, kind
	case *ast.CallExpr:
		if name, ok := v.Fun.(*ast.Ident); ok && len(v.Args) == 1 && conversions[name.Name] {
			return literalOf(v.Args[0])
		}
	}
	return value, anyKind
}

var conversions = map[string]bool{
	"int": true, "int8": true, "int16": true, "int32": true, "int64": true,
	"uint": true, "uint8": true, "uint16": true, "uint32": true, "uint64": true,
	"float32": true, "float64": true, "string": true,
}
