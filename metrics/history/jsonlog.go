package history

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/seqpair/seqpair/metrics/internal/text"
)

// ReadJSON reads a training log in JSON of any program: one object per line, with an epoch or without; Python's
// printed dictionaries; an array of such objects; or one object of arrays, as Keras's History.history. Objects of
// the same epoch are one epoch. Numbers within objects keep their path: {"val": {"loss": 1}} is val_loss. A last
// line that was cut is dropped.
func ReadJSON(r io.Reader, source string) (*Log, error) {
	b, err := text.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	j := &jsonLog{Log: &Log{Source: source, Format: "JSON"}}
	if err = j.read(b); err == nil && len(j.Epochs)+len(j.Reports) == 0 {
		err = errors.New("no numbers by epoch in this JSON: is it a training log?")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	j.countFromOne()
	return j.Log, nil
}

type jsonLog struct {
	*Log
	zero bool // an epoch 0 was seen
}

func (j *jsonLog) read(b *bufio.Reader) error {
	lines := text.NewLines(b)
	var document []byte // what is no object per line
	for {
		line, err := lines.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", lines.Number, err)
		}
		row := bytes.TrimSpace(line)
		switch {
		case len(row) == 0:
		case len(document) == 0 && bytes.HasPrefix(row, []byte("{")) && bytes.HasSuffix(bytes.TrimSuffix(row, []byte(",")), []byte("}")):
			err = j.addLine(bytes.TrimSuffix(row, []byte(",")))
		case len(document) == 0 && len(j.Epochs) > 0 && !lines.Whole:
			return nil // cut while it was written
		case len(document)+len(row) > text.Limit:
			return text.ErrLong
		default:
			document = append(append(document, row...), '\n')
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", lines.Number, err)
		}
	}
	if len(document) == 0 {
		return nil
	}
	value, err := parseJSON(document)
	if err != nil {
		return fmt.Errorf("%w: is the file cut?", err)
	}
	return j.addDocument(value)
}

func (j *jsonLog) addLine(line []byte) error {
	value, err := parseJSON(line)
	if err != nil {
		return err
	}
	object, _ := value.(map[string]any)
	if isColumns(object) {
		return j.addColumns(object)
	}
	return j.addObject(object)
}

func (j *jsonLog) addDocument(value any) error {
	switch v := value.(type) {
	case map[string]any:
		// Hugging Face's trainer_state.json keeps its rows there.
		if rows, ok := v["log_history"].([]any); ok {
			return j.addDocument(rows)
		}
		if isColumns(v) {
			return j.addColumns(v)
		}
		return j.addObject(v)
	case []any:
		for _, row := range v {
			if object, ok := row.(map[string]any); ok {
				if err := j.addObject(object); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (j *jsonLog) addColumns(object map[string]any) error {
	names := slices.Sorted(maps.Keys(object))
	for i := range object[names[0]].([]any) {
		row := map[string]any{}
		for _, name := range names {
			row[name] = object[name].([]any)[i]
		}
		if err := j.addObject(row); err != nil {
			return err
		}
	}
	return nil
}

// addObject adds the numbers of an object to its epoch, or a report.
func (j *jsonLog) addObject(object map[string]any) error {
	if r, ok := reportOf(object); ok && len(j.Reports) < maxMessages {
		j.Reports = append(j.Reports, r)
		return nil
	}
	found := map[string]Printed{}
	flatten("", object, found, 0)
	epoch, step := len(j.Epochs)+1, int64(0)
	same := false
	for _, name := range slices.Sorted(maps.Keys(found)) {
		value := found[name].Value
		switch strings.ToLower(name) {
		case "epoch", "epochs", "current_epoch":
			delete(found, name)
			if value >= 0 && value < 1<<31 {
				epoch = int(value)
				j.zero = j.zero || epoch == 0
				same = j.last() != nil && j.last().Epoch == epoch
			}
		case "step", "global_step":
			delete(found, name)
			if value >= 0 && value < 1<<53 {
				step = int64(value)
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	if !same {
		if err := j.begin(epoch, 0); err != nil {
			return err
		}
	}
	j.last().Step = max(j.last().Step, step)
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if err := j.set(name, found[name]); err != nil {
			return err
		}
	}
	return nil
}

// countFromOne counts epochs from 1 where the log counts from 0.
func (j *jsonLog) countFromOne() {
	if j.zero {
		for i := range j.Epochs {
			j.Epochs[i].Epoch++
		}
	}
}
