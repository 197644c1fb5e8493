package model

import (
	"errors"
	"fmt"

	"github.com/seqpair/seqpair/model/data"
)

// sameColumns refuses examples that one network cannot read.
func sameColumns(a, b *data.Examples) error {
	same := len(a.Columns) == len(b.Columns) && a.PerExample() == b.PerExample()
	for i := 0; same && i < len(a.Columns); i++ {
		x, y := a.Columns[i], b.Columns[i]
		same = x.Name == y.Name && fmt.Sprint(x.Shape) == fmt.Sprint(y.Shape) && (x.Ints == nil) == (y.Ints == nil)
	}
	if !same {
		return errors.New("examples: columns differ between the parts: each needs the same names, shapes and kinds in the same order, and the same Positions")
	}
	return checkFeatures(b, featuresOf(a))
}

// featuresOf are the names of the numbers of each column that has any.
func featuresOf(e *data.Examples) map[string][]string {
	features := map[string][]string{}
	for _, c := range e.Columns {
		if c.Names != nil {
			features[c.Name] = c.Names
		}
	}
	return features
}

// checkFeatures refuses numbers that are called otherwise than those that a network was trained on.
func checkFeatures(e *data.Examples, trained map[string][]string) error {
	for _, c := range e.Columns {
		names := trained[c.Name]
		for i, name := range c.Names[:min(len(c.Names), len(names))] {
			if name != names[i] {
				return fmt.Errorf("number %d of column %q is %q, and in training it is %q: bring the features into the order of training, as data.FeatureFormat.Features does",
					i+1, c.Name, name, names[i])
			}
		}
	}
	return nil
}
