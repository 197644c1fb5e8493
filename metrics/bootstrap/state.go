package bootstrap

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/seqpair/seqpair/metrics"
)

// MaxReplicates bounds what a State may be asked to draw.
const MaxReplicates = 1 << 20

// State is one pass over scored examples, kept so that they can be drawn again. It takes 32 bytes an
// example, and about as much again once it is read. States that have seen the same rows read the same to the last
// bit, however the rows came.
//
// Readers may run beside each other, but not beside Update, UpdateUnits, Merge or Reset.
type State struct {
	replicates int
	seed       uint64
	first      int64 // number of the first row
	rows       []row
	numbers    numbers

	mu      sync.Mutex // readers settle
	settled *sample
}

var _ metrics.Accumulator[*State] = (*State)(nil)

// New is an empty State that reads with that many replicates: 1000 is usual for 95 % intervals, and fewer
// than some 200 give none. Equal seeds draw equal replicates. It panics unless 1 <= replicates <= MaxReplicates.
func New(replicates int, seed uint64) *State {
	if replicates < 1 || replicates > MaxReplicates {
		panic(fmt.Sprintf("bootstrap: New(%d, seed): replicates must be in [1, %d]", replicates, MaxReplicates))
	}
	return &State{replicates: replicates, seed: seed}
}

// NumberFrom says that the next row of Update has that number. Shards that will be merged each start
// where the one before ends; a State on its own need not care, nor one whose rows have named units.
// It panics if first is negative.
func (s *State) NumberFrom(first int64) {
	if first < 0 {
		panic(fmt.Sprintf("bootstrap: NumberFrom(%d): rows are numbered from 0", first))
	}
	s.first = first
	s.numbers.next = first
}

// Update adds the rows of a batch, each a unit of its own, known by its number: see [State.NumberFrom].
// A row of weight 0 is left out but has a number. On error the State is as it was.
func (s *State) Update(b metrics.Batch) error {
	if err := b.Validate(); err != nil {
		return err
	}
	from := s.numbers.next
	if err := s.numbers.take(int64(len(b.Scores))); err != nil {
		return err
	}
	s.add(b, func(i int) uint64 { return numberedKey(from + int64(i)) })
	return nil
}

// UpdateUnits adds the rows of a batch, row i belonging to units[i]. Rows of one unit are drawn together, in
// every batch, shard and split: give an id per example, or its group for a cluster bootstrap.
// On error the State is as it was.
func (s *State) UpdateUnits(b metrics.Batch, units []string) error {
	if err := b.Validate(); err != nil {
		return err
	}
	if len(units) != len(b.Scores) {
		return fmt.Errorf("bootstrap: %d scores but %d units: give one unit per score", len(b.Scores), len(units))
	}
	s.add(b, func(i int) uint64 { return namedKey(units[i]) })
	return nil
}

func (s *State) add(b metrics.Batch, key func(int) uint64) {
	for i, score := range b.Scores {
		weight := 1.0
		if b.Weights != nil {
			weight = b.Weights[i]
		}
		if weight != 0 {
			s.rows = append(s.rows, row{score: score + 0, weight: weight, key: key(i), positive: b.Labels[i]}) // + 0 turns -0 into 0
		}
	}
	s.settled = nil
}

// Merge adds everything that other has seen, which stays as it is. It fails, and changes nothing, if other is
// nil, draws other replicates, or has numbered rows that are numbered here too.
func (s *State) Merge(other *State) error {
	if other == nil {
		return errors.New("bootstrap: Merge(nil): give a State")
	}
	if err := s.alike(other); err != nil {
		return err
	}
	if err := s.numbers.merge(other.numbers); err != nil {
		return err
	}
	s.rows = append(s.rows, other.rows...)
	s.settled = nil
	return nil
}

// alike says whether two States draw the same replicates.
func (s *State) alike(other *State) error {
	if s.replicates != other.replicates || s.seed != other.seed {
		return fmt.Errorf("bootstrap: %d replicates from seed %d do not go with %d from seed %d: make both with the same New",
			s.replicates, s.seed, other.replicates, other.seed)
	}
	return nil
}

// Reset forgets every example, and keeps replicates, seed and the number of the first row.
func (s *State) Reset() {
	s.rows, s.settled = nil, nil
	s.numbers = numbers{next: s.first}
}

// Replicates is how many replicates the State draws.
func (s *State) Replicates() int { return s.replicates }

// sample is the rows in order, ready for readers.
func (s *State) sample() *sample {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.settled == nil {
		s.settled = newSample(s.rows)
	}
	return s.settled
}

// Clone is a State of its own that has seen the same.
func (s *State) Clone() *State {
	return &State{
		replicates: s.replicates, seed: s.seed, first: s.first,
		rows: slices.Clone(s.rows), numbers: numbers{next: s.numbers.next, taken: slices.Clone(s.numbers.taken)},
	}
}
