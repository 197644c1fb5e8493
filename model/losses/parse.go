package losses

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Names lists what [Parse] knows.
func Names() []string {
	return []string{
		"bce", "focal", "generalized_cross_entropy", "ldam", "logit_adjusted", "balanced_softmax",
		"tversky", "dice", "soft_f_beta",
		"roc_auc", "partial_auc", "auc_margin", "average_precision", "precision_recall_auc",
		"recall_at_precision", "precision_at_recall", "tpr_at_fpr", "fpr_at_tpr",
		"contrastive",
	}
}

// Parse reads a loss from one line: a name of [Names], and fields of the loss in any case, with or without underscores.
//
//	focal:gamma=2,alpha=0.75
//	recall_at_precision:target=0.9
//	bce:class_weight=0:1,1:9
func Parse(text string) (Loss, error) {
	l, err := parse(text)
	if err == nil {
		err = l.Check()
	}
	if err != nil {
		return nil, fmt.Errorf("loss %q: %w", text, err)
	}
	return l, nil
}

func parse(text string) (Loss, error) {
	name, rest, _ := strings.Cut(text, ":")
	fields := map[string]json.RawMessage{}
	for _, field := range split(rest) {
		key, value, there := strings.Cut(field, "=")
		if !there || key == "" || value == "" {
			return nil, fmt.Errorf("%q is no field: write NAME:field=value,field=value", field)
		}
		key = strings.ToLower(strings.ReplaceAll(key, "_", ""))
		if _, twice := fields[key]; twice {
			return nil, fmt.Errorf("%q stands there twice", key)
		}
		fields[key] = scalar(value)
	}
	return named(name, fields)
}

// split parts fields at commas, but not those of class weights, as in class_weight=0:1,1:9.
func split(text string) []string {
	var fields []string
	for part := range strings.SplitSeq(text, ",") {
		if len(fields) > 0 && strings.Contains(part, ":") && !strings.Contains(part, "=") {
			fields[len(fields)-1] += "," + part
		} else if text != "" {
			fields = append(fields, part)
		}
	}
	return fields
}

// scalar is a number or a bool as Go reads them, and anything else as a string.
func scalar(value string) json.RawMessage {
	var read any = value
	if number, err := strconv.ParseFloat(value, 64); err == nil && !math.IsNaN(number) && !math.IsInf(number, 0) {
		read = number
	} else if value == "true" || value == "false" {
		read = value == "true"
	}
	text, _ := json.Marshal(read) // finite numbers, bools and strings always marshal
	return text
}

// named makes the losses that are another one at certain values, and leaves the rest to JSON.
func named(name string, fields map[string]json.RawMessage) (Loss, error) {
	var fixed Loss
	switch name {
	case "dice":
		fixed = Dice
	case "balanced_softmax":
		fixed = BalancedSoftmax
	case "soft_f_beta":
		var beta float64
		if err := json.Unmarshal(fields["beta"], &beta); err != nil || !(beta > 0) {
			return nil, fmt.Errorf("give beta=B above 0: recall counts B times as much as precision")
		}
		delete(fields, "beta")
		fixed = SoftFBeta(beta)
	case "partial_auc":
		if fields["maxfpr"] == nil {
			return nil, fmt.Errorf("give max_fpr=RATE in (0, 1): the negatives that count")
		}
		return decodeNamed("roc_auc", fields)
	default:
		return decodeNamed(name, fields)
	}
	if len(fields) > 0 {
		return nil, fmt.Errorf("it has no more fields than those that make it")
	}
	return fixed, nil
}

// WithClassWeight returns l with class weights, or an error that says why it has none.
func WithClassWeight(l Loss, w ClassWeight) (Loss, error) {
	switch l := l.(type) {
	case BCE:
		l.ClassWeight = w
		return l, nil
	case Focal:
		l.ClassWeight = w
		return l, l.Check()
	case GeneralizedCrossEntropy:
		l.ClassWeight = w
		return l, nil
	case LDAM:
		l.ClassWeight = w
		return l, nil
	case Contrastive:
		l.ClassWeight = w
		return l, nil
	}
	return nil, fmt.Errorf("loss %s takes no class weights: they cancel out of it, or it balances the classes by itself; bce, focal, generalized_cross_entropy, ldam and contrastive take them", l.Traits().Name)
}
