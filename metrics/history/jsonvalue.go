package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
)

// unquoted are the constants of Python that JSON does not have.
var unquoted = regexp.MustCompile(`([:\[,]\s*)(NaN|nan|-?Infinity|-?inf|None|True|False)\b`)

// parseJSON parses JSON, or what Python prints for a dictionary.
func parseJSON(b []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var value any
	err := d.Decode(&value)
	if err == nil {
		return value, nil
	}
	if !bytes.Contains(b, []byte(`"`)) {
		b = bytes.ReplaceAll(b, []byte("'"), []byte(`"`))
	}
	d = json.NewDecoder(bytes.NewReader(unquoted.ReplaceAll(b, []byte(`$1"$2"`))))
	d.UseNumber()
	if d.Decode(&value) == nil {
		return value, nil
	}
	return nil, fmt.Errorf("is no JSON: %w", err)
}

// isColumns says whether all values are arrays of the same length, or were frames of pandas: those are made arrays.
func isColumns(object map[string]any) bool {
	length := -1
	for name, value := range object {
		column, ok := value.([]any)
		if rows, numbered := value.(map[string]any); numbered {
			if column, ok = byRow(rows); ok {
				object[name] = column
			}
		}
		if !ok || length >= 0 && len(column) != length {
			return false
		}
		length = len(column)
	}
	return length > 0
}

// byRow are the values of a column {"0": 0.5, "1": 0.4}, as pandas writes it.
func byRow(rows map[string]any) ([]any, bool) {
	var column []any
	for i := range len(rows) {
		value, there := rows[strconv.Itoa(i)]
		if !there {
			return nil, false
		}
		column = append(column, value)
	}
	return column, true
}

// maxNesting is how deep numbers may lie: {"valid": {"metrics": {"f1": 1}}} is three.
const maxNesting = 4

func flatten(prefix string, value any, into map[string]Printed, depth int) {
	if depth > maxNesting {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if prefix != "" {
				name = prefix + "_" + name
			}
			flatten(name, inner, into, depth+1)
		}
	case json.Number:
		if p, err := parsePrinted(v.String()); err == nil {
			into[prefix] = p
		}
	case string:
		if p, err := parsePrinted(v); err == nil {
			into[prefix] = p
		}
	}
}
