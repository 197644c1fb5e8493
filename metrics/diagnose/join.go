package diagnose

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seqpair/seqpair/metrics/predictions"
)

// with is e and more. several: files of predictions are told by their names.
func (e Evidence) with(more Evidence, several bool) (Evidence, error) {
	if more.Test != nil && several && more.Manifest == nil {
		*more.slot() = more.Test
		if more.slot() != &more.Test {
			more.Test = nil
		}
	}
	if e.Name == "" {
		return more, nil
	}
	for _, pair := range []struct{ mine, other **predictions.Table }{{&e.Train, &more.Train}, {&e.Valid, &more.Valid}, {&e.Test, &more.Test}} {
		if *pair.mine != nil && *pair.other != nil {
			return Evidence{}, fmt.Errorf("%s and %s are both of the same split: put train, valid or test into their names", e.Name, more.Name)
		}
		if *pair.other != nil {
			*pair.mine = *pair.other
		}
	}
	if e.Log != nil && more.Log != nil {
		return Evidence{}, fmt.Errorf("%s and %s are both training logs: give one", e.Name, more.Name)
	}
	if more.Log != nil {
		e.Log = more.Log
	}
	if more.Manifest != nil {
		if e.Manifest != nil {
			return Evidence{}, fmt.Errorf("%s and %s are both runs: give one", e.Name, more.Name)
		}
		e.Manifest, e.Contract, e.Records, e.Config = more.Manifest, more.Contract, more.Records, more.Config
	}
	e.Logits = e.Logits || more.Logits
	e.Probabilities = e.Probabilities || more.Probabilities
	if more.Refused != nil {
		e.Refused = more.Refused
	}
	e.Name += " and " + more.Name
	if !strings.Contains(e.Kind, more.Kind) {
		e.Kind += " and " + more.Kind
	}
	return e, nil
}

// slot is where predictions belong by their name.
func (e *Evidence) slot() **predictions.Table {
	name := strings.ToLower(filepath.Base(e.Name))
	switch {
	case strings.Contains(name, "train"):
		return &e.Train
	case strings.Contains(name, "val"), strings.Contains(name, "dev"):
		return &e.Valid
	}
	return &e.Test
}
