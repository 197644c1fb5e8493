package data

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
)

// FeatureFormat declares what a file of features looks like: CSV, TSV or JSON lines, told apart and checked as [Format] says,
// with a header or keys that name the columns. The zero value takes the columns label, weight, id and group for what
// their names say, and all others for features.
type FeatureFormat struct {
	Kind     Kind     `json:",omitempty"` // empty: found by the name or the first line
	Features []string `json:",omitempty"` // columns of the features, in their order; empty: all that are nothing else
	Label    string   `json:",omitempty"` // column of the label; empty: "label"
	Weight   string   `json:",omitempty"` // column of the weight; empty: "weight" if there is one
	ID       string   `json:",omitempty"` // column of the id; empty: "id" if there is one
	Group    string   `json:",omitempty"` // column of the group; empty: "group" if there is one
	// LabelOptional takes files without a column of labels, of new rows that are only to be scored. Where Label names a column, it is wanted.
	LabelOptional bool `json:",omitempty"`

	Positive string `json:",omitempty"` // label text that is positive, all others are negative; empty: 1, 1.0 or true against 0, 0.0 or false
}

// ReadFeatures reads features from a file as FeatureFormat's zero value says; "-" is standard input.
func ReadFeatures(path string) (*Features, error) { return FeatureFormat{}.Read(path) }

// Read reads features from a file of this format; "-" is standard input.
func (f FeatureFormat) Read(path string) (*Features, error) {
	if path == "-" {
		return f.Decode(os.Stdin, "standard input")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("features cannot be read: %w", err)
	}
	defer file.Close()
	return f.Decode(file, path)
}

// Decode reads features to the end of r. The name stands for the file in messages, and its extension tells the kind.
func (f FeatureFormat) Decode(r io.Reader, name string) (*Features, error) {
	l, err := newLines(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	features := &Features{Source: name}
	labels := labelReader{positive: f.Positive, remedy: "declare in FeatureFormat.Positive which label is positive, or in FeatureFormat.Label which column has the labels"}
	if err := f.decode(l, &labels, features); err != nil {
		return nil, fmt.Errorf("%s: line %d: %w", name, max(l.number, 1), err)
	}
	if err := labels.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := features.Check(); err != nil {
		return nil, err
	}
	return features, nil
}

func (f FeatureFormat) decode(l *lines, labels *labelReader, to *Features) error {
	header, next, err := f.rows(l, to.Source)
	if err != nil {
		return err
	}
	where, err := f.where(header)
	if err != nil {
		return err
	}
	for _, at := range where.features {
		to.Names = append(to.Names, header[at])
	}
	for {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && len(row) != len(header) {
			err = fmt.Errorf("%d columns, and the header has %d: correct the line (a stray or missing separator)", len(row), len(header))
		}
		if err == nil {
			err = where.add(to, row, labels)
		}
		if err != nil {
			return err
		}
	}
}

// rows returns the names of the columns, and a function that returns the texts of the next row.
func (f FeatureFormat) rows(l *lines, name string) (header []string, next func() ([]string, error), err error) {
	first, err := l.peekFilled()
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("the file is empty: expected a header and one example a line")
	}
	if err != nil {
		return nil, nil, err
	}
	kind, err := Format{Kind: f.Kind, Label: "label"}.kind(name, first)
	if err != nil {
		return nil, nil, err
	}
	switch kind {
	case CSV:
		next = func() ([]string, error) { return nextCSV(l) }
	case TSV:
		next = func() ([]string, error) { return nextTSV(l) }
	case JSONLines:
		return f.objects(l, first)
	default:
		return nil, nil, fmt.Errorf("unknown FeatureFormat.Kind %q: use %q, %q or %q", kind, TSV, CSV, JSONLines)
	}
	header, err = next()
	return header, next, err
}

// featureColumns is where the columns stand; -1: nowhere.
type featureColumns struct {
	label, weight, id, group int
	features                 []int
}

// where finds the declared columns among the names.
func (f FeatureFormat) where(header []string) (w featureColumns, err error) {
	for i, name := range header {
		if slices.Contains(header[:i], name) {
			return w, fmt.Errorf("column %s stands twice: rename or drop one", quote(name))
		}
	}
	roles := []struct {
		at              *int
		declared, usual string
	}{{&w.label, f.Label, "label"}, {&w.weight, f.Weight, "weight"}, {&w.id, f.ID, "id"}, {&w.group, f.Group, "group"}}
	taken := map[int]bool{}
	for i, role := range roles {
		name := role.declared
		if name == "" {
			name = role.usual
		}
		*role.at = slices.Index(header, name)
		if *role.at < 0 && (i == 0 && !f.LabelOptional || role.declared != "") {
			remedy := "name it so, or declare its name in FeatureFormat"
			if i == 0 && role.declared == "" {
				remedy += "; rows that are only to be scored need none with FeatureFormat.LabelOptional"
			}
			if bySemicolons(header) {
				remedy = noSemicolons
			}
			return w, fmt.Errorf("no column %s among %s: %s", quote(name), quoteAll(header), remedy)
		}
		if *role.at >= 0 && taken[*role.at] {
			return w, fmt.Errorf("column %s is declared twice in FeatureFormat", quote(name))
		}
		taken[*role.at] = true
	}
	w.features, err = f.featuresIn(header, taken)
	return w, err
}

func (f FeatureFormat) featuresIn(header []string, taken map[int]bool) (at []int, err error) {
	for _, name := range f.Features {
		i := slices.Index(header, name)
		if i < 0 {
			return nil, fmt.Errorf("no column %s among %s: correct FeatureFormat.Features", quote(name), quoteAll(header))
		}
		if taken[i] {
			return nil, fmt.Errorf("column %s is declared twice in FeatureFormat: a label, weight, id or group that is a feature too would give the answer away", quote(name))
		}
		taken[i] = true
		at = append(at, i)
	}
	for i := 0; f.Features == nil && i < len(header); i++ {
		if !taken[i] {
			at = append(at, i)
		}
	}
	return at, nil
}

// add appends a row.
func (w featureColumns) add(to *Features, row []string, labels *labelReader) error {
	if w.label >= 0 {
		label, err := labels.read(row[w.label])
		if err != nil {
			return err
		}
		to.Labels = append(to.Labels, label)
	}
	for i, at := range w.features {
		v, err := strconv.ParseFloat(row[at], 32)
		if errors.Is(err, strconv.ErrRange) {
			return fmt.Errorf("feature %s is %s, which float32 does not hold: scale the feature", quote(to.Names[i]), quote(row[at]))
		}
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("feature %s is %s, want a finite number: fill it in, leave the row out, or list the features in FeatureFormat.Features",
				quote(to.Names[i]), quote(row[at]))
		}
		to.Values = append(to.Values, float32(v))
	}
	if w.weight >= 0 {
		weight, err := strconv.ParseFloat(row[w.weight], 64)
		if err == nil {
			err = checkWeight(weight)
		}
		if err != nil {
			return fmt.Errorf("weight %s: want a finite number >= 0: correct it or drop the column", quote(row[w.weight]))
		}
		to.Weights = append(to.Weights, weight)
	}
	if w.id >= 0 {
		to.IDs = append(to.IDs, row[w.id])
	}
	if w.group >= 0 {
		to.Groups = append(to.Groups, row[w.group])
	}
	return nil
}
