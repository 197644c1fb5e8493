package data

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// nextCSV reads one record by RFC 4180. encoding/csv is not used because it reads an unclosed quote
// to the end of the file into memory. On an error the line number is that of the record's last line.
func nextCSV(l *lines) ([]string, error) {
	line, err := l.nextFilled()
	if err != nil {
		return nil, err
	}
	quotes := strings.Count(line, `"`)
	if quotes%2 == 0 {
		return splitCSV(line)
	}
	record := bytes.Clone(l.line) // with the \r that nextFilled dropped: it belongs to the open quote
	for start := l.number; quotes%2 == 1; {
		more, err := l.next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("the quote opened in line %d is never closed: close it, or double a quote that belongs to the text", start)
		}
		if err != nil {
			return nil, err
		}
		if len(record)+len(more) > maxLine {
			return nil, fmt.Errorf("the quoted record that starts in line %d is longer than %d MiB: is a quote left open?", start, maxLine>>20)
		}
		record = append(append(record, '\n'), more...)
		quotes += bytes.Count(more, []byte(`"`))
	}
	return splitCSV(strings.TrimSuffix(string(record), "\r"))
}

// splitCSV cuts a whole record, with an even number of quotes, into its fields.
func splitCSV(record string) ([]string, error) {
	var row []string
	for {
		var field string
		var err error
		if strings.HasPrefix(record, `"`) {
			field, record, err = cutQuoted(record)
		} else {
			end := strings.IndexByte(record, ',')
			if end < 0 {
				end = len(record)
			}
			field, record = record[:end], record[end:]
			if strings.Contains(field, `"`) {
				err = fmt.Errorf("a quote inside the unquoted field %s: put the field in quotes and double the quotes in it", quote(field))
			}
		}
		if err != nil {
			return nil, err
		}
		row = append(row, field)
		if record == "" {
			return row, nil
		}
		record = record[1:]
	}
}

// cutQuoted takes a quoted field off the front; what is left is empty or begins with a comma.
func cutQuoted(record string) (field, rest string, err error) {
	var text strings.Builder
	rest = record[1:]
	for {
		end := strings.IndexByte(rest, '"')
		if end < 0 {
			return "", "", errors.New("a quoted field is not closed: close it, or double a quote that belongs to the text")
		}
		text.WriteString(rest[:end])
		rest = rest[end+1:]
		if !strings.HasPrefix(rest, `"`) {
			break
		}
		text.WriteByte('"')
		rest = rest[1:]
	}
	if rest != "" && rest[0] != ',' {
		return "", "", fmt.Errorf("text %s after a closing quote: double a quote that belongs to the text", quote(rest))
	}
	return text.String(), rest, nil
}
