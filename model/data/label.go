package data

import (
	"errors"
	"fmt"
	"strings"
)

// labelReader reads the labels of one file.
type labelReader struct {
	positive string // text that is positive, all others are negative; empty: 1, 1.0 or true against 0, 0.0 or false
	remedy   string // for a text that is no label
	found    bool   // positive
	alike    string // a label that differs from positive in case alone
}

func (r *labelReader) read(text string) (bool, error) {
	if r.positive != "" {
		if text == "" {
			return false, errors.New("the label is empty: give every pair one, or drop the line")
		}
		if text == r.positive {
			r.found = true
		} else if strings.EqualFold(text, r.positive) {
			r.alike = strings.Clone(text) // the caller's may be a piece of a longer line
		}
		return text == r.positive, nil
	}
	switch strings.ToLower(text) {
	case "1", "true", "1.0":
		return true, nil
	case "0", "false", "0.0":
		return false, nil
	}
	return false, fmt.Errorf("label %s is not 0, 1, true or false: %s", quote(text), r.remedy)
}

// check is an error if the positive label stands nowhere but in another case. That none stands there is none: a file may hold
// negatives alone.
func (r *labelReader) check() error {
	if !r.found && r.alike != "" {
		return fmt.Errorf("no label is %s, and some are %s: declare the positive label as the file spells it", quote(r.positive), quote(r.alike))
	}
	return nil
}
