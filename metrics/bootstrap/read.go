package bootstrap

import "github.com/seqpair/seqpair/metrics"

// Read reads each metric of all examples, with the interval that the replicates give, in the order asked for.
// All metrics are read from each replicate in turn, so that asking for more in one call costs little. The
// Read functions of the metrics are called from several goroutines at once, on a State of their own that ends with the call.
func (s *State) Read(ms ...metrics.Metric) []metrics.Reading {
	all := s.sample()
	drawn := drawsOf(ms, s.replicates, all)
	each(s.replicates, s.seed, []*sample{all}, func(number int, replicates []*replicate) {
		for _, d := range drawn {
			d.take(number, replicates[0])
		}
	})
	readings := make([]metrics.Reading, len(ms))
	whole := all.whole()
	for i, m := range ms {
		readings[i] = metrics.Reading{Name: m.Name, Better: m.Better, Value: drawn[i].interval(m.Read(whole), all.units)}
	}
	return readings
}

func drawsOf(ms []metrics.Metric, replicates int, all *sample) []*draws {
	drawn := make([]*draws, len(ms))
	for i, m := range ms {
		drawn[i] = newDraws(m, replicates, all)
	}
	return drawn
}
