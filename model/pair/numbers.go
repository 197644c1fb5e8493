package pair

import (
	"errors"
	"fmt"
)

// CheckNumbers returns an error that names what in an architecture needs texts, where there are sequences of numbers. Of a [Func]
// nobody knows.
func CheckNumbers(a Architecture) error {
	const noTexts = "there are no texts to compare: use another architecture for sequences of numbers, and name it in a pair.Ensemble beside a pair.Func, not within"
	switch a := a.(type) {
	case Wide:
		return errors.New("pair.Wide: sequences of numbers have no n-grams: use another architecture")
	case Differences:
		return errors.New("pair.Differences: " + noTexts)
	case Similarities:
		return errors.New("pair.Similarities: " + noTexts)
	case Interaction:
		if len(a.NGrams) > 0 {
			return errors.New("pair.Interaction: sequences of numbers have no n-grams in common: leave NGrams out")
		}
	case Ensemble:
		var errs []error
		for i, m := range a.Members {
			if err := CheckNumbers(m); err != nil {
				errs = append(errs, fmt.Errorf("pair.Ensemble: member %d: %w", i+1, err))
			}
		}
		return errors.Join(errs...)
	}
	return nil
}
