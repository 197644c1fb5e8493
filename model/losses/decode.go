package losses

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
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
	case "bce":
		return decode(fields, func(l *BCE, w ClassWeight) { l.ClassWeight = w })
	case "focal":
		return decode(fields, func(l *Focal, w ClassWeight) { l.ClassWeight = w })
	case "generalized_cross_entropy":
		return decode(fields, func(l *GeneralizedCrossEntropy, w ClassWeight) { l.ClassWeight = w })
	case "ldam":
		return decode(fields, func(l *LDAM, w ClassWeight) { l.ClassWeight = w })
	case "contrastive":
		return decode(fields, func(l *Contrastive, w ClassWeight) { l.ClassWeight = w })
	case "logit_adjusted":
		return decode[LogitAdjusted](fields, nil)
	case "tversky":
		return decode[Tversky](fields, nil)
	case "auc_margin":
		return decode[AUCMargin](fields, nil)
	case "roc_auc":
		return decode[ROCAUC](fields, nil)
	case "average_precision":
		return decode[AveragePrecision](fields, nil)
	case "precision_recall_auc":
		return decode[PrecisionRecallAUC](fields, nil)
	}
	if objective := Objective(name); slices.Contains(objectives, objective) {
		l, err := decode[Constrained](fields, nil)
		if err != nil {
			return nil, err
		}
		c := l.(Constrained)
		c.Objective = objective
		return c, nil
	}
	return nil, fmt.Errorf("unknown name; the losses are %s", strings.Join(Names(), ", "))
}

// decode fills the fields of a loss. weigh sets its class weight; nil if it has none.
func decode[T Loss](fields map[string]json.RawMessage, weigh func(*T, ClassWeight)) (Loss, error) {
	var l T
	if weigh != nil {
		w, err := decodeClassWeight(take(fields, "ClassWeight"))
		if err != nil {
			return nil, err
		}
		weigh(&l, w)
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return nil, fieldError(l, err)
	}
	return l, nil
}

// fieldError says of an error of encoding/json which field of l it is about and what it wants.
func fieldError(l Loss, err error) error {
	var mistyped *json.UnmarshalTypeError
	if errors.As(err, &mistyped) {
		return fmt.Errorf("field %s is a %s, want a %s", mistyped.Field, mistyped.Value, mistyped.Type)
	}
	name, unknown := strings.CutPrefix(err.Error(), "json: unknown field ")
	if !unknown {
		return err
	}
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeOf(l)) {
		names = append(names, field.Name)
	}
	return fmt.Errorf("there is no field %s: use %s", name, strings.Join(names, ", "))
}

// take removes a field and returns it; nil if there is none. As encoding/json does it, it reads names in any case.
func take(fields map[string]json.RawMessage, name string) json.RawMessage {
	for key, value := range fields {
		if strings.EqualFold(key, name) {
			delete(fields, key)
			return value
		}
	}
	return nil
}
