package metrics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// stateJSON holds exactly one of Exact, Binned and Counts.
type stateJSON struct {
	Version int         `json:"version"`
	Exact   *exactWire  `json:"exact,omitempty"`
	Binned  *binnedWire `json:"binned,omitempty"`
	Counts  *countsWire `json:"counts,omitempty"`
}

// MarshalJSON writes the whole State: equal exact States, however they came about, write equal bytes.
func (s *State) MarshalJSON() ([]byte, error) {
	wire := stateJSON{Version: wireVersion}
	switch kept := s.settled().(type) {
	case *binned:
		form := kept.wire()
		wire.Binned = &form
	case *counts:
		form := kept.wire()
		wire.Counts = &countsWire{Bins: form.Bins, Positives: form.Positives, Negatives: form.Negatives}
	case exactStore:
		form := kept.wire()
		wire.Exact = &form
	}
	if err := s.Err(); err != nil {
		return nil, err
	}
	return json.Marshal(wire)
}

// UnmarshalJSON replaces the State, kind and bins included, by one that MarshalJSON wrote. What no State
// could have written is an error, a newer version too, and leaves the State as it was.
func (s *State) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return nil
	}
	var wire stateJSON
	if err := json.Unmarshal(data, &wire); err != nil {
		return fmt.Errorf("metrics: State: %w", err)
	}
	if err := checkVersion(wire.Version); err != nil {
		return err
	}
	kept, err := wire.valid()
	if err != nil {
		return fmt.Errorf("metrics: State: %w", err)
	}
	s.kept, s.given = kept, false
	return nil
}

// valid is the store that was written, or an error.
func (w stateJSON) valid() (store, error) {
	if bit(w.Exact != nil)+bit(w.Binned != nil)+bit(w.Counts != nil) != 1 {
		return nil, errors.New(`want either "exact" or "binned" or "counts"`)
	}
	switch {
	case w.Binned != nil:
		return w.Binned.valid()
	case w.Counts != nil:
		return binnedWire{Bins: w.Counts.Bins, Positives: w.Counts.Positives, Negatives: w.Counts.Negatives}.validCounts()
	}
	return w.Exact.valid()
}
