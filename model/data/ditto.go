package data

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// decodeDitto reads the format of the Ditto entity matcher (github.com/megagonlabs/ditto):
// COL name VAL value COL name VAL value <TAB> COL … <TAB> label.
func (f Format) decodeDitto(l *lines, where columns, b *builder) error {
	b.p.unlabelled = where.at[roleLabel] == nil
	for {
		row, err := nextTSV(l)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		texts, err := where.fields(row)
		if err != nil {
			return err
		}
		for _, role := range []int{roleA, roleB} {
			if texts[role], err = dittoValues(texts[role]); err != nil {
				return err
			}
		}
		if err := b.addRow(texts, false); err != nil {
			return err
		}
	}
}

// dittoValues are the values of one side as fields of a record, the words of each joined by single spaces.
func dittoValues(side string) (string, error) {
	words := strings.Fields(side)
	if len(words) < 3 || words[0] != "COL" || words[2] != "VAL" {
		return "", fmt.Errorf("%s does not begin with COL name VAL: correct the line, or declare another Format.Kind", quote(side))
	}
	var values [][]string // the words of each
	for i := 0; i < len(words); i++ {
		if words[i] == "COL" && i+2 < len(words) && words[i+2] == "VAL" {
			values = append(values, nil)
			i += 2
			continue
		}
		last := len(values) - 1
		values[last] = append(values[last], words[i])
	}
	fields := make([]string, len(values))
	for i, value := range values {
		fields[i] = strings.Join(value, " ")
	}
	return record(fields), nil
}
