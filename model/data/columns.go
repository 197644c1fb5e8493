package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The roles that a column can have, in the order in which they are written.
const (
	roleA = iota
	roleB
	roleLabel
	roleWeight
	roleID
	roleGroup
	roles
)

var defaultNames = [roles]string{"a", "b", "label", "weight", "id", "group"}

// fields are the texts of one row by role; columns that the file lacks are empty.
type fields [roles]string

// columns is where each role stands in a row; -1: nowhere.
type columns struct {
	at     [roles]int
	width  int
	header bool // the file names its columns
}

// headerless is a <TAB> b <TAB> label, and unlabelled is a <TAB> b.
var (
	headerless = columns{at: [roles]int{0, 1, 2, -1, -1, -1}, width: 3}
	unlabelled = columns{at: [roles]int{0, 1, -1, -1, -1, -1}, width: 2}
)

// headerless is what the rows of a file without a header hold, by the first of them.
func (f Format) headerless(first string) columns {
	if f.LabelOptional && strings.Count(first, "\t") == 1 {
		return unlabelled
	}
	return headerless
}

// isHeader says whether the first row of a TSV names the columns.
func (f Format) isHeader(row []string) bool {
	return f.declares() || slices.Contains(row, "a") && slices.Contains(row, "b") && (f.LabelOptional || slices.Contains(row, "label"))
}

// columns finds the declared columns in a header.
func (f Format) columns(header []string) (columns, error) {
	c := columns{width: len(header), header: true}
	declared := [roles]string{f.A, f.B, f.Label, f.Weight, f.ID, f.Group}
	for role, name := range f.names() {
		c.at[role] = slices.Index(header, name)
		if c.at[role] >= 0 && slices.Contains(header[c.at[role]+1:], name) {
			return c, fmt.Errorf("column %s stands twice in the header: rename or drop one", quote(name))
		}
		required := f.requires(role) || declared[role] != ""
		if c.at[role] < 0 && required {
			remedy := "name the columns a, b and label, or declare their names in Format"
			if len(header) == 1 && strings.Contains(header[0], ";") {
				remedy = "separate columns by commas or tabs, not by semicolons"
			}
			return c, fmt.Errorf("no column %s in the header %s: %s", quote(name), quoteAll(header), remedy)
		}
	}
	return c, nil
}

// requires tells whether a file without a role is refused even where no name of it is declared.
func (f Format) requires(role int) bool {
	return role < roleLabel || role == roleLabel && !f.LabelOptional
}

// fields picks the roles out of a row.
func (c columns) fields(row []string) (fields, error) {
	var f fields
	if len(row) != c.width {
		err := fmt.Errorf("%d columns, and %d are expected: correct the line (a stray or missing separator)", len(row), c.width)
		if !c.header {
			err = fmt.Errorf("%d columns, and %d are expected, %s: correct the line, or put a header with the names a, b and label first",
				len(row), c.width, strings.Join(defaultNames[:c.width], "<TAB>"))
		}
		return f, err
	}
	for role, at := range c.at {
		if at >= 0 {
			f[role] = row[at]
		}
	}
	return f, nil
}

// pair turns the texts of a row into a pair.
func (row fields) pair(labels *labelReader, labelled, weighted bool) (Pair, error) {
	p := Pair{ID: row[roleID], A: row[roleA], B: row[roleB], Weight: 1, Group: row[roleGroup]}
	var err error
	if labelled {
		p.Label, err = labels.read(row[roleLabel])
	}
	if err != nil || !weighted {
		return p, err
	}
	if p.Weight, err = strconv.ParseFloat(row[roleWeight], 64); err != nil {
		return p, fmt.Errorf("weight %s is not a number: correct it or drop the column", quote(row[roleWeight]))
	}
	return p, nil
}

func quoteAll(names []string) string {
	const most = 12
	quoted := make([]string, 0, most+1)
	for _, name := range names[:min(len(names), most)] {
		quoted = append(quoted, quote(name))
	}
	if len(names) > most {
		quoted = append(quoted, "…")
	}
	return strings.Join(quoted, ", ")
}
