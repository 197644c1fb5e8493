package data

import (
	"errors"
	"fmt"
	"slices"
)

// Series are pairs of numeric sequences, such as two time series. Optional columns are nil.
type Series struct {
	Steps, Channels int // of every sequence, padding included

	A, B               []float32 // [N, Steps, Channels], step by step; finite, and 0 beyond the length
	LengthsA, LengthsB []int32   // steps that there are, 1 to Steps, [N]; the rest is padding; nil: all

	Labels  []bool    // [N], true is positive; nil: nobody knows them, and the pairs can only be scored
	Weights []float64 // [N], finite and >= 0; nil: ones
	Groups  []string  // [N], what a split must not tear; an empty one stands alone; nil: no groups
	IDs     []string  // [N]; nil: 1, 2, 3, …
	Source  string    // for messages
}

// The columns of series, beside [ColumnA] and [ColumnB].
const (
	ColumnLengthA = "length_a" // steps of the first sequence, int32 []
	ColumnLengthB = "length_b" // steps of the second sequence, int32 []
)

// Len is the number of pairs.
func (s *Series) Len() int { return len(s.A) / max(1, s.Width()) }

// Width is how many numbers a sequence has, padding included.
func (s *Series) Width() int { return s.Steps * s.Channels }

// Check returns an error that names what does not fit together, and the first number that is none.
func (s *Series) Check() error {
	if err := s.check(); err != nil {
		return fmt.Errorf("%s: %w", s.source(), err)
	}
	return nil
}

func (s *Series) check() error {
	switch {
	case s.Steps < 1 || s.Channels < 1:
		return fmt.Errorf("sequences of %d steps with %d channels: each is 1 at least", s.Steps, s.Channels)
	case len(s.A) == 0:
		return errors.New("there are no pairs")
	case len(s.A)%s.Width() != 0 || len(s.B) != len(s.A):
		return fmt.Errorf("%d numbers in a and %d in b, for pairs of %d steps with %d channels: want as many in both, [N, Steps, Channels], channels last", len(s.A), len(s.B), s.Steps, s.Channels)
	}
	if err := checkOptional(s.Len(), "pairs", s.Labels, s.Weights, s.Groups, s.IDs); err != nil {
		return err
	}
	return errors.Join(s.checkSide("a", s.A, s.LengthsA), s.checkSide("b", s.B, s.LengthsB))
}

func (s *Series) checkSide(name string, values []float32, lengths []int32) error {
	if lengths != nil && len(lengths) != s.Len() {
		return fmt.Errorf("%s: %d lengths for %d pairs: give each one, or none", name, len(lengths), s.Len())
	}
	for pair, length := range lengths {
		if length < 1 || int(length) > s.Steps {
			return fmt.Errorf("%s: pair %d (%s) has %d steps, want 1 to %d: leave the pair out", name, pair+1, idOf(s.IDs, pair), length, s.Steps)
		}
	}
	for i, v := range values {
		pair, step, channel := i/s.Width(), i/s.Channels%s.Steps, i%s.Channels
		switch {
		case !finite(v):
			return fmt.Errorf("%s: pair %d (%s): step %d, channel %d is %v: fill it in, or leave the pair out", name, pair+1, idOf(s.IDs, pair), step+1, channel+1, v)
		case v != 0 && lengths != nil && step >= int(lengths[pair]):
			return fmt.Errorf("%s: pair %d (%s): step %d, channel %d is %v, beyond the length %d: padding is 0", name, pair+1, idOf(s.IDs, pair), step+1, channel+1, v, lengths[pair])
		}
	}
	return nil
}

func (s *Series) source() string {
	if s.Source == "" {
		return "series"
	}
	return s.Source
}

// Subset returns the pairs at the given positions, in that order. It panics if one is outside [0, Len).
func (s *Series) Subset(pairs []int) *Series {
	subset := &Series{
		Steps: s.Steps, Channels: s.Channels, LengthsA: pick(s.LengthsA, pairs), LengthsB: pick(s.LengthsB, pairs),
		Labels: pick(s.Labels, pairs), Weights: pick(s.Weights, pairs), Groups: pick(s.Groups, pairs), IDs: pickIDs(s.IDs, pairs), Source: s.Source,
	}
	for _, i := range pairs {
		subset.A = append(subset.A, part(s.A, i, s.Width())...)
		subset.B = append(subset.B, part(s.B, i, s.Width())...)
	}
	return subset
}

// Split divides the pairs into 60 % train, 20 % valid and 20 % test, the same for the same seed. Pairs of one group, and pairs
// with a sequence in common, stay together; every part comes as near as it can to its share of both classes. The
// error says why no such split is possible.
func (s *Series) Split(seed int64) (train, valid, test *Series, err error) {
	if err := errors.Join(s.Check(), checkLabelled(s.source(), "pairs", s.Labels, s.Len())); err != nil {
		return nil, nil, nil, err
	}
	n := s.Len()
	same := copies(slices.Concat(s.A, s.B), s.Width())
	sharing := func(side int) func(i int) int32 {
		return func(i int) int32 { return same(side*n+i) % int32(n) }
	}
	pairs, err := dealRows(s.Groups, seed, n, func(i int) [2]int { return count(s.Labels[i]) }, sharing(0), sharing(1))
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s: %w; pairs that are drawn from few sequences hang together: split the sequences first, and draw the pairs of each part from its own", s.source(), err)
	}
	return s.Subset(pairs[0]), s.Subset(pairs[1]), s.Subset(pairs[2]), nil
}

// Examples are what a network reads: the columns [ColumnA] and [ColumnB], float32 [Steps, Channels], [ColumnLengthA] and
// [ColumnLengthB], and one label for each pair. The slices are shared. The network of package series standardises the
// channels itself.
func (s *Series) Examples() *Examples {
	lengths := func(given []int32) []int32 {
		if given == nil {
			return slices.Repeat([]int32{int32(s.Steps)}, s.Len())
		}
		return given
	}
	shape := []int{s.Steps, s.Channels}
	return &Examples{
		Columns: []Column{
			{Name: ColumnA, Shape: shape, Floats: s.A}, {Name: ColumnB, Shape: shape, Floats: s.B},
			{Name: ColumnLengthA, Ints: lengths(s.LengthsA)}, {Name: ColumnLengthB, Ints: lengths(s.LengthsB)},
		},
		Labels: s.Labels, Weights: s.Weights, IDs: s.IDs, Groups: s.Groups, Source: s.source(),
	}
}
