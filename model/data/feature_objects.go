package data

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

const featureExample = `{"x1": 0.5, "x2": -3, "label": 1}`

// objects reads JSON lines whose objects all have the keys of the first.
func (f FeatureFormat) objects(l *lines, first string) (header []string, next func() ([]string, error), err error) {
	err = eachValue(first, featureExample, func(key string, _ any) error {
		header = append(header, key)
		return nil
	})
	places := map[string]int{}
	for i, key := range header {
		places[key] = i
	}
	return header, func() ([]string, error) {
		line, err := l.nextFilled()
		if err != nil {
			return nil, err
		}
		row, seen := make([]string, len(header)), make([]bool, len(header))
		err = eachValue(line, featureExample, func(key string, value any) error {
			place, known := places[key]
			if !known {
				return fmt.Errorf("key %s is not in the first line: give every line the same keys", quote(key))
			}
			if seen[place] {
				return fmt.Errorf("key %s stands twice: drop one", quote(key))
			}
			seen[place] = true
			row[place], err = scalarText(value)
			if err != nil {
				return fmt.Errorf("key %s: %w", quote(key), err)
			}
			return nil
		})
		if missing := slices.Index(seen, false); err == nil && missing >= 0 {
			err = fmt.Errorf("key %s is missing: give every line the same keys", quote(header[missing]))
		}
		return row, err
	}, err
}

// scalarText is the text of a JSON value that is no array and no object.
func scalarText(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return fmt.Sprint(v), nil
	case nil:
		return "", nil
	}
	return "", errors.New("a number, a string or a boolean is expected: correct the line")
}
