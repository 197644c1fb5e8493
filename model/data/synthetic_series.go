package data

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
)

// SyntheticSeriesOptions describes generated pairs of series; the zero value is 2000 pairs of up to 32 steps, one in ten
// positive.
type SyntheticSeriesOptions struct {
	N          int     // pairs; 0: 2000
	Steps      int     // of the longest series, at least 8; the shortest has half of them; 0: 32
	Prevalence float64 // share of positive pairs, in (0, 1); 0: 0.1
	Seed       int64
}

const (
	syntheticSeriesTag = 0x73657269 // "seri": keeps the random stream apart from others
	seriesNoise        = 0.2        // standard deviation, beside waves whose own is 1
)

// SyntheticSeries generates pairs of series of one channel, the same for the same options. Each series is a wave that begins
// anywhere, under noise: in a positive pair both are the same wave, in a negative pair another one, so that no step tells
// them apart but their shape does. The numbers have a unit of their own, so that it pays to standardise them. Exactly
// round(N * Prevalence) pairs are positive, in random places.
func SyntheticSeries(o SyntheticSeriesOptions) (*Series, error) {
	o.N = cmp.Or(o.N, 2000)
	o.Steps = cmp.Or(o.Steps, 32)
	o.Prevalence = cmp.Or(o.Prevalence, 0.1)
	switch {
	case o.N < 2:
		return nil, fmt.Errorf("SyntheticSeriesOptions.N %d: use at least 2 pairs", o.N)
	case o.Steps < 8:
		return nil, fmt.Errorf("SyntheticSeriesOptions.Steps %d: use at least 8", o.Steps)
	case !(o.Prevalence > 0 && o.Prevalence < 1):
		return nil, fmt.Errorf("SyntheticSeriesOptions.Prevalence %v: use a share in (0, 1)", o.Prevalence)
	}
	random := rand.New(rand.NewPCG(uint64(o.Seed), syntheticSeriesTag))
	s := &Series{
		Steps: o.Steps, Channels: 1, A: make([]float32, o.N*o.Steps), B: make([]float32, o.N*o.Steps),
		LengthsA: make([]int32, o.N), LengthsB: make([]int32, o.N), Labels: make([]bool, o.N), Source: "synthetic series",
	}
	positives := int(math.Round(float64(o.N) * o.Prevalence))
	for i, pair := range random.Perm(o.N) {
		s.Labels[pair] = i < positives
		a := newWave(random)
		b := a
		if !s.Labels[pair] {
			b = newWave(random)
		}
		s.LengthsA[pair] = a.draw(random, part(s.A, pair, o.Steps))
		s.LengthsB[pair] = b.draw(random, part(s.B, pair, o.Steps))
	}
	return s, nil
}

// wave is a sine and its overtone.
type wave struct {
	period   float64 // in steps
	overtone float64 // share of the power, in [0, 1]
}

func newWave(random *rand.Rand) wave {
	return wave{3 * math.Pow(8, random.Float64()), random.Float64()} // 3 to 24 steps
}

// draw fills a series from a random moment on up to a random length, which it returns.
func (w wave) draw(random *rand.Rand, series []float32) (length int32) {
	length = int32(len(series) - random.IntN(len(series)/2+1))
	start := random.Float64()
	for i := range length {
		phase := 2 * math.Pi * (start + float64(i)/w.period)
		x := math.Sqrt(2*(1-w.overtone))*math.Sin(phase) + math.Sqrt(2*w.overtone)*math.Sin(2*phase)
		series[i] = float32(20 + 5*(x+seriesNoise*random.NormFloat64())) // as degrees Celsius might be
	}
	return length
}
