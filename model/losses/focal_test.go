package losses_test

import (
	"math"
	"testing"

	"github.com/seqpair/seqpair/model/losses"
)

// TestFocalStart compares the odds at which focal loss starts with those beside them: of a constant, none have less loss.
func TestFocalStart(t *testing.T) {
	for name, c := range map[string]struct {
		loss                      losses.Focal
		gamma, positive, negative float64 // weights of the classes
	}{
		"the default":   {losses.Focal{}, 2, 1, 1},
		"alpha":         {losses.Focal{Gamma: 0.5, Alpha: 0.25}, 0.5, 0.25, 0.75},
		"class weights": {losses.Focal{Gamma: 5, ClassWeight: losses.Weights{1, 30}}, 5, 30, 1},
	} {
		for _, share := range []float64{1e-4, 0.05, 0.5, 0.9} {
			loss := func(odds float64) float64 {
				p := odds / (1 + odds)
				ofPositive, ofNegative := -math.Pow(1-p, c.gamma)*math.Log(p), -math.Pow(p, c.gamma)*math.Log1p(-p)
				return share*c.positive*ofPositive + (1-share)*c.negative*ofNegative
			}
			start := c.loss.Start(share / (1 - share))
			for _, beside := range []float64{0.9, 1.1} {
				if loss(start*beside) <= loss(start) {
					t.Errorf("%s, %v positive: the loss at odds of %v is not below that at %v times as many", name, share, start, beside)
				}
			}
		}
	}
	if got := (losses.Focal{Gamma: 1e-9}).Start(0.1); math.Abs(got-0.1) > 1e-6 {
		t.Errorf("without a focus: odds %v, want those of the examples, 0.1", got)
	}
}
