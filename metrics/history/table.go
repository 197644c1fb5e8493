package history

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// table collects the rows of a printed table whose header names the columns of a training log: of fastai, of
// Hugging Face's notebooks, of a pandas frame, of Markdown.
type table struct {
	Log
	names []string
	rows  int  // since the header
	wraps bool // pandas goes on with more columns of the same rows
	zero  bool // an epoch 0 was seen
}

// addLine reads a header or a row.
func (t *table) addLine(line string) error {
	cells := tableCells(line)
	switch {
	case len(cells) < 2:
		return nil
	case isTableHeader(cells) || t.wraps && !startsWithDigit(cells[0]):
		if !t.wraps {
			t.Epochs = nil
		}
		t.wraps = cells[len(cells)-1] == `\`
		t.rows, t.names = 0, nil
		for _, cell := range cells {
			if cell != `\` {
				t.names = append(t.names, strings.Clone(strings.ReplaceAll(cell, " ", "_")))
			}
		}
		return nil
	case t.names == nil || !isTableRow(cells) || len(cells) != len(t.names) && len(cells) != len(t.names)+1:
		return nil
	}
	return t.addRow(cells[len(cells)-len(t.names):])
}

func (t *table) addRow(cells []string) error {
	t.rows++
	epoch, epochs := t.rows, 0
	if at := slices.IndexFunc(t.names, isEpochColumn); at >= 0 {
		of, all, _ := strings.Cut(cells[at], "/")
		number, err := strconv.ParseFloat(of, 64)
		if err != nil || number != float64(int32(number)) || number < 0 {
			return nil
		}
		epoch = int(number)
		epochs, _ = strconv.Atoi(all)
		t.zero = t.zero || epoch == 0
	}
	into := t.rows - 1 // of a frame that wraps, the row that is there
	if into >= len(t.Epochs) {
		if err := t.begin(epoch, epochs); err != nil {
			return err
		}
		into = len(t.Epochs) - 1
	}
	for i, cell := range cells {
		p, err := parsePrinted(strings.TrimSuffix(cell, "%"))
		if err != nil || isEpochColumn(t.names[i]) {
			continue
		}
		if strings.HasSuffix(cell, "%") {
			p = percent(p)
		}
		if err := t.setAt(into, t.names[i], p); err != nil {
			return err
		}
	}
	return nil
}

// bars stand between the cells of Markdown and of tables drawn in a terminal.
const bars = "|│┃"

// elided stands where pandas leaves columns out.
const elided = "..."

// tableCells are the cells of a line, between bars if it has any, else between spaces.
func tableCells(line string) []string {
	if !strings.ContainsAny(line, bars) {
		return strings.Fields(line)
	}
	cells := strings.Split(strings.Trim(strings.NewReplacer("│", "|", "┃", "|").Replace(line), "| \t>"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// isTableHeader says whether cells are names, of which two at least are an epoch or what a log measures.
func isTableHeader(cells []string) bool {
	n := 0
	for _, cell := range cells {
		if cell == `\` || cell == elided {
			continue
		}
		if cell == "" || !unicode.IsLetter([]rune(cell)[0]) || strings.ContainsAny(cell, ":=") {
			return false
		}
		if isEpochColumn(cell) || measured(cell) {
			n++
		}
	}
	return n >= 2
}

// isTableRow says whether a cell at least is a number, and all others hold no words.
func isTableRow(cells []string) bool {
	n := 0
	for _, cell := range cells {
		_, err := parsePrinted(strings.TrimSuffix(cell, "%"))
		switch {
		case err == nil:
			n++
		case cell != "" && cell != "-" && cell != elided && cell != "None" && cell != "No log" && !startsWithDigit(cell):
			return false
		}
	}
	return n > 0
}

func startsWithDigit(cell string) bool { return cell != "" && cell[0] >= '0' && cell[0] <= '9' }

// measures are the words of which names of metrics are made.
var measures = []string{"loss", "acc", "prec", "recall", "f1", "auc", "auroc", "specificity", "sensitivity", "mcc", "iou", "dice"}

// measured says whether a name is one of a metric.
func measured(name string) bool { return containsAny(strings.ToLower(name), measures) }
