package losses

import (
	"cmp"
	"fmt"
	"math"

	"github.com/gomlx/gomlx/support/exceptions"
)

// prior returns the declared share of positives, or that of the training examples, by their weights if these are known.
func (t Training) prior(declared float64) (float64, error) {
	if known := cmp.Or(declared, t.Prior); known != 0 {
		return known, nil
	}
	if t.Negatives <= 0 || t.Positives <= 0 {
		return 0, fmt.Errorf("label prior: %d negative and %d positive examples; both classes must be there", t.Negatives, t.Positives)
	}
	return float64(t.Positives) / float64(t.Negatives+t.Positives), nil
}

func checkPrior(declared float64) error {
	if declared != 0 && !(declared > 0 && declared < 1) {
		return fmt.Errorf("%s is %v, want the share of positives in (0, 1), or 0 to take it from the training examples", "Prior", declared)
	}
	return nil
}

// logOdds is log(p/(1−p)).
func logOdds(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

// mustBeResolved panics unless a field that depends on the training examples is filled.
func mustBeResolved(field string, filled bool) {
	if !filled {
		exceptions.Panicf("%s depends on the training examples: use the loss that Resolve returns", field)
	}
}
