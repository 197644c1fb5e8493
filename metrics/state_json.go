package metrics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// stateJSON holds exactly one of Exact and Binned.
type stateJSON struct {
	Version int         `json:"version"`
	Exact   *exactWire  `json:"exact,omitempty"`
	Binned  *binnedWire `json:"binned,omitempty"`
}

// MarshalJSON writes the whole State: equal exact States, however they came about, write equal bytes.
func (s *State) MarshalJSON() ([]byte, error) {
	wire := stateJSON{Version: wireVersion}
	switch kept := s.settled().(type) {
	case *binned:
		form := kept.wire()
		wire.Binned = &form
	case *exact:
		form := kept.wire()
		wire.Exact = &form
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
	var kept store
	var err error
	switch {
	case (wire.Exact == nil) == (wire.Binned == nil):
		return errors.New(`metrics: State: want either "exact" or "binned"`)
	case wire.Binned != nil:
		kept, err = wire.Binned.valid()
	default:
		kept, err = wire.Exact.valid()
	}
	if err != nil {
		return fmt.Errorf("metrics: State: %w", err)
	}
	s.kept = kept
	return nil
}
