package slices

import (
	"fmt"
	"math"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/doubt"
)

// The reasons why a group is not read, or not compared.
const (
	OneGroup metrics.Reason = "there is no rest to compare with"
	RestNone metrics.Reason = "the rest does not have the reading"
)

// Slice is what a group reads.
type Slice struct {
	Group      string        `json:"group"`
	Rows       int64         `json:"rows"`
	Positives  int64         `json:"positives"`
	Prevalence metrics.Value `json:"prevalence"`
	Value      metrics.Value `json:"value"`      // undefined if the group is smaller than MinSize
	Rest       metrics.Value `json:"rest"`       // what all other groups read together
	Difference metrics.Value `json:"difference"` // Value less Rest; baseline 0
}

// Read reads every group, in the order of their names, and beside each what the rest reads and how far the group is
// from it. The interval of a difference joins the two by the method of variance estimates recovery (for shares,
// Newcombe's: Statist. Med. 17 (1998) 873). It holds for each group by itself: of twenty groups that are all alike,
// one is expected to differ.
func (s *State) Read(m metrics.Metric) []Slice {
	slices := make([]Slice, 0, len(s.groups))
	for _, group := range s.Groups() {
		state := s.groups[group]
		slice := Slice{
			Group: group, Rows: size(state), Positives: state.Positives(), Prevalence: state.Prevalence(),
			Value: m.Read(state), Rest: doubt.Undefined(OneGroup),
		}
		if why := s.tooSmall(state); why != "" {
			slice.Value = doubt.Undefined(why)
		}
		if len(s.groups) > 1 {
			slice.Rest = m.Read(s.union(group, true))
		}
		slice.Difference = difference(slice.Value, slice.Rest)
		slices = append(slices, slice)
	}
	return slices
}

func (s *State) tooSmall(state *metrics.State) metrics.Reason {
	if rows := size(state); rows < s.options.MinSize {
		return metrics.Reason(fmt.Sprintf("fewer examples than the minimum: %d of %d", rows, s.options.MinSize))
	}
	return ""
}

// difference is a less b, of examples that are not shared.
func difference(a, b metrics.Value) metrics.Value {
	switch {
	case a.Undefined != "":
		return doubt.Undefined(a.Undefined)
	case b.Undefined != "":
		if b.Undefined != OneGroup {
			return doubt.Undefined(RestNone)
		}
		return doubt.Undefined(OneGroup)
	}
	d := metrics.Value{V: a.V - b.V, N: a.N + b.N, Weight: a.Weight + b.Weight}
	switch {
	case a.NoInterval != "":
		return doubt.Without(d, a.NoInterval)
	case b.NoInterval != "":
		return doubt.Without(d, b.NoInterval)
	}
	d.Lo = d.V - math.Hypot(a.V-a.Lo, b.Hi-b.V)
	d.Hi = d.V + math.Hypot(a.Hi-a.V, b.V-b.Lo)
	return d
}
