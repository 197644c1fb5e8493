package predictions

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// jsonRows reads JSON lines. The first object is the header of the file: what it has, all must have.
type jsonRows struct {
	lines *text.Lines
	head  header
	names []string          // keys of the latest object
	cells map[string]string // its scalars
	first bool              // it has not been returned yet
}

func newJSONRows(r *bufio.Reader) *jsonRows {
	return &jsonRows{lines: text.NewLines(r), cells: map[string]string{}}
}

func (j *jsonRows) line() int { return j.lines.Number }

func (j *jsonRows) header(c Columns) (header, error) {
	err := j.read()
	if errors.Is(err, io.EOF) {
		return header{}, errEmpty
	}
	if err != nil {
		return header{}, err
	}
	h, problem := c.locate(j.names)
	if problem != nil {
		problem.Line = j.line()
		return header{}, problem
	}
	j.head, j.first = h, true
	return h, nil
}

func (j *jsonRows) next() (row, error) {
	if !j.first {
		if err := j.read(); err != nil {
			return row{}, err
		}
	}
	j.first = false
	var r row
	for f, name := range j.head.names {
		if j.head.at[f] >= 0 {
			r.cells[f], r.present[f] = j.cells[name], j.has(name)
		} else if j.has(defaults[f]) {
			return row{}, &Error{Line: j.line(), Column: defaults[f], Problem: "is missing in the first line", Remedy: "give every line the same keys"}
		}
	}
	return r, nil
}

func (j *jsonRows) has(name string) bool {
	_, ok := j.cells[name]
	return ok
}

// read reads the next object that is not blank.
func (j *jsonRows) read() error {
	for {
		line, err := j.lines.Next()
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(line)) > 0 {
			return j.parse(line)
		}
	}
}

func (j *jsonRows) parse(line []byte) error {
	broken := func(problem string, err error) error {
		return &Error{Line: j.line(), Problem: problem, Remedy: `write one object per line, such as {"label": 1, "score": 0.25}`, Err: err}
	}
	d := json.NewDecoder(bytes.NewReader(line))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return broken("is no JSON object", err)
	}
	j.names = j.names[:0]
	clear(j.cells)
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return broken(fmt.Sprintf("is broken JSON (%v)", err), err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return broken(fmt.Sprintf("is broken JSON at %.40q (%v)", key, err), err)
		}
		name, _ := key.(string)
		if j.has(name) {
			problem := twice(name)
			problem.Line = j.line()
			return problem
		}
		j.names = append(j.names, name)
		if cell, ok := scalar(value); ok {
			j.cells[name] = cell
		}
	}
	if _, err := d.Token(); err != nil {
		return broken(fmt.Sprintf("is broken JSON (%v)", err), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return broken("holds more than one JSON value", err)
	}
	return nil
}

// scalar is the text of a string, number or boolean; null is none of them.
func scalar(value json.RawMessage) (string, bool) {
	switch value[0] {
	case '"':
		var s string
		err := json.Unmarshal(value, &s)
		return s, err == nil
	case '{', '[', 'n':
		return "", false
	}
	return string(value), true
}
