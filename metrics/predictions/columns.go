package predictions

import (
	"fmt"
	"slices"
	"strings"
)

// Columns declares how a file names its columns and what its texts mean. A name fits a column of exactly
// that name, else one that differs in case only.
type Columns struct {
	Label  string // zero: "label"
	Score  string // P(positive), or its logit; zero: "score"
	Score0 string // the other output of a two-column softmax; zero: "score_0", if the file has it
	Weight string // zero: "weight", if the file has it; else all ones
	ID     string // zero: "id", if the file has it
	Group  string // zero: "group", if the file has it

	// Positive is the label text that means positive; the file may hold one other text.
	// Zero: 1 or true are positive, 0 or false negative (in any case, and 1.0 and 0.0), nothing else is accepted.
	Positive string

	// Logits declares that scores are logits: Score becomes sigmoid(Score), or the softmax of both columns
	// where Score0 is there. Zero: scores are probabilities, and one outside [0,1] is refused.
	Logits bool

	// SkipTexts leaves out the ids and the groups, even where they are named: most metrics need neither, and they
	// take most of the time and memory.
	SkipTexts bool

	Delimiter rune // of CSV and TSV; zero: comma and tab

	// LabelFile is a plain .npy of labels that goes with a plain .npy of scores, row by row. Other formats
	// hold their labels, and need none.
	LabelFile string
}

// field is one of a table's columns.
type field int

const (
	id field = iota
	label
	score
	score0
	weight
	group
	fields
)

// defaults are the column names that Encode writes, by field.
var defaults = [fields]string{"id", "label", "score", "score_0", "weight", "group"}

// wanted returns for each field the column to look for and whether a file without it is refused.
func (c Columns) wanted() (names [fields]string, required [fields]bool) {
	declared := [fields]string{id: c.ID, label: c.Label, score: c.Score, score0: c.Score0, weight: c.Weight, group: c.Group}
	for f, name := range declared {
		names[f], required[f] = name, name != "" || field(f) == label || field(f) == score
		if name == "" {
			names[f] = defaults[f]
		}
	}
	return names, required
}

// header maps the fields to columns of a file.
type header struct {
	at    [fields]int    // position of the column, -1 if the file lacks it
	names [fields]string // as the file spells it
}

// skips says whether the table goes without a column.
func (c Columns) skips(f field) bool { return c.SkipTexts && (f == id || f == group) }

// locate finds the columns of a file that a Columns declares.
func (c Columns) locate(columns []string) (header, *Error) {
	seen := make(map[string]bool, len(columns))
	for _, name := range columns {
		if seen[name] {
			return header{}, twice(name)
		}
		seen[name] = true
	}
	var h header
	names, required := c.wanted()
	for f, name := range names {
		h.at[f] = slices.Index(columns, name)
		if h.at[f] < 0 {
			h.at[f] = slices.IndexFunc(columns, func(s string) bool { return strings.EqualFold(s, name) })
		}
		if h.at[f] >= 0 {
			h.names[f] = columns[h.at[f]]
		} else if required[f] {
			return header{}, missing(field(f), name, columns)
		}
	}
	return h, nil
}

func twice(name string) *Error {
	return &Error{Column: name, Problem: "stands there twice", Remedy: "rename one of the two"}
}

// maxListed bounds the columns that an error lists.
const maxListed = 20

func missing(f field, name string, columns []string) *Error {
	listed, more := columns, ""
	if len(listed) > maxListed {
		listed, more = listed[:maxListed], fmt.Sprintf(" and %d more", len(columns)-maxListed)
	}
	quoted := make([]string, len(listed))
	for i, c := range listed {
		quoted[i] = fmt.Sprintf("%.40q", c)
	}
	remedy := fmt.Sprintf("declare which column holds the %s, or rename it in the file", meanings[f])
	if f == label {
		remedy += "; without labels, as of new pairs, no metric can be read"
	}
	if len(columns) == 1 && strings.Contains(columns[0], ";") {
		remedy = "separate columns by commas or tabs, not by semicolons, and write numbers with a decimal point"
	}
	return &Error{
		Column:  name,
		Problem: fmt.Sprintf("is missing; the columns are %s%s", strings.Join(quoted, ", "), more),
		Remedy:  remedy,
	}
}

var meanings = [fields]string{"id", "label", "score of the positive class", "score of the negative class", "weight", "group"}
