package bootstrap

import (
	"math"

	"github.com/seqpair/seqpair/metrics"
)

// Choice is a threshold chosen on one split and what it gave on another.
type Choice struct {
	Threshold metrics.Value // chosen on all validation examples; the interval is that of the choice
	Test      metrics.Value // read at that threshold on all test examples; the interval includes the choice's
}

// ChooseThreshold chooses a threshold on validation examples and reads the table at it on test examples, and
// does both again on each replicate, so that the interval of the reading knows that the threshold could have
// been another. Both States must draw the same replicates; units of one name are drawn together in both splits, numbered
// ones apart. choose is called from several goroutines at once; it answers with a threshold and its reading,
// as in
//
//	func(s *metrics.State) (float64, metrics.Value) { return s.BestThreshold(metrics.Confusion.F1) }
//
// A replicate in which that reading is undefined has no threshold and no test reading.
func ChooseThreshold(
	validation, test *State, choose func(*metrics.State) (threshold float64, v metrics.Value), read func(metrics.Confusion) metrics.Value,
) (Choice, error) {
	if err := validation.alike(test); err != nil {
		return Choice{}, err
	}
	samples := []*sample{validation.sample(), test.sample().renumbered()}
	drawn := [2][]float64{make([]float64, validation.replicates), make([]float64, validation.replicates)}
	each(validation.replicates, validation.seed, samples, func(number int, splits []*replicate) {
		threshold, v := choose(splits[0].state())
		drawn[0][number], drawn[1][number] = math.NaN(), math.NaN()
		if v.Undefined == "" {
			drawn[0][number] = threshold
			drawn[1][number] = reading(read(splits[1].state().At(threshold)))
		}
	})
	threshold, v := choose(samples[0].whole())
	chosen := metrics.Value{V: threshold, N: v.N, Weight: v.Weight, NoBaseline: ThresholdAlone}
	tested := metrics.Value{Undefined: v.Undefined, NoBaseline: v.Undefined}
	if v.Undefined != "" {
		chosen = metrics.Value{Undefined: v.Undefined, NoBaseline: ThresholdAlone}
	} else {
		tested = read(samples[1].whole().At(threshold))
	}
	units := min(samples[0].units, samples[1].units)
	return Choice{
		Threshold: withInterval(chosen, drawn[0], units),
		Test:      withInterval(tested, drawn[1], units),
	}, nil
}
