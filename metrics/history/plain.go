package history

import (
	"regexp"
	"strings"
)

// plain collects named numbers that belong to no epoch: what a script prints of one evaluation. A name that comes
// again begins another one.
type plain struct {
	Log
	cells strings.Builder // lines that name cells of a confusion matrix
}

// maxCells is how much text of cells is kept, in bytes.
const maxCells = 2000

// filler are words before a name that say nothing: "I get loss: 1.4573".
var filler = regexp.MustCompile(`(?i)^(?:(?:i|we|get|got|is|the|my|and|with|of|a|final|overall|best)_)+`)

func (l *plain) addLine(line string) error {
	if cells := tableCells(line); len(cells) == 2 && strings.ContainsAny(line, bars) {
		line = cells[0] + ": " + cells[1] // a name and its number, as Lightning prints test metrics
	}
	if l.cells.Len()+len(line) < maxCells && (namedCount.MatchString(line) || namedCells.MatchString(line)) {
		l.cells.WriteString(line + "\n")
	}
	if len(l.Epochs) >= maxMessages || !strings.ContainsAny(line, ":=") || !measured(line) {
		return nil // so many evaluations are steps of something else
	}
	return eachPair(loosePair, line, func(name string, p Printed) error {
		name = filler.ReplaceAllString(name, "")
		if !measured(name) {
			return nil
		}
		if e := l.last(); e == nil || e.has(name) {
			if err := l.begin(len(l.Epochs)+1, 0); err != nil {
				return err
			}
		}
		return l.set(name, p)
	})
}

func (e *LogEpoch) has(name string) bool {
	_, there := e.Values[name]
	return there
}

// whole are the evaluations, if they are any: a lone number proves nothing, and may be a setting.
func (l *plain) whole() []LogEpoch {
	if len(l.Epochs) == 0 || len(l.Epochs[0].Names) < 2 {
		return nil
	}
	return l.Epochs
}
