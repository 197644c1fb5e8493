package slices

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/seqpair/seqpair/metrics"
)

// MaxGroups bounds what Options.MaxGroups may be.
const MaxGroups = 1 << 16

// Options say what a State keeps. The zero value takes up to 100 groups and reads those of at least one example.
type Options struct {
	MaxGroups int   // groups beyond that are an error; 0 means 100
	MinSize   int64 // groups of fewer examples are named but not read
	Bins      int   // of each group's metrics.State; 0 means exact
}

// State is one pass over scored examples that belong to groups. Make one with [New].
// Readers may run beside each other, but not beside Update, Merge, Reset or an unmarshalling.
type State struct {
	options Options
	groups  map[string]*metrics.State
}

// New is an empty State. It is an error if an option is out of range.
func New(o Options) (*State, error) {
	if o.MaxGroups == 0 {
		o.MaxGroups = 100
	}
	switch {
	case o.MaxGroups < 1 || o.MaxGroups > MaxGroups:
		return nil, fmt.Errorf("slices: MaxGroups %d: want 1 to %d, or 0 for 100", o.MaxGroups, MaxGroups)
	case o.MinSize < 0:
		return nil, fmt.Errorf("slices: MinSize %d: want 0 or more", o.MinSize)
	case o.Bins < 0 || o.Bins > metrics.MaxBins:
		return nil, fmt.Errorf("slices: Bins %d: want 1 to %d, or 0 for exact", o.Bins, metrics.MaxBins)
	}
	return &State{options: o, groups: make(map[string]*metrics.State)}, nil
}

var errNoOptions = errors.New("slices: a State without options: make it with New")

func (s *State) newGroup() *metrics.State {
	if s.options.Bins > 0 {
		return metrics.NewBinnedState(s.options.Bins)
	}
	return metrics.NewState()
}

// Update adds the rows of a batch, row i to the group of groups[i]. On error, which names the row, nothing has
// changed. A row of weight 0 makes no group.
func (s *State) Update(b metrics.Batch, groups []string) error {
	if s.groups == nil {
		return errNoOptions
	}
	if err := b.Validate(); err != nil {
		return err
	}
	if len(groups) != len(b.Scores) {
		return fmt.Errorf("slices: %d scores but %d groups: give one group per score", len(b.Scores), len(groups))
	}
	parts, err := s.split(b, groups)
	if err != nil {
		return err
	}
	for group, part := range parts {
		if err := s.fits(group, int64(len(part.Scores))); err != nil {
			return err
		}
	}
	for group, part := range parts {
		if err := s.own(group).Update(*part); err != nil {
			return fmt.Errorf("slices: group %q: %w", group, err)
		}
	}
	return nil
}

// split is a batch by group.
func (s *State) split(b metrics.Batch, groups []string) (map[string]*metrics.Batch, error) {
	parts, count := make(map[string]*metrics.Batch), len(s.groups)
	for i, group := range groups {
		if b.Weights != nil && b.Weights[i] == 0 {
			continue
		}
		part, ok := parts[group]
		if !ok {
			if !utf8.ValidString(group) {
				return nil, &metrics.RowError{Row: i, Err: fmt.Errorf("group %q is not UTF-8: write its name in UTF-8", group)}
			}
			if _, known := s.groups[group]; !known {
				if count++; count > s.options.MaxGroups {
					return nil, &metrics.RowError{Row: i, Err: s.tooMany(group)}
				}
			}
			part = new(metrics.Batch)
			parts[group] = part
		}
		part.Scores, part.Labels = append(part.Scores, b.Scores[i]), append(part.Labels, b.Labels[i])
		if b.Weights != nil {
			part.Weights = append(part.Weights, b.Weights[i])
		}
	}
	return parts, nil
}

func (s *State) tooMany(group string) error {
	return fmt.Errorf("group %q is one more than the %d that MaxGroups allows: is this a column of groups, "+
		"not of identifiers? Merge rare groups into one, or raise MaxGroups", group, s.options.MaxGroups)
}

// fits says whether a group can count that many rows more.
func (s *State) fits(group string, rows int64) error {
	const most = 1 << 53 // as far as float64 counts by ones
	if state, ok := s.groups[group]; ok && rows > most-size(state) {
		return fmt.Errorf("slices: group %q: more than 2^53 examples", group)
	}
	return nil
}

func size(state *metrics.State) int64 { return state.Positives() + state.Negatives() }

// own is the State of a group, made if there is none.
func (s *State) own(group string) *metrics.State {
	state, ok := s.groups[group]
	if !ok {
		state = s.newGroup()
		s.groups[group] = state
	}
	return state
}

// Merge adds everything that other has seen, which stays as it is. It fails, and changes nothing, if other is nil, has
// other options, or if the groups become too many.
func (s *State) Merge(other *State) error {
	if other == nil || s.groups == nil {
		return errNoOptions
	}
	if s.options != other.options {
		return fmt.Errorf("slices: cannot merge: options are %+v in one and %+v in the other", s.options, other.options)
	}
	count := len(s.groups)
	for _, group := range other.Groups() {
		if _, known := s.groups[group]; !known {
			if count++; count > s.options.MaxGroups {
				return fmt.Errorf("slices: %w", s.tooMany(group))
			}
		}
		if err := s.fits(group, size(other.groups[group])); err != nil {
			return err
		}
	}
	for _, group := range other.Groups() {
		if err := s.own(group).Merge(other.groups[group]); err != nil {
			return fmt.Errorf("slices: group %q: %w", group, err)
		}
	}
	return nil
}

// Reset forgets every group and keeps the options.
func (s *State) Reset() { clear(s.groups) }

// Clone is a State of its own that has seen the same.
func (s *State) Clone() *State {
	c := &State{options: s.options, groups: make(map[string]*metrics.State, len(s.groups))}
	for group, state := range s.groups {
		c.groups[group] = state.Clone()
	}
	return c
}

// Groups are the names of all groups, in the order of their bytes.
func (s *State) Groups() []string { return slices.Sorted(maps.Keys(s.groups)) }

// Group is what a group has seen, or nil if there is no such group. The State still owns it: read it only.
func (s *State) Group(name string) *metrics.State { return s.groups[name] }

// Whole is the State of all groups together; the caller owns it.
func (s *State) Whole() *metrics.State { return s.union("", false) }

// union merges all groups, one of them left out.
func (s *State) union(except string, leave bool) *metrics.State {
	whole := s.newGroup()
	for _, group := range s.Groups() {
		if leave && group == except {
			continue
		}
		if err := whole.Merge(s.groups[group]); err != nil {
			panic(err) // all groups are of one kind
		}
	}
	return whole
}
