package data

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Read reads pairs from a file as Format's zero value says; "-" is standard input.
func Read(path string) (*Pairs, error) { return Format{}.Read(path) }

// Read reads pairs from a file of this format; "-" is standard input.
func (f Format) Read(path string) (*Pairs, error) {
	if path == "-" {
		return f.Decode(os.Stdin, "standard input")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("pairs cannot be read: %w", err)
	}
	defer file.Close()
	return f.Decode(file, path)
}

// Decode reads pairs to the end of r. The name stands for the file in messages, and its extension
// tells the kind.
func (f Format) Decode(r io.Reader, name string) (*Pairs, error) {
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	l, err := newLines(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	b := newBuilder(name)
	b.labels = labelReader{positive: f.Positive, remedy: "declare in Format.Positive which label is positive, and if this line is a header, its names in Format.A, B and Label"}
	if err := f.decode(l, b); err != nil {
		return nil, fmt.Errorf("%s: line %d: %w", name, max(l.number, 1), err)
	}
	p, err := b.pairs()
	if err == nil {
		err = b.labels.check()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

func (f Format) decode(l *lines, b *builder) error {
	first, err := l.peekFilled()
	if errors.Is(err, io.EOF) {
		return errors.New("the file is empty: expected one pair a line, for example a<TAB>b<TAB>label")
	}
	if err != nil {
		return err
	}
	kind, err := f.kind(b.p.source, first)
	if err != nil {
		return err
	}
	switch kind {
	case JSONLines:
		return f.decodeJSONLines(l, b)
	case Ditto:
		return f.decodeDitto(l, f.headerless(first), b)
	case CSV:
		return f.decodeTable(func() ([]string, error) { return nextCSV(l) }, nil, b)
	default:
		var where *columns
		if row := strings.Split(first, "\t"); !f.isHeader(row) {
			if f.isOtherHeader(strings.Split(strings.ToLower(first), "\t")) {
				return fmt.Errorf("the first line %s names columns otherwise than a, b and label: write these in lower case, or declare their names in Format", quoteAll(row))
			}
			where = new(f.headerless(first))
		}
		return f.decodeTable(func() ([]string, error) { return nextTSV(l) }, where, b)
	}
}

// decodeTable reads rows, the first of which is a header if it is not known where everything stands.
func (f Format) decodeTable(next func() ([]string, error), known *columns, b *builder) error {
	where, err := f.where(next, known)
	if err != nil {
		return err
	}
	b.p.unlabelled = where.at[roleLabel] == nil
	weighted := where.at[roleWeight] != nil
	for {
		row, err := next()
		if errors.Is(err, io.EOF) {
			if where.header && len(b.p.labels) == 0 {
				return errors.New("a header and no pairs: expected one pair on each line after it")
			}
			return nil
		}
		if err != nil {
			return err
		}
		texts, err := where.fields(row)
		if err != nil {
			return err
		}
		if err := b.addRow(texts, weighted); err != nil {
			return err
		}
	}
}

// where is what is known, or what the header says.
func (f Format) where(next func() ([]string, error), known *columns) (columns, error) {
	if known != nil {
		return *known, nil
	}
	row, err := next()
	if err != nil {
		return columns{}, err
	}
	return f.columns(row)
}

func nextTSV(l *lines) ([]string, error) {
	line, err := l.nextFilled()
	if err != nil {
		return nil, err
	}
	return strings.Split(line, "\t"), nil
}
