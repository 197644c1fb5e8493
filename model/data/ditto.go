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
	b.p.unlabelled = where.at[roleLabel] < 0
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

// dittoValues joins the values of one side by single spaces.
func dittoValues(side string) (string, error) {
	words := strings.Fields(side)
	if len(words) < 3 || words[0] != "COL" || words[2] != "VAL" {
		return "", fmt.Errorf("%s does not begin with COL name VAL: correct the line, or declare another Format.Kind", quote(side))
	}
	values := words[:0]
	for i := 0; i < len(words); i++ {
		if words[i] == "COL" && i+2 < len(words) && words[i+2] == "VAL" {
			i += 2
			continue
		}
		values = append(values, words[i])
	}
	return strings.Join(values, " "), nil
}
