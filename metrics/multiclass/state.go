package multiclass

import (
	"slices"
	"sync"

	"github.com/seqpair/seqpair/metrics"
)

// State keeps every scored example of which one class is right. Make one with [NewState]. It takes 8 bytes a
// score and class; where that is too much, [Confusion] counts decisions in constant memory.
// States merge: shards read the same as the whole, to the last bit.
//
// Readers may run beside each other, but not beside Update, Merge, Reset or an unmarshalling.
type State struct {
	mu      sync.Mutex // readers settle the rows
	classes []string
	rows    examples
}

// NewState is an empty State of those classes, two to MaxClasses of them with different names.
func NewState(classes ...string) (*State, error) {
	if err := checkClasses(classes, 2); err != nil {
		return nil, err
	}
	return &State{classes: slices.Clone(classes), rows: examples{width: len(classes), each: 1}}, nil
}

// Classes are the names, in the order of the columns. The caller owns the slice.
func (s *State) Classes() []string { return slices.Clone(s.classes) }

// Update adds the rows of a batch. On error, which is that of [Batch.Validate], the State is as it was.
func (s *State) Update(b Batch) error {
	if len(s.classes) == 0 {
		return errNoClasses
	}
	if err := b.Validate(s.classes); err != nil {
		return err
	}
	s.rows.add(b.Truth, b.Scores, b.Weights)
	return nil
}

// Merge adds everything that other has seen, which stays as it is. It fails, and changes nothing, if other is
// nil or has other classes.
func (s *State) Merge(other *State) error {
	if other == nil || len(s.classes) == 0 {
		return errNoClasses
	}
	if err := sameClasses(s.classes, other.classes); err != nil {
		return err
	}
	s.rows.merge(&other.rows)
	return nil
}

// Reset forgets every example and keeps the classes.
func (s *State) Reset() { s.rows = examples{width: len(s.classes), each: 1} }

// Clone is a State of its own that has seen the same.
func (s *State) Clone() *State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &State{classes: s.classes, rows: s.rows.clone()}
}

// settled are the rows in their one order, ready for readers.
func (s *State) settled() *examples {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows.settle(func(a, b int) int { return a - b })
	return &s.rows
}

// Rows is the number of examples, unweighted.
func (s *State) Rows() int64 { return int64(s.settled().len()) }

// Weight is the summed weight of the examples.
func (s *State) Weight() float64 { return s.settled().tally().weight }

// Class is the State of one class against the rest, for every binary reader; the caller owns it.
// It panics if there is no such class.
func (s *State) Class(class int) *metrics.State {
	if err := checkClass(class, len(s.classes), "the argument"); err != nil {
		panic("multiclass: " + err.Error())
	}
	r := s.settled()
	return binaryState(r.len(), r.weights, func(i int) (float64, bool) { return r.score(i, class), r.labels[i] == class })
}

// TopLabel is the State of the answer itself: its score is the highest of the row, and it is positive where that
// class is right. Its calibration readers are those of the classifier's confidence.
// Ties are decided as in [State.Confusion].
func (s *State) TopLabel() *metrics.State {
	r := s.settled()
	return binaryState(r.len(), r.weights, func(i int) (float64, bool) {
		top, _ := highest(r.row(i))
		return r.score(i, top), r.labels[i] == top
	})
}

// Flattened is the State of all K scores of all rows in one column, each against whether its class is right:
// what micro-averaged metrics of scores see. Its rows are not independent, so its intervals mean nothing.
func (s *State) Flattened() *metrics.State {
	r, k := s.settled(), len(s.classes)
	return binaryState(len(r.scores), repeat(r.weights, k), func(i int) (float64, bool) { return r.scores[i], r.labels[i/k] == i%k })
}

func binaryState(n int, weights []float64, row func(i int) (score float64, positive bool)) *metrics.State {
	b := metrics.Batch{Scores: make([]float64, n), Labels: make([]bool, n), Weights: weights}
	for i := range n {
		b.Scores[i], b.Labels[i] = row(i)
	}
	s := metrics.NewState()
	if err := s.Update(b); err != nil {
		panic(err) // the rows were validated when they came
	}
	return s
}

// Confusion is the table of the classifier that answers the class of the highest score, and how many rows had
// more than one such class: of equals the first in the order of the classes is taken.
func (s *State) Confusion() (table *Confusion, tied int64) {
	r := s.settled()
	predicted := make([]int, r.len())
	for i := range predicted {
		top, many := highest(r.row(i))
		predicted[i] = top
		if many {
			tied++
		}
	}
	table = newConfusion(s.classes)
	if err := table.Update(Decisions{Truth: r.labels, Predicted: predicted, Weights: r.weights}); err != nil {
		panic(err) // the rows were validated when they came
	}
	return table, tied
}

// highest is the first class of the highest score, and whether others have it too.
func highest(scores []float64) (class int, tied bool) {
	for c, score := range scores[1:] {
		switch {
		case score > scores[class]:
			class, tied = c+1, false
		case score == scores[class]:
			tied = true
		}
	}
	return class, tied
}
