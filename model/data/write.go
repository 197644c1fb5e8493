package data

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/google/renameio/v2"
)

// Write writes the pairs to a file, by its name: .tsv, .csv or .jsonl, compressed if .gz follows.
// The file appears whole or not at all, and replaces one that is there. Read gives back the same
// pairs; see Encode for the columns.
func (p *Pairs) Write(path string) error {
	kind := kindByName(path)
	if kind == "" {
		return fmt.Errorf("%s: the name does not say the format: use .tsv, .csv or .jsonl, with or without .gz", path)
	}
	file, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
	if err != nil {
		return fmt.Errorf("pairs cannot be written to %s: %w", path, err)
	}
	defer func() { _ = file.Cleanup() }() // nothing is left to do after the replacement
	if err := p.encodeTo(file, kind, strings.HasSuffix(strings.ToLower(path), ".gz")); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := file.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("pairs cannot be written to %s: %w", path, err)
	}
	return nil
}

func (p *Pairs) encodeTo(w io.Writer, kind Kind, zipped bool) error {
	if !zipped {
		return p.Encode(w, kind)
	}
	z := gzip.NewWriter(w)
	if err := p.Encode(z, kind); err != nil {
		return err
	}
	return z.Close()
}

// Encode writes the pairs as TSV, CSV or JSON lines: columns a, b and label (0 or 1) under a
// header, then weight, id and group where there are any; pairs without labels have no column label. TSV has no quoting, so a text with a tab
// or a line break is an error there.
func (p *Pairs) Encode(w io.Writer, kind Kind) error {
	out := bufio.NewWriterSize(w, 64<<10)
	var err error
	switch kind {
	case TSV:
		err = p.encodeRows(func(row []string) error { return writeTSV(out, row) })
	case CSV:
		table := csv.NewWriter(out)
		err = p.encodeRows(table.Write)
		table.Flush()
	case JSONLines:
		err = p.encodeJSONLines(out)
	default:
		err = fmt.Errorf("pairs cannot be written as %q: use %q, %q or %q", kind, TSV, CSV, JSONLines)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// encodeRows writes the header and every row; the row slice is reused.
func (p *Pairs) encodeRows(write func(row []string) error) error {
	has := [roles]bool{true, true, !p.unlabelled, p.weights != nil, p.ids != nil, p.groups != nil}
	row := make([]string, 0, roles)
	keep := func(texts fields) []string {
		row = row[:0]
		for role, text := range texts {
			if has[role] {
				row = append(row, text)
			}
		}
		return row
	}
	if err := write(keep(defaultNames)); err != nil {
		return err
	}
	for i := range p.labels {
		pair := p.At(i)
		label := "0"
		if pair.Label {
			label = "1"
		}
		texts := fields{pair.A, pair.B, label, strconv.FormatFloat(pair.Weight, 'g', -1, 64), pair.ID, pair.Group}
		if err := write(keep(texts)); err != nil {
			return fmt.Errorf("pair %d: %w", i+1, err)
		}
	}
	return nil
}

func writeTSV(w *bufio.Writer, row []string) error {
	for _, text := range row {
		if strings.ContainsAny(text, "\t\n\r") {
			return fmt.Errorf("%s holds a tab or a line break, which TSV cannot: write .csv or .jsonl", quote(text))
		}
	}
	_, err := w.WriteString(strings.Join(row, "\t") + "\n")
	return err
}

func (p *Pairs) encodeJSONLines(w io.Writer) error {
	type line struct {
		A      string   `json:"a"`
		B      string   `json:"b"`
		Label  *int     `json:"label,omitempty"`
		Weight *float64 `json:"weight,omitempty"`
		ID     string   `json:"id,omitempty"`
		Group  string   `json:"group,omitempty"`
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i := range p.labels {
		pair := p.At(i)
		l := line{A: pair.A, B: pair.B, Group: pair.Group}
		if !p.unlabelled {
			l.Label = new(int)
			if pair.Label {
				*l.Label = 1
			}
		}
		if p.weights != nil {
			l.Weight = &pair.Weight
		}
		if p.ids != nil {
			l.ID = pair.ID
		}
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	return nil
}
