package multiclass

import (
	"encoding/json"
	"fmt"

	"github.com/seqpair/seqpair/metrics/internal/wire"
)

const stateLetters = "SPMS"

// MarshalJSON writes the whole State: equal States, however they came about, write equal bytes.
func (s *State) MarshalJSON() ([]byte, error) {
	r := s.settled()
	return json.Marshal(rowsWire{
		Version: wireVersion, Classes: s.classes, Truth: r.labels, Scores: append([]float64{}, r.scores...), Weights: r.weights,
	})
}

// UnmarshalJSON replaces the State, classes included, by one that MarshalJSON wrote. What no State could have
// written is an error, a newer version too, and leaves the State as it was.
func (s *State) UnmarshalJSON(data []byte) error {
	w, null, err := unmarshalRows(data, "multiclass: State")
	if null || err != nil {
		return err
	}
	return s.replace(w.Classes, Batch{Truth: w.Truth, Scores: w.Scores, Weights: w.Weights})
}

func (s *State) replace(classes []string, b Batch) error {
	read, err := rebuilt(NewState, classes, b, b.Weights)
	if err == nil {
		s.classes, s.rows = read.classes, read.rows
	}
	return err
}

// rebuilt is a state of those names that has seen one batch, which was read.
func rebuilt[S interface{ Update(B) error }, B any](empty func(names ...string) (S, error), names []string, b B, weights []float64) (S, error) {
	read, err := empty(names...)
	if err != nil {
		return read, err
	}
	if err := noZero(weights); err != nil {
		return read, err
	}
	return read, read.Update(b)
}

// MarshalBinary writes the whole State in a compact form: equal States write equal bytes.
func (s *State) MarshalBinary() ([]byte, error) {
	r := s.settled()
	out := wire.AppendTexts(wire.Head(stateLetters, wireVersion), s.classes)
	out = wire.AppendInts(wire.AppendInts(out, len(r.labels)), r.labels...)
	return r.append(out), nil
}

// UnmarshalBinary replaces the State, classes included, by one that MarshalBinary wrote. What no State could have
// written is an error, a newer version too, and leaves the State as it was. It allocates no more than a small
// multiple of len(data).
func (s *State) UnmarshalBinary(data []byte) error {
	in, err := wire.Open(data, "multiclass: State", stateLetters, wireVersion)
	if err != nil {
		return err
	}
	classes := in.Texts()
	b := Batch{Truth: make([]int, in.Length(1))}
	for i := range b.Truth {
		b.Truth[i] = in.Int(MaxClasses)
	}
	b.Scores, b.Weights = readScores(in, len(b.Truth), len(classes))
	if err := in.Done(); err != nil {
		return fmt.Errorf("multiclass: State: %w", err)
	}
	return s.replace(classes, b)
}
