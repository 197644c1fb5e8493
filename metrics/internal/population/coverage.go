package population

import (
	"math/rand/v2"

	"github.com/seqpair/seqpair/metrics"
)

// Coverage is how often a reader's interval held the truth.
type Coverage struct {
	Reader       string
	Held, Missed int // samples in which the interval held the truth, and did not
	Low, High    int // of the missed, those below the truth and those above
	None         int // samples without an interval, or without a reading
}

// Share of the samples that gave an interval; NaN without any.
func (c Coverage) Share() float64 { return float64(c.Held) / float64(c.Held+c.Missed) }

// Reader is something to read, and what it is in a whole population.
type Reader struct {
	Name string
	read func(s *metrics.State, threshold float64) metrics.Value
	true func(p Population, threshold float64) float64
}

// Areas are readers of both areas.
func Areas() []Reader {
	return []Reader{
		{"roc_auc", func(s *metrics.State, _ float64) metrics.Value { return s.ROCAUC() },
			func(p Population, _ float64) float64 { return p.AUC }},
		{"average_precision", func(s *metrics.State, _ float64) metrics.Value { return s.AveragePrecision() },
			func(p Population, _ float64) float64 { return p.AveragePrecision() }},
	}
}

// Table is a reader of the table at a threshold.
func Table(name string, read func(metrics.Confusion) metrics.Value) Reader {
	return Reader{
		name, func(s *metrics.State, threshold float64) metrics.Value { return read(s.At(threshold)) },
		func(p Population, threshold float64) float64 { return read(p.Table(threshold)).V },
	}
}

// Cover draws samples of that many rows and counts. The table is taken at the threshold.
func (p Population) Cover(random *rand.Rand, samples, rows int, threshold float64, readers ...Reader) []Coverage {
	counts, truths := make([]Coverage, len(readers)), make([]float64, len(readers))
	for i, r := range readers {
		counts[i].Reader, truths[i] = r.Name, r.true(p, threshold)
	}
	for range samples {
		s := metrics.NewState()
		if err := s.Update(p.Draw(random, rows)); err != nil {
			panic(err) // scores lie in [0,1]
		}
		for i, r := range readers {
			counts[i].count(r.read(s, threshold), truths[i])
		}
	}
	return counts
}

func (c *Coverage) count(v metrics.Value, truth float64) {
	const rounding = 1e-12
	switch {
	case v.Undefined != "" || v.NoInterval != "":
		c.None++
	case v.Hi < truth-rounding:
		c.Missed++
		c.Low++
	case v.Lo > truth+rounding:
		c.Missed++
		c.High++
	default:
		c.Held++
	}
}
