package data

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// decodeJSONLines reads one object a line.
func (f Format) decodeJSONLines(l *lines, b *builder) error {
	names := f.names()
	weighted := false
	for first := true; ; first = false {
		line, err := l.nextFilled()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		texts, has, err := f.parseObject(line, names)
		if err != nil {
			return err
		}
		if first {
			b.p.unlabelled, weighted = !has[roleLabel], has[roleWeight]
		}
		for role, before := range [roles]bool{roleLabel: !b.p.unlabelled, roleWeight: weighted} {
			if (role == roleLabel || role == roleWeight) && before != has[role] {
				return fmt.Errorf("key %s is in some lines and not in others: give every line a %s, or none", quote(names[role][0]), defaultNames[role])
			}
		}
		if err := b.addRow(texts, weighted); err != nil {
			return err
		}
	}
}

const pairExample = `{"a": "…", "b": "…", "label": 1}`

// parseObject reads the values of the named keys of one JSON object.
func (f Format) parseObject(line string, names [roles][]string) (texts fields, has [roles]bool, err error) {
	values := map[string]string{}
	err = eachValue(line, pairExample, func(key string, value any) error {
		role := slices.IndexFunc(names[:], func(of []string) bool { return slices.Contains(of, key) })
		if role < 0 {
			return nil
		}
		if _, twice := values[key]; twice {
			return fmt.Errorf("key %s stands twice: drop one", quote(key))
		}
		text, err := fieldText(role, len(names[role]) > 1, value)
		if err != nil {
			return fmt.Errorf("key %s: %w", quote(key), err)
		}
		values[key] = text
		return nil
	})
	if err != nil {
		return texts, has, err
	}
	for role, keys := range names {
		var found []string
		for _, key := range keys {
			text, there := values[key]
			if there {
				found = append(found, text)
			} else if f.requires(role) {
				return texts, has, fmt.Errorf("key %s is missing: name the keys a, b and label, or declare their names in Format", quote(key))
			}
		}
		if has[role] = found != nil; has[role] {
			texts[role] = record(found)
		}
	}
	return texts, has, nil
}

// eachValue passes on the keys and values of one JSON object. The example shows what is wanted.
func eachValue(line, example string, each func(key string, value any) error) error {
	d := json.NewDecoder(strings.NewReader(line))
	d.UseNumber()
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return fmt.Errorf("%s is not a JSON object: put one object on each line, such as %s", quote(line), example)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return errJSON(err)
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return errJSON(err)
		}
		if err := each(key.(string), value); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return errJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text after the JSON object: put one object on each line")
	}
	return nil
}

// fieldText is the text that a JSON value stands for in its role, or as a field of a record.
func fieldText(role int, field bool, value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case json.Number:
		if field || role != roleA && role != roleB {
			return v.String(), nil
		}
	case bool:
		if field || role == roleLabel {
			return fmt.Sprint(v), nil
		}
	case nil:
		if field || role == roleID || role == roleGroup {
			return "", nil
		}
	}
	if field {
		return "", errors.New("a string, a number, a boolean or null is expected, and the value is of another kind: correct the line")
	}
	kind := map[int]string{
		roleA: "a string", roleB: "a string", roleLabel: "a boolean, a number or a string",
		roleWeight: "a number", roleID: "a string or a number", roleGroup: "a string or a number",
	}
	return "", fmt.Errorf("%s is expected, and the value is of another kind: correct the line", kind[role])
}

func errJSON(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("it ends early")
	}
	return fmt.Errorf("broken JSON (%w): put one whole object on each line", err)
}
