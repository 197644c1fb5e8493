package metrics

import (
	"errors"
	"fmt"
	"sync"
)

const (
	// MaxBins bounds what a binned State may hold.
	MaxBins = 1 << 16
	// maxRows is how far float64 counts by ones.
	maxRows = 1 << 53
)

// State is one pass over scored examples, from which every metric is read. The zero value is an
// empty exact State. States merge: shards read the same as the whole, for an exact State to the last bit.
//
// Readers may run beside each other, but not beside Update, Merge, Reset or an unmarshalling.
type State struct {
	mu   sync.Mutex // readers settle the store
	kept store      // nil: exact and empty

	given bool // the prevalence of the examples is known, and not a sample's: see AtPrevalence
}

// NewState is an empty State that keeps every score: 4 bytes each while all scores and weights are float32, else 8, and
// once weights differ from 1 as much for each of them. [NewSpillingState] keeps them on disk.
func NewState() *State { return &State{kept: newExact()} }

// NewBinnedState is an empty State that keeps counts in that many evenly spaced bins of scores and one
// more for scores of exactly 1. Its memory does not grow; [State.AUCBound] and
// [State.AveragePrecisionBound] say how far its areas may be off, and thresholds act at bin edges.
// Log loss and Brier stay exact. It panics unless 1 <= bins <= MaxBins.
func NewBinnedState(bins int) *State {
	if bins < 1 || bins > MaxBins {
		panic(fmt.Sprintf("metrics: NewBinnedState(%d): bins must be in [1, %d]", bins, MaxBins))
	}
	return &State{kept: newBinned(bins)}
}

// Bins is the number of bins, or 0 for an exact State.
func (s *State) Bins() int {
	switch kept := s.kept.(type) {
	case *binned:
		return kept.bins
	case *counts:
		return kept.bins
	}
	return 0
}

// Update adds the rows of a batch, none of which it keeps hold of. Rows of weight 0 are left out.
// On error, which is that of [Batch.Validate], the State is as it was.
func (s *State) Update(b Batch) error {
	if err := b.Validate(); err != nil {
		return err
	}
	return s.update(b)
}

// Update32 is [State.Update] for float32 columns. The State is the same as after an Update with the same
// numbers as float64.
func (s *State) Update32(b Batch32) error {
	if counts, ok := s.kept.(*counts); ok && b.Weights == nil && len(b.Labels) == len(b.Scores) {
		return counts.update32(b)
	}
	if err := b.Validate(); err != nil {
		return err
	}
	return s.update(b)
}

// update adds valid rows.
func (s *State) update(rows columns) error {
	if err := s.fits(int64(rows.rows())); err != nil {
		return err
	}
	kept, err := s.store().update(rows)
	if err != nil {
		return err
	}
	s.kept, s.given = kept, s.given && rows.rows() == 0
	return nil
}

// Merge adds everything that other has seen, which stays as it is. It fails, and changes nothing, if
// other is nil or of another kind or number of bins.
func (s *State) Merge(other *State) error {
	if other == nil {
		return errors.New("metrics: Merge(nil): give a State")
	}
	if s.kind() != other.kind() {
		return fmt.Errorf("metrics: cannot merge %s with %s: make both with the same constructor", s.kind(), other.kind())
	}
	if err := s.fits(other.Positives() + other.Negatives()); err != nil {
		return err
	}
	given := s.given && other.given
	switch {
	case s.Positives()+s.Negatives() == 0:
		given = other.given
	case other.Positives()+other.Negatives() == 0:
		given = s.given
	}
	kept, err := s.store().merge(other.settled())
	if err != nil {
		return err
	}
	s.kept, s.given = kept, given
	return nil
}

func (s *State) fits(rows int64) error {
	if have := s.Positives() + s.Negatives(); rows > maxRows-have {
		return fmt.Errorf("metrics: %d + %d examples are more than a State counts exactly (2^53)", have, rows)
	}
	return nil
}

func (s *State) kind() string {
	switch kept := s.kept.(type) {
	case *binned:
		return fmt.Sprintf("a State of %d bins", kept.bins)
	case *counts:
		return fmt.Sprintf("a counting State of %d bins", kept.bins)
	}
	return "an exact State"
}

// Reset forgets every example and keeps the kind and number of bins.
func (s *State) Reset() {
	s.given = false
	switch kept := s.kept.(type) {
	case *counts:
		s.kept = newCounts(kept.bins)
	case *binned:
		s.kept = newBinned(kept.bins)
	case *spilled:
		_ = kept.close() // nothing will be read from the files
	default:
		s.kept = newExact()
	}
}

// Clone is a State of its own that has seen the same.
func (s *State) Clone() *State { return &State{kept: s.settled().clone(), given: s.given} }

// store is where new examples go.
func (s *State) store() store {
	if s.kept == nil {
		s.kept = newExact()
	}
	return s.kept
}

// seen is the store for a reader that does not mind the order of rows.
func (s *State) seen() store {
	if s.kept == nil {
		return newExact()
	}
	return s.kept
}

// settled is the store with its rows in order, ready for readers.
func (s *State) settled() store {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.seen()
	kept.settle()
	return kept
}

func (s *State) rows() (pos, neg int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen().rows()
}

// Positives is the number of positive examples, unweighted.
func (s *State) Positives() int64 {
	pos, _ := s.rows()
	return pos
}

// Negatives is the number of negative examples, unweighted.
func (s *State) Negatives() int64 {
	_, neg := s.rows()
	return neg
}

// PositiveWeight is the summed weight of the positive examples.
func (s *State) PositiveWeight() float64 {
	pos, _ := s.settled().total()
	return pos.weight
}

// NegativeWeight is the summed weight of the negative examples.
func (s *State) NegativeWeight() float64 {
	_, neg := s.settled().total()
	return neg.weight
}

// Prevalence is the share of examples that are positive.
func (s *State) Prevalence() Value { return s.At(0).Prevalence() }

// At is the table of the classifier that calls an example positive when its score is at least the
// threshold, as scikit-learn's curves do; Keras calls it positive only above: math.Nextafter(threshold, 2).
// In a binned State the threshold acts as the lower edge of its bin. With NaN nothing is positive.
func (s *State) At(threshold float64) Confusion { return s.known(s.settled().at(threshold)) }

// known is a table of the State, which knows whether the prevalence is given.
func (s *State) known(c Confusion) Confusion {
	c.GivenPrevalence = s.given
	return c
}
