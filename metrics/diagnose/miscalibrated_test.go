package diagnose

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/metrics/runs"
)

// posteriors are 4000 scores at 1 positive in 20 that are probabilities, with log odds times sharper and moved by shift.
func posteriors(sharper, shift float64) *predictions.Table {
	return table(4000, 20, func(_ int, is bool, r *rand.Rand) float64 {
		x := r.NormFloat64()
		if is {
			x += 1.5
		}
		return sigmoid(sharper*(1.5*x-1.125-math.Log(19)) + shift)
	})
}

func TestMiscalibrated(t *testing.T) {
	balance := math.Log(19)
	for _, c := range []struct {
		name       string
		scores     *predictions.Table
		manifest   *runs.Manifest
		want, mild string
	}{
		{"probabilities", posteriors(1, 0), nil, "", ""},
		{"moved by class weights", posteriors(1, balance), nil, "", ""},
		{"moved by some class weights", posteriors(1, balance/2), nil, "", ""},
		{"too confident", posteriors(10, 10*balance), nil, "D68", ""},
		{"too confident, and balanced", posteriors(5, 6*balance), nil, "D68", ""},
		{"a run of probabilities", posteriors(1, 0), &runs.Manifest{Shift: 1}, "", ""},
		{"a run of probabilities, moved", posteriors(1, balance), &runs.Manifest{Shift: 1}, "D68", ""},
		{"a run, a little too low", posteriors(1, -1), &runs.Manifest{Shift: 1}, "", "D68"},
		{"a run that was calibrated, moved", posteriors(1, balance), &runs.Manifest{Shift: 19, Calibrator: []byte("{}")}, "D68", ""},
		{"a run with class weights", posteriors(1, balance), &runs.Manifest{Shift: 19}, "", ""},
		{"a run whose loss gives no probabilities", posteriors(10, 10*balance), &runs.Manifest{}, "", ""},
	} {
		e := FromPredictions(c.scores)
		e.Manifest = c.manifest
		var grave, mild []Finding
		for _, f := range Run(e, Miscalibrated) {
			if f.Severity == Info {
				mild = append(mild, f)
			} else {
				grave = append(grave, f)
			}
		}
		if ids(grave) != c.want || ids(mild) != c.mild {
			t.Errorf("%s: found %q, and %q mildly; want %q and %q", c.name, ids(grave), ids(mild), c.want, c.mild)
		}
	}
}

// TestMiscalibratedByShares: scores that were learned at another share of positives are the business of D33.
func TestMiscalibratedByShares(t *testing.T) {
	e := FromPredictions(posteriors(1, math.Log(19)))
	e.Train, e.Manifest = table(4000, 2, normal(0.7, 0.3, 0.1)), &runs.Manifest{Shift: 1}
	if got := sorted(Run(e, Miscalibrated, Leaking)); got != "D33" {
		t.Errorf("found %q, want D33", got)
	}
}
