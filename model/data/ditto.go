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
	var fields []string
	begin := 3 // of the field's value
	for i := begin; i <= len(words); i++ {
		switch {
		case i == len(words):
			fields = append(fields, strings.Join(words[begin:], " "))
		case words[i] == "COL" && i+2 < len(words) && words[i+2] == "VAL":
			fields = append(fields, strings.Join(words[begin:i], " "))
			begin, i = i+3, i+2
		}
	}
	return record(fields), nil
}
