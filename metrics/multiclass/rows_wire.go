package multiclass

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics/internal/wire"
)

// rowsWire is what a State and Labels are written as, rows in order. What is read is trusted only after the
// batch it makes was validated.
type rowsWire struct {
	Version int       `json:"version"`
	Classes []string  `json:"classes"`
	Truth   []int     `json:"truth,omitempty"`  // of a State
	Labels  []string  `json:"labels,omitempty"` // of Labels: a 0 or a 1 per label, one text per row
	Scores  []float64 `json:"scores"`           // row by row
	Weights []float64 `json:"weights,omitempty"`
}

func unmarshalRows(data []byte, what string) (w rowsWire, null bool, err error) {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return w, true, nil
	}
	if err := json.Unmarshal(data, &w); err != nil {
		return w, false, fmt.Errorf("%s: %w", what, err)
	}
	return w, false, wire.CheckVersion(what, w.Version, wireVersion)
}

// noZero refuses weights of 0: such rows are never kept.
func noZero(weights []float64) error {
	for _, w := range weights {
		if w == 0 {
			return errors.New("multiclass: a weight is 0")
		}
	}
	return nil
}

// append writes scores and weights.
func (r *rows[L]) append(out []byte) []byte {
	out = wire.AppendFlag(out, r.weights != nil)
	return wire.AppendFloats(wire.AppendFloats(out, r.scores...), r.weights...)
}

// readScores reads what append writes, for n rows of k scores.
func readScores(in *wire.Reader, n, k int) (scores, weights []float64) {
	weighted := in.Flag()
	if n > math.MaxInt/max(k, 1) {
		in.Fail(errors.New("too many rows"))
		return nil, nil
	}
	scores = in.Floats(n * k)
	if weighted {
		weights = in.Floats(n)
	}
	return scores, weights
}
