package bootstrap

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
)

// room is what the State of a replicate is built in: positives and negatives.
type room [2]metrics.Sorted

// whole is a State of the rows, each once.
func (s *sample) whole() *metrics.State {
	return newOnce(s).state()
}

// state is a State of the rows, row i counts[i] times. It is good until the room is used again.
func (s *sample) state(counts []uint8, into *room) *metrics.State {
	var classes room
	for class, rows := range s.classes {
		n := 0
		for _, row := range rows {
			n += int(counts[row])
		}
		into[class].Scores = repeat(into[class].Scores, s.scores, rows, counts, n)
		classes[class].Scores = into[class].Scores[:n]
		if s.weights != nil {
			into[class].Weights = repeat(into[class].Weights, s.weights, rows, counts, n)
			classes[class].Weights = into[class].Weights[:n]
		}
	}
	state, err := metrics.NewSortedState(classes[0], classes[1])
	if err != nil {
		panic(err) // the rows were validated and are sorted
	}
	return state
}

// repeat writes column[row] counts[row] times for each of the rows, n in all, and returns room for more.
func repeat(into, column []float64, rows []int32, counts []uint8, n int) []float64 {
	const ahead = 3 // so many are written without looking at the count: nearly all counts are below
	into = slices.Grow(into[:0], n+ahead)[:n+ahead]
	at := 0
	for _, row := range rows {
		x, count := column[row], int(counts[row])
		copies := into[at : at+ahead : len(into)]
		copies[0], copies[1], copies[2] = x, x, x
		for k := ahead; k < count; k++ {
			into[at+k] = x
		}
		at += count
	}
	return into
}
