package jupyter

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// CellError is a cell that failed: what was wrong in a few lines, instead of a trace.
type CellError struct {
	Notebook string
	Cell     int // number of the code cell, from 1, as front ends show it
	Faults   []Fault
}

// A Fault is one thing that is wrong in a cell.
type Fault struct {
	Cell    int // number of the cell that holds the line: a declaration of an earlier cell may be at fault
	Line    int // from 1; 0 if unknown
	Message string
}

func (e *CellError) Error() string {
	separator := ": "
	if len(e.Faults) > 1 {
		separator = "\n  "
	}
	text := fmt.Sprintf("%s, cell %d", e.Notebook, e.Cell)
	for _, fault := range e.Faults {
		text += separator
		switch {
		case fault.Line > 0 && fault.Cell != e.Cell:
			text += fmt.Sprintf("line %d of cell %d: ", fault.Line, fault.Cell)
		case fault.Line > 0:
			text += fmt.Sprintf("line %d: ", fault.Line)
		}
		text += fault.Message
	}
	return text
}

// cellError reads the outputs of the cell that failed.
func (n notebook) cellError(path string, index int) *CellError {
	e := &CellError{Notebook: path, Cell: n.number(index)}
	var errors strings.Builder // standard error
	var failure output
	for _, out := range n.Cells[index].Outputs {
		switch {
		case out.Type == "stream" && out.Name == "stderr":
			errors.WriteString(string(out.Text))
		case out.Type == "error":
			failure = out
		}
	}
	if e.Faults = compileFaults(failure.Traceback); len(e.Faults) > 0 {
		return e
	}
	if fault, ok := missingPackage(failure.Error); ok {
		e.Faults = []Fault{fault}
		return e
	}
	printed := colour.ReplaceAllString(errors.String(), "")
	if fault, ok := panicFault(printed); ok {
		e.Faults = []Fault{fault}
		return e
	}
	printed = strings.TrimSuffix(strings.TrimSpace(printed), strings.TrimSpace(failure.Error))
	message := shorten(failure.Error)
	if printed = strings.TrimSpace(printed); printed != "" {
		message += ": " + lastLines(printed, 3)
	}
	e.Faults = []Fault{{Message: message}}
	return e
}

var (
	colour     = regexp.MustCompile("\x1b\\[[0-9;]*m")
	cellLine   = regexp.MustCompile(`Cell ?\[(\d+)\]:? Line (\d+)`)
	panicStart = regexp.MustCompile(`(?m)^(?: \[\[ Cell .*\.go:\d+: |\S*\.go:\d+: )?(?:panic|fatal error): `)
	noPackage  = regexp.MustCompile(`(?:cannot find module providing package|no required module provides package|imports) ([^\s;:]+)(?: from implicitly|[;:\n]|$)`)
)

const maxFaults = 5

// compileFaults reads GoNB's report of a compilation: per fault a position, lines around it, the message.
func compileFaults(traceback []string) []Fault {
	var faults []Fault
	for _, entry := range traceback {
		entry = colour.ReplaceAllString(entry, "")
		at := cellLine.FindStringSubmatch(entry)
		if at == nil || !strings.HasPrefix(entry, "Cell") || len(faults) == maxFaults {
			continue
		}
		faults = append(faults, Fault{Cell: atoi(at[1]), Line: atoi(at[2]), Message: lastLines(entry, 1)})
	}
	return faults
}

func missingPackage(text string) (Fault, bool) {
	found := noPackage.FindStringSubmatch(text)
	if found == nil {
		return Fault{}, false
	}
	return Fault{Message: fmt.Sprintf("no module of the project provides the package %s: run `go get %s` in the project and restart the kernel", found[1], found[1])}, true
}

// panicFault reads the line that is printed of a panic, or the whole report of one in a cell of tests.
func panicFault(printed string) (Fault, bool) {
	at := panicStart.FindStringIndex(printed)
	if at == nil {
		return Fault{}, false
	}
	said, _, _ := strings.Cut(printed[at[0]:], "\nexit status ")
	message, _, _ := strings.Cut(said[at[1]-at[0]:], "\n\ngoroutine ")
	fault := Fault{Message: "panic: " + shorten(message)}
	if position := cellLine.FindStringSubmatch(said); position != nil {
		fault.Cell, fault.Line = atoi(position[1]), atoi(position[2])
	}
	return fault, true
}

// shorten keeps the first lines of a message.
func shorten(message string) string {
	const lines, bytes = 3, 600
	kept := strings.SplitN(strings.TrimSpace(message), "\n", lines+1)
	message = strings.Join(kept[:min(lines, len(kept))], "\n")
	if len(message) > bytes {
		message = strings.ToValidUTF8(message[:bytes], "") + " …"
	}
	return message
}

// atoi is for digits that a pattern has matched.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
