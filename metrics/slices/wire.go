package slices

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/wire"
)

// wireVersion is the version of both written forms. Readers refuse newer ones.
const wireVersion = 1

const letters = "SPSL"

// stateWire is what a State is written as, groups in order. What is read is trusted only after replace.
type stateWire struct {
	Version   int         `json:"version"`
	MaxGroups int         `json:"max_groups"`
	MinSize   int64       `json:"min_size"`
	Bins      int         `json:"bins"`
	Groups    []groupWire `json:"groups"`
}

type groupWire struct {
	Name  string         `json:"name"`
	State *metrics.State `json:"state"`
}

func (s *State) wire() stateWire {
	w := stateWire{
		Version: wireVersion, MaxGroups: s.options.MaxGroups, MinSize: s.options.MinSize, Bins: s.options.Bins,
		Groups: []groupWire{},
	}
	for _, group := range s.Groups() {
		w.Groups = append(w.Groups, groupWire{Name: group, State: s.groups[group]})
	}
	return w
}

// replace replaces the State by what was read.
func (s *State) replace(w stateWire) error {
	if w.MaxGroups == 0 {
		return errors.New("slices: State: MaxGroups is 0")
	}
	read, err := New(Options{MaxGroups: w.MaxGroups, MinSize: w.MinSize, Bins: w.Bins})
	if err != nil {
		return err
	}
	if len(w.Groups) > w.MaxGroups {
		return fmt.Errorf("slices: State: %d groups are more than MaxGroups, %d", len(w.Groups), w.MaxGroups)
	}
	for _, group := range w.Groups {
		switch _, twice := read.groups[group.Name]; {
		case twice || !utf8.ValidString(group.Name):
			return fmt.Errorf("slices: State: group %q stands twice or is not UTF-8", group.Name)
		case group.State == nil || group.State.Bins() != w.Bins || size(group.State) == 0:
			return fmt.Errorf("slices: State: group %q is empty or of another number of bins than %d", group.Name, w.Bins)
		}
		read.groups[group.Name] = group.State
	}
	*s = *read
	return nil
}

// MarshalJSON writes the whole State.
func (s *State) MarshalJSON() ([]byte, error) {
	if s.groups == nil {
		return nil, errNoOptions
	}
	return json.Marshal(s.wire())
}

// UnmarshalJSON replaces the State, options included, by one that MarshalJSON wrote. What no State could have
// written is an error, a newer version too, and leaves the State as it was.
func (s *State) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return nil
	}
	var w stateWire
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("slices: State: %w", err)
	}
	if err := wire.CheckVersion("slices: State", w.Version, wireVersion); err != nil {
		return err
	}
	return s.replace(w)
}

// MarshalBinary writes the whole State in a compact form.
func (s *State) MarshalBinary() ([]byte, error) {
	if s.groups == nil {
		return nil, errNoOptions
	}
	w := s.wire()
	out := wire.AppendInts(wire.Head(letters, wireVersion), int64(w.MaxGroups), w.MinSize, int64(w.Bins), int64(len(w.Groups)))
	for _, group := range w.Groups {
		state, err := group.State.MarshalBinary()
		if err != nil {
			return nil, err
		}
		out = append(wire.AppendInts(out, len(group.Name)), group.Name...)
		out = append(wire.AppendInts(out, len(state)), state...)
	}
	return out, nil
}

// UnmarshalBinary replaces the State, options included, by one that MarshalBinary wrote. What no State could have
// written is an error, a newer version too, and leaves the State as it was.
func (s *State) UnmarshalBinary(data []byte) error {
	in, err := wire.Open(data, "slices: State", letters, wireVersion)
	if err != nil {
		return err
	}
	w := stateWire{MaxGroups: in.Int(MaxGroups), MinSize: int64(in.Int(math.MaxInt)), Bins: in.Int(metrics.MaxBins)}
	w.Groups = make([]groupWire, in.Length(2))
	for i := range w.Groups {
		w.Groups[i].Name = string(in.Bytes(in.Length(1)))
		state := in.Bytes(in.Length(1))
		if in.Failed() {
			break
		}
		w.Groups[i].State = new(metrics.State)
		if err := w.Groups[i].State.UnmarshalBinary(state); err != nil {
			return fmt.Errorf("slices: group %q: %w", w.Groups[i].Name, err)
		}
	}
	if err := in.Done(); err != nil {
		return fmt.Errorf("slices: State: %w", err)
	}
	return s.replace(w)
}
