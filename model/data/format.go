package data

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seqpair/seqpair/model/internal/difference"
)

// Kind is a file format of pairs.
type Kind string

// The file formats. Ditto (COL name VAL value … <TAB> COL … <TAB> label) is only read.
const (
	TSV       Kind = "tsv"
	CSV       Kind = "csv"
	JSONLines Kind = "jsonl"
	Ditto     Kind = "ditto"
)

// Format declares what a file of pairs looks like. The zero value reads
//
//   - the kind by the name, a trailing .gz aside: .csv is CSV; .jsonl, .ndjson and .json are JSON
//     lines; .tsv is TSV. Every other name, and standard input, goes by the first line that is not
//     empty: it begins with "{": JSON lines; it holds a tab: TSV; it holds a comma: CSV. What would
//     be TSV is Ditto when that line begins with "COL ".
//   - TSV: fields between tabs, without quoting. If the first line holds the names a, b and label,
//     in any order and letter for letter, it is a header; columns named weight, id and group are
//     then read too and others passed over. Otherwise there is no header and every line is
//     a <TAB> b <TAB> label.
//   - CSV (RFC 4180): the same header is required.
//   - JSON lines: one object a line, with the same names as keys. a and b are strings, the fields of a
//     record strings, numbers, booleans or null; the label is a boolean, a number or a string.
//   - Ditto: each side becomes its values, the fields of a record; the column names are dropped.
//   - the text of a record is its fields with tabs between them.
//   - the label: 1, 1.0 or true (in any case) is positive, 0, 0.0 or false negative, all else an error.
//
// Content that begins with gzip's magic bytes is decompressed, whatever its name. A UTF-8 byte
// order mark is dropped; other encodings than UTF-8 are refused. Empty lines are passed over. A
// line may hold 16 MiB.
type Format struct {
	Kind   Kind   `json:",omitempty"` // empty: found as above
	A      string `json:",omitempty"` // column of the first sequence, or several with commas between them, the fields of a record (so no name may hold a comma); empty: "a"
	B      string `json:",omitempty"` // likewise of the second sequence, as many; empty: "b"
	Label  string `json:",omitempty"` // column of the label; empty: "label"
	Weight string `json:",omitempty"` // column of the weight; empty: "weight" if there is one
	ID     string `json:",omitempty"` // column of the id; empty: "id" if there is one
	Group  string `json:",omitempty"` // column of the group; empty: "group" if there is one
	// LabelOptional takes files without labels, of new pairs that are only to be scored: without the column or key, or, in
	// files without a header, with one column less.
	LabelOptional bool `json:",omitempty"`

	Positive string `json:",omitempty"` // label text that is positive, all others are negative; empty: 1, 1.0 or true against 0, 0.0 or false
}

// names are the columns that the format reads, by role: a, b, label, weight, id, group. The fields of a record have one each.
func (f Format) names() [roles][]string {
	var names [roles][]string
	for role, name := range f.declared() {
		if names[role] = []string{cmp.Or(name, defaultNames[role])}; role < roleLabel {
			names[role] = strings.Split(names[role][0], ",")
			for i, field := range names[role] {
				names[role][i] = strings.TrimSpace(field)
			}
		}
	}
	return names
}

func (f Format) declared() [roles]string {
	return [roles]string{f.A, f.B, f.Label, f.Weight, f.ID, f.Group}
}

// declares says whether any column is named, so that a header must be there.
func (f Format) declares() bool { return f.declared() != [roles]string{} }

func (f Format) check() error {
	switch f.Kind {
	case "", TSV, CSV, JSONLines:
	case Ditto:
		if f.declares() {
			return errors.New("the Ditto format has no column names: leave Format.A, B, Label, Weight, ID and Group empty")
		}
	default:
		return fmt.Errorf("unknown Format.Kind %q: use %q, %q, %q or %q", f.Kind, TSV, CSV, JSONLines, Ditto)
	}
	names, seen := f.names(), map[string]bool{}
	if a, b := len(names[roleA]), len(names[roleB]); a != b || a > difference.MostFields {
		return fmt.Errorf("Format.A names %d columns, and Format.B names %d: the fields of records are compared one by one, so name as many for both, at most %d", a, b, difference.MostFields)
	}
	for _, names := range names {
		for _, name := range names {
			if name == "" {
				return fmt.Errorf("columns %s and %s: a name is missing beside a comma, which parts the fields of a record", quote(f.A), quote(f.B))
			}
			if seen[name] {
				return fmt.Errorf("column %s is declared twice in Format: each of a, b, label, weight, id and group needs a column of its own", quote(name))
			}
			seen[name] = true
		}
	}
	return nil
}

// kind is the kind of a file by the rules in Format's comment.
func (f Format) kind(name, firstLine string) (Kind, error) {
	if f.Kind != "" {
		return f.Kind, nil
	}
	kind, err := kindByName(name), error(nil)
	if kind == "" {
		kind, err = kindByLine(firstLine)
	}
	if kind == TSV && !f.declares() && strings.HasPrefix(firstLine, "COL ") {
		kind = Ditto
	}
	return kind, err
}

// kindByName is empty if the name does not tell.
func kindByName(name string) Kind {
	switch filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")) {
	case ".csv":
		return CSV
	case ".jsonl", ".ndjson", ".json":
		return JSONLines
	case ".tsv":
		return TSV
	}
	return ""
}

func kindByLine(line string) (Kind, error) {
	switch {
	case strings.HasPrefix(line, "{"):
		return JSONLines, nil
	case strings.Contains(line, "\t"):
		return TSV, nil
	case strings.Contains(line, ","):
		return CSV, nil
	}
	if bySemicolons([]string{line}) {
		return "", fmt.Errorf("the first line %s has no tab and no comma: %s", quote(line), noSemicolons)
	}
	return "", fmt.Errorf("the first line %s has no tab, no comma and no {: expected TSV (a<TAB>b<TAB>label), CSV, JSON lines or Ditto", quote(line))
}

// quote shows text of a file in a message, cut to a length that keeps the message one line.
func quote(text string) string {
	const most = 40
	if runes := []rune(text[:min(len(text), 8*most)]); len(runes) > most {
		return fmt.Sprintf("%q…", string(runes[:most]))
	}
	return fmt.Sprintf("%q", text)
}
