package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seqpair/seqpair/model/internal/difference"
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

// columns is where each role stands in a row: nowhere, in one place, or in those of the fields of a record.
type columns struct {
	at     [roles][]int
	width  int
	header bool // the file names its columns
}

// headerless is a <TAB> b <TAB> label, and unlabelled is a <TAB> b.
var (
	headerless = columns{at: [roles][]int{{0}, {1}, {2}}, width: 3}
	unlabelled = columns{at: [roles][]int{{0}, {1}}, width: 2}
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

// isOtherHeader says whether the first row of a TSV, in lower case, names the columns, or the last one, whose texts may be anything, label.
func (f Format) isOtherHeader(row []string) bool {
	return f.isHeader(row) || f.Positive != "" && row[len(row)-1] == defaultNames[roleLabel]
}

// columns finds the declared columns in a header.
func (f Format) columns(header []string) (columns, error) {
	c := columns{width: len(header), header: true}
	for role, names := range f.names() {
		for _, name := range names {
			at := slices.Index(header, name)
			switch {
			case at >= 0 && slices.Contains(header[at+1:], name):
				return c, fmt.Errorf("column %s stands twice in the header: rename or drop one", quote(name))
			case at >= 0:
				c.at[role] = append(c.at[role], at)
			case f.requires(role):
				return c, f.missing(name, header)
			}
		}
	}
	return c, nil
}

func (f Format) missing(name string, header []string) error {
	remedy := "name the columns a, b and label, or declare their names in Format"
	switch {
	case strings.Contains(f.A+f.B, ","):
		remedy += " (commas part the columns of a record's fields: rename one whose name holds a comma)"
	case bySemicolons(header):
		remedy = noSemicolons
	}
	return fmt.Errorf("no column %s in the header %s: %s", quote(name), quoteAll(header), remedy)
}

const noSemicolons = "separate columns by commas or tabs, not by semicolons"

// bySemicolons says whether a header looks as if semicolons separated its columns.
func bySemicolons(header []string) bool { return len(header) == 1 && strings.Contains(header[0], ";") }

// requires tells whether a file without a role is refused.
func (f Format) requires(role int) bool {
	return role < roleLabel || role == roleLabel && !f.LabelOptional || f.declared()[role] != ""
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
	for role, places := range c.at {
		switch len(places) {
		case 0:
		case 1:
			f[role] = row[places[0]]
		default:
			f[role] = recordOf(row, places)
		}
	}
	return f, nil
}

func recordOf(row []string, places []int) string {
	fields := make([]string, len(places))
	for i, at := range places {
		fields[i] = row[at]
	}
	return record(fields)
}

// record is the text of its fields, with tabs between them; empty if all are. That of one field is the field.
func record(fields []string) string {
	if len(fields) == 1 {
		return fields[0]
	}
	for i, field := range fields {
		fields[i] = strings.ReplaceAll(field, difference.FieldEnd, " ")
	}
	if text := strings.Join(fields, difference.FieldEnd); strings.TrimSpace(text) != "" {
		return text
	}
	return ""
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
