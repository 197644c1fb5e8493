package losses

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// encode writes a loss as its name and its fields.
func encode(l Loss, fields any) ([]byte, error) {
	text, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	name := `{"Name":` + strconv.Quote(l.Traits().Name)
	if string(text) == "{}" {
		return []byte(name + "}"), nil
	}
	return append([]byte(name+","), text[1:]...), nil
}

// Decode reads a loss that json.Marshal wrote. It refuses unknown names and unknown fields.
func Decode(text []byte) (Loss, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, fmt.Errorf("loss: %w", err)
	}
	var name string
	if err := json.Unmarshal(fields["Name"], &name); err != nil {
		return nil, fmt.Errorf("loss: no name: %s", text)
	}
	delete(fields, "Name")
	l, err := decodeNamed(name, fields)
	if err != nil {
		return nil, fmt.Errorf("loss %s: %w", name, err)
	}
	return l, nil
}

func decodeNamed(name string, fields map[string]json.RawMessage) (Loss, error) {
	switch name {
	case BCE{}.Traits().Name:
		return decode(fields, func(l *BCE, w ClassWeight) { l.ClassWeight = w })
	}
	return nil, fmt.Errorf("unknown name, this version knows %q", []string{"bce"})
}

// decode fills the fields of a loss. weigh sets its class weight; nil if it has none.
func decode[T Loss](fields map[string]json.RawMessage, weigh func(*T, ClassWeight)) (Loss, error) {
	var l T
	if weigh != nil {
		w, err := decodeClassWeight(fields["ClassWeight"])
		if err != nil {
			return nil, err
		}
		weigh(&l, w)
		delete(fields, "ClassWeight")
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return nil, err
	}
	return l, nil
}
