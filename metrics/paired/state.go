package paired

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/bootstrap"
)

// Batch is a column view of examples that two models scored. It is never retained.
type Batch struct {
	Baseline  []float64 // P(positive) by the model at hand, in [0,1]
	Candidate []float64 // P(positive) by the model that may replace it, in [0,1]
	Labels    []bool    // true is positive
	Weights   []float64 // 0 (the row is absent) or in [metrics.MinWeight, metrics.MaxWeight]; nil means all ones
}

func (b Batch) of(scores []float64) metrics.Batch {
	return metrics.Batch{Scores: scores, Labels: b.Labels, Weights: b.Weights}
}

// Validate returns nil if every row can be counted: see [metrics.Batch.Validate].
func (b Batch) Validate() error {
	if err := b.of(b.Baseline).Validate(); err != nil {
		return fmt.Errorf("paired: baseline: %w", err)
	}
	if err := b.of(b.Candidate).Validate(); err != nil {
		return fmt.Errorf("paired: candidate: %w", err)
	}
	return nil
}

// row is one example.
type row struct {
	baseline, candidate, weight float64
	positive                    bool
	unit                        string // "" for a unit of its own
}

// State is one pass over examples that two models scored. States that have seen the same rows read the same
// to the last bit, however the rows came. Readers may run beside each other, but not beside Update,
// UpdateUnits, Merge or Reset.
type State struct {
	baseline, candidate *bootstrap.State
	rows                []row
}

// New is an empty State whose [State.Difference] draws that many replicates from the seed: see [bootstrap.New].
func New(replicates int, seed uint64) *State {
	return &State{baseline: bootstrap.New(replicates, seed), candidate: bootstrap.New(replicates, seed)}
}

// NumberFrom says that the next row of Update has that number, for shards that will be merged:
// see [bootstrap.State.NumberFrom].
func (s *State) NumberFrom(first int64) {
	s.baseline.NumberFrom(first)
	s.candidate.NumberFrom(first)
}

// Update adds the rows of a batch, each a unit of its own. On error the State is as it was.
func (s *State) Update(b Batch) error {
	if err := b.Validate(); err != nil {
		return err
	}
	if err := s.baseline.Update(b.of(b.Baseline)); err != nil {
		return err
	}
	if err := s.candidate.Update(b.of(b.Candidate)); err != nil {
		return err // not reached: both have seen the same numbers
	}
	s.add(b, nil)
	return nil
}

// UpdateUnits adds the rows of a batch, row i belonging to units[i], an id or a group, never "": see
// [bootstrap.State.UpdateUnits]. On error the State is as it was.
func (s *State) UpdateUnits(b Batch, units []string) error {
	if err := b.Validate(); err != nil {
		return err
	}
	if i := slices.Index(units, ""); i >= 0 {
		return fmt.Errorf("paired: row %d (from 0): the unit has no name: give every row one", i)
	}
	if err := s.baseline.UpdateUnits(b.of(b.Baseline), units); err != nil {
		return err
	}
	if err := s.candidate.UpdateUnits(b.of(b.Candidate), units); err != nil {
		return err // not reached
	}
	s.add(b, units)
	return nil
}

func (s *State) add(b Batch, units []string) {
	for i, positive := range b.Labels {
		r := row{baseline: b.Baseline[i], candidate: b.Candidate[i], weight: 1, positive: positive}
		if b.Weights != nil {
			r.weight = b.Weights[i]
		}
		if units != nil {
			r.unit = units[i]
		}
		if r.weight != 0 {
			s.rows = append(s.rows, r)
		}
	}
}

// Merge adds everything that other has seen, which stays as it is. It fails, and changes nothing, as
// [bootstrap.State.Merge] does.
func (s *State) Merge(other *State) error {
	if other == nil {
		return errors.New("paired: Merge(nil): give a State")
	}
	if err := s.baseline.Merge(other.baseline); err != nil {
		return err
	}
	if err := s.candidate.Merge(other.candidate); err != nil {
		return err // not reached
	}
	s.rows = append(s.rows, other.rows...)
	return nil
}

// Reset forgets every example.
func (s *State) Reset() {
	s.baseline.Reset()
	s.candidate.Reset()
	s.rows = nil
}

// Swapped is a State of its own in which the candidate is the baseline.
func (s *State) Swapped() *State {
	other := &State{baseline: s.candidate.Clone(), candidate: s.baseline.Clone(), rows: slices.Clone(s.rows)}
	for i, r := range other.rows {
		other.rows[i].baseline, other.rows[i].candidate = r.candidate, r.baseline
	}
	return other
}

// Difference reads each metric of both models on all examples, and their difference, with intervals and a
// p-value from replicates in which both models see the same examples: see [bootstrap.Difference].
func (s *State) Difference(ms ...metrics.Metric) []bootstrap.Contrast {
	contrasts, err := bootstrap.Difference(s.baseline, s.candidate, ms...)
	if err != nil {
		panic(err) // both States have seen the same examples
	}
	return contrasts
}

// sorted are the rows in an order that does not depend on how they came, so that sums round alike.
func (s *State) sorted() []row {
	rows := slices.Clone(s.rows)
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.baseline, b.baseline), cmp.Compare(a.candidate, b.candidate), cmp.Compare(a.weight, b.weight))
	})
	return rows
}

// RepeatedUnits is why a reading that takes rows for independent is not given.
const RepeatedUnits metrics.Reason = "rows of one unit are not independent: read Difference, which draws units"

func (s *State) repeats() bool {
	seen := make(map[string]bool)
	for _, r := range s.rows {
		if r.unit != "" && seen[r.unit] {
			return true
		}
		seen[r.unit] = true
	}
	return false
}

func (s *State) weighted() bool {
	return slices.ContainsFunc(s.rows, func(r row) bool { return r.weight != 1 })
}
