package bootstrap

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/seqpair/seqpair/metrics"
)

// replicate is one drawing of a sample, with room that is used again for the next.
type replicate struct {
	*sample
	counts []uint8 // how often each row is drawn
	above  above   // empty until a reader asks
	room   room
	drawn  *metrics.State // nil until a reader asks
	areas  *areas         // nil until a reader asks
}

func newReplicate(s *sample) *replicate {
	return &replicate{sample: s, counts: newCounts(len(s.scores))}
}

// newOnce has every row once, undrawn.
func newOnce(s *sample) *replicate {
	r := newReplicate(s)
	for i := range r.counts {
		r.counts[i] = 1
	}
	return r
}

// state is the State of the drawn rows; it lives until the next drawing.
func (r *replicate) state() *metrics.State {
	if r.drawn == nil {
		r.drawn = r.sample.state(r.counts, &r.room)
	}
	return r.drawn
}

// read is the reading of the drawn rows, or NaN where the metric is undefined.
func (r *replicate) read(m metrics.Metric) float64 {
	if shortcut := shortcutFor(m); shortcut != nil {
		if r.areas == nil {
			r.areas = r.readAreas()
		}
		return shortcut(r.areas)
	}
	if m.Table != nil && r.weights == nil {
		return reading(m.Table(r.table(m.Threshold)))
	}
	return reading(m.Read(r.state()))
}

// reading is the number that v is, or NaN where it is undefined.
func reading(v metrics.Value) float64 {
	if v.Undefined != "" {
		return math.NaN()
	}
	return v.V
}

// each draws every replicate of the samples, all from the same seed, and visits them from as many goroutines
// as there are processors. Which goroutine draws a replicate changes nothing in it.
func each(replicates int, seed uint64, samples []*sample, visit func(number int, drawn []*replicate)) {
	pairs := (replicates + 1) / 2
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), pairs) {
		workers.Go(func() {
			var drawn [2][]*replicate
			for half := range drawn {
				for _, s := range samples {
					drawn[half] = append(drawn[half], newReplicate(s))
				}
			}
			for pair := int(next.Add(1)) - 1; pair < pairs; pair = int(next.Add(1)) - 1 {
				for i, s := range samples {
					drawPair(seed, pair, s.keys, drawn[0][i].counts, drawn[1][i].counts)
				}
				for half := range drawn {
					for _, r := range drawn[half] {
						r.drawn, r.areas, r.above = nil, nil, r.above[:0]
					}
					if number := 2*pair + half; number < replicates {
						visit(number, drawn[half])
					}
				}
			}
		})
	}
	workers.Wait()
}
