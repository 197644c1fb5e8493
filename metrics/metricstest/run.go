package metricstest

import (
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"pgregory.net/rapid"
)

// Options say how the harness looks into an accumulator.
type Options[A any] struct {
	// Read gives the readings by name. A reading that is undefined is left out, so that whether it is
	// undefined is compared too. Readings must not depend on the unweighted number of rows, since k copies
	// of a row have to read as one row of weight k. Required.
	Read func(A) map[string]float64
	// Exact demands that order, chunking and merging change no reading by a single bit. False allows for
	// rounding, a relative 1e-9.
	Exact bool
	// Encode and Decode write and read an accumulator. Nil leaves the round trip out.
	Encode func(A) ([]byte, error)
	Decode func([]byte) (A, error)
}

// Run checks every law on accumulators that newEmpty makes, one subtest a law:
//
//   - chunking: any cutting of the rows into batches reads the same
//   - order: any order of the rows reads the same
//   - merge: parts merge, in any order and grouping and with empty ones, to the whole, and stay as they were
//   - copies: weight k reads as k copies
//   - absent: a row of weight 0 reads as no row
//   - ones: weights of 1 read as no weights
//   - refusal: an Update that fails changes nothing, whatever is wrong with whichever row
//   - ownership: what the caller does to a batch after Update changes nothing
//   - reset: after Reset all is forgotten
//   - round trip: what is written and read again reads the same, and goes on as if nothing had happened
func Run[A metrics.Accumulator[A]](t *testing.T, newEmpty func() A, o Options[A]) {
	t.Helper()
	for _, law := range laws(newEmpty, o) {
		t.Run(law.name, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				if err := law.check(rt); err != nil {
					rt.Fatal(err)
				}
			})
		})
	}
}

// Values are the defined readings of a report by name: what Options.Read gives for a State.
func Values(readings []metrics.Reading) map[string]float64 {
	values := make(map[string]float64)
	for _, reading := range readings {
		if reading.Value.Undefined == "" {
			values[reading.Name] = reading.Value.V
		}
	}
	return values
}
