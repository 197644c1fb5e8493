package jupyter

import (
	"go/ast"
	"go/token"
	"strings"
)

// A goText is the Go program that a cell stands for, with the place in the cell of each of its bytes.
type goText struct {
	strings.Builder
	places []int // -1 for what is not in the cell
}

// cellText turns a cell into Go as the kernel does: lines that begin with % or ! are commands, and what
// follows a line "%%" is the body of main.
func cellText(source string) *goText {
	text := &goText{}
	text.add("package main\n", -1)
	inMain, at := false, 0
	for line := range strings.Lines(source) {
		trimmed := strings.TrimSpace(line)
		switch {
		case !inMain && (trimmed == "%%" || trimmed == "%main" || strings.HasPrefix(trimmed, "%% ") || strings.HasPrefix(trimmed, "%main ")):
			inMain = true
			text.add("func main() {\n", -1)
		case strings.HasPrefix(trimmed, "%") || strings.HasPrefix(trimmed, "!"):
			text.add("\n", -1)
		default:
			text.add(line, at)
		}
		at += len(line)
	}
	if inMain {
		text.add("\n}\n", -1)
	}
	return text
}

func (t *goText) add(s string, at int) {
	t.WriteString(s)
	for i := range len(s) {
		place := -1
		if at >= 0 {
			place = at + i
		}
		t.places = append(t.places, place)
	}
}

// source returns the place in the cell of a position in the parsed program.
func (t *goText) source(pos token.Pos, file *ast.File) int { return t.places[int(pos-file.FileStart)] }
