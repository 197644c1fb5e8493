package predictions

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"github.com/google/renameio/v2"
)

// Write writes the table to path, in the format of its extension, gzipped if it ends in .gz. The file
// appears whole or not at all.
func (t *Table) Write(path string) error {
	format, packed := formatOf(path)
	if format == "" || format == npy || format == npz || packed == "zst" {
		return fmt.Errorf("%s: the extension tells no format: use .csv, .tsv or .jsonl, each with .gz or without", path)
	}
	file, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithPermissions(0o644))
	if err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, err)
	}
	defer file.Cleanup()
	if err := t.encode(file, format, packed == "gz"); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, err)
	}
	if err := file.CloseAtomicallyReplace(); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, err)
	}
	return nil
}

func (t *Table) encode(w io.Writer, f Format, zipped bool) error {
	if !zipped {
		return t.Encode(w, f)
	}
	z := gzip.NewWriter(w)
	return errors.Join(t.Encode(z, f), z.Close())
}

// Encode writes the table to w under the default column names. Reading it back gives the same table;
// rows without labels have no column label, and are not read back.
func (t *Table) Encode(w io.Writer, f Format) error {
	if err := t.validate(); err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	var err error
	switch f {
	case CSV:
		err = t.encodeCSV(b, ',')
	case TSV:
		err = t.encodeCSV(b, '\t')
	case JSONLines:
		err = t.encodeJSON(b)
	default:
		return fmt.Errorf("no format %q: use CSV, TSV or JSONLines", f)
	}
	return errors.Join(err, b.Flush())
}

func (t *Table) encodeCSV(w io.Writer, delimiter rune) error {
	c := csv.NewWriter(w)
	c.Comma = delimiter
	var cells []string
	write := func(value func(f field) string) error {
		cells = cells[:0]
		for f := range fields {
			if t.has(f) {
				cells = append(cells, value(f))
			}
		}
		return c.Write(cells)
	}
	if err := write(func(f field) string { return defaults[f] }); err != nil {
		return err
	}
	for i := range t.Scores {
		if err := write(func(f field) string { return t.cell(f, i) }); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func (t *Table) encodeJSON(w io.Writer) error {
	for i := range t.Scores {
		line := []byte{'{'}
		for f := range fields {
			if !t.has(f) {
				continue
			}
			if len(line) > 1 {
				line = append(line, ',')
			}
			line = strconv.AppendQuote(line, defaults[f])
			line = append(line, ':')
			cell := []byte(t.cell(f, i))
			if f == id || f == group {
				var err error
				if cell, err = json.Marshal(string(cell)); err != nil {
					return err
				}
			}
			line = append(line, cell...)
		}
		if _, err := w.Write(append(line, "}\n"...)); err != nil {
			return err
		}
	}
	return nil
}

// has says whether the table has a column.
func (t *Table) has(f field) bool {
	switch f {
	case id:
		return t.ID != nil
	case label:
		return t.Labels != nil
	case score0:
		return t.Scores0 != nil
	case weight:
		return t.Weights != nil
	case group:
		return t.Groups != nil
	}
	return true
}

// cell is the text of a value, numbers with all their digits.
func (t *Table) cell(f field, i int) string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	switch f {
	case id:
		return t.ID[i]
	case label:
		return strconv.FormatInt(int64(map[bool]int{true: 1}[t.Labels[i]]), 10)
	case score:
		return number(t.Scores[i])
	case score0:
		return number(t.Scores0[i])
	case weight:
		return number(t.Weights[i])
	}
	return t.Groups[i]
}
