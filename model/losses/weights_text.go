package losses

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// ParseClassWeight reads a class weight from text: "balanced", "inverse", "effective_number", "effective_number:0.99", or the
// weights of both classes, "0:1,1:9". It refuses missing and foreign classes.
func ParseClassWeight(text string) (ClassWeight, error) {
	name, rest, _ := strings.Cut(text, ":")
	switch {
	case text == "balanced":
		return Balanced, nil
	case text == "inverse":
		return InverseFrequency, nil
	case text == "effective_number":
		return EffectiveNumber{}, nil
	case name == "effective_number":
		beta, err := strconv.ParseFloat(rest, 64)
		if err != nil || !(beta > 0 && beta < 1) {
			return nil, fmt.Errorf("class weight %q: β is %q, want a number in (0, 1)", text, rest)
		}
		return EffectiveNumber{Beta: beta}, nil
	case name == "0", name == "1":
		return parseWeights(text)
	}
	return nil, fmt.Errorf("class weight %q: %w", text, errClassWeight)
}

// parseWeights reads "0:1,1:9".
func parseWeights(text string) (Weights, error) {
	byClass := map[string]float64{}
	for part := range strings.SplitSeq(text, ",") {
		class, number, _ := strings.Cut(part, ":")
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return Weights{}, fmt.Errorf("class weight %q: %q is no number", text, number)
		}
		if _, twice := byClass[class]; twice {
			return Weights{}, fmt.Errorf("class weight %q: class %s stands there twice", text, class)
		}
		byClass[class] = v
	}
	return weightsByClass(byClass)
}

// weightsByClass wants the classes 0 and 1, and no others.
func weightsByClass(byClass map[string]float64) (Weights, error) {
	var w Weights
	for class := range w {
		v, there := byClass[strconv.Itoa(class)]
		if !there {
			return Weights{}, fmt.Errorf("class weights: class %d is missing: give both 0 (negative) and 1 (positive)", class)
		}
		w[class] = v
		delete(byClass, strconv.Itoa(class))
	}
	for class := range byClass {
		return Weights{}, fmt.Errorf("class weights: there is no class %q: the classes are 0 (negative) and 1 (positive)", class)
	}
	return w.Weights(0, 0)
}

// decodeClassWeight reads what ParseClassWeight reads as a string, [w0, w1], {"0": w0, "1": w1}, or null.
func decodeClassWeight(text json.RawMessage) (ClassWeight, error) {
	var rule string
	var w []float64
	var byClass map[string]float64
	switch {
	case len(text) == 0 || string(text) == "null":
		return nil, nil
	case json.Unmarshal(text, &rule) == nil:
		return ParseClassWeight(rule)
	case json.Unmarshal(text, &w) == nil && len(w) == 2:
		return Weights(w), nil
	case json.Unmarshal(text, &byClass) == nil:
		return weightsByClass(byClass)
	}
	return nil, fmt.Errorf("class weight %s: %w", text, errClassWeight)
}
