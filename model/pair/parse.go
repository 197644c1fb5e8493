package pair

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Parse reads an architecture as it is given on a command line: its name, then fields after a colon, several numbers
// joined by +, and slashes between the members of an [Ensemble]. Case does not matter. The name small is [Small], and
// default is [Default].
//
//	siamese:encoder=lstm,filters=64
//	interaction:widths=3+5+7,dropout=0.2
//	interaction:ngrams=2+4/interaction/siamese
func Parse(text string) (Architecture, error) {
	members := strings.Split(text, "/")
	if len(members) == 1 {
		return parseOne(text)
	}
	var e Ensemble
	for _, member := range members {
		m, err := parseOne(member)
		if err != nil {
			return nil, err
		}
		e.Members = append(e.Members, m)
	}
	return e, e.Check()
}

func parseOne(text string) (Architecture, error) {
	name, fields, _ := strings.Cut(text, ":")
	switch strings.ToLower(name) {
	case interactionName:
		return parse[Interaction](text, fields)
	case siameseName:
		return parse[Siamese](text, fields)
	case decomposableName:
		return parse[Decomposable](text, fields)
	case wideName:
		return parse[Wide](text, fields)
	case differencesName:
		return parse[Differences](text, fields)
	case similaritiesName:
		return parse[Similarities](text, fields)
	case "small":
		return Small, nil
	case "default":
		return Default(), nil
	}
	return nil, fmt.Errorf("architecture %q: unknown name %q, use %q, %q, %q, %q, %q, %q, %q or %q", text, name, interactionName, siameseName, decomposableName, wideName, differencesName, similaritiesName, "small", "default")
}

func parse[A Architecture](text, fields string) (Architecture, error) {
	var a A
	for field := range strings.SplitSeq(fields, ",") {
		name, value, found := strings.Cut(field, "=")
		if field == "" {
			continue
		}
		if !found {
			return nil, fmt.Errorf("architecture %q: %q has no value: write %s=VALUE", text, field, name)
		}
		if err := set(reflect.ValueOf(&a).Elem(), strings.TrimSpace(name), strings.TrimSpace(value)); err != nil {
			return nil, fmt.Errorf("architecture %q: %q: %w", text, field, err)
		}
	}
	return a, a.Check()
}

// set reads one field of a struct.
func set(a reflect.Value, name, value string) error {
	field := a.FieldByNameFunc(func(known string) bool { return strings.EqualFold(known, name) })
	if !field.IsValid() {
		var names []string
		for i := range a.NumField() {
			names = append(names, a.Type().Field(i).Name)
		}
		return fmt.Errorf("there is no field %q: use %s", name, strings.Join(names, ", "))
	}
	switch field.Kind() {
	case reflect.String:
		field.SetString(value)
		return nil
	case reflect.Slice:
		value = "[" + strings.ReplaceAll(value, "+", ",") + "]"
	}
	if err := json.Unmarshal([]byte(value), field.Addr().Interface()); err != nil {
		return fmt.Errorf("%q is no %s: write %s=VALUE", value, field.Type(), name)
	}
	return nil
}
