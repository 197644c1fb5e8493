package series

import (
	"fmt"
	"slices"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/internal/layers"
)

// side is one sequence of each pair.
type side struct {
	steps   data.Column
	lengths data.Column
}

// sides finds the columns of data.Series.
func sides(e *data.Examples) (a, b side, err error) {
	columns := map[string]data.Column{}
	for _, c := range e.Columns {
		columns[c.Name] = c
	}
	a = side{columns[data.ColumnA], columns[data.ColumnLengthA]}
	b = side{columns[data.ColumnB], columns[data.ColumnLengthB]}
	for _, s := range []side{a, b} {
		if s.steps.Floats == nil || len(s.steps.Shape) != 2 || s.steps.Index != nil || s.lengths.Ints == nil || s.lengths.Index != nil {
			return a, b, fmt.Errorf("series.Network: the examples are no pairs of numeric sequences: data.Series makes such examples")
		}
		if steps := s.steps.Shape[0]; slices.ContainsFunc(s.lengths.Ints, func(n int32) bool { return n < 1 || int(n) > steps }) {
			return a, b, fmt.Errorf("series.Network: a length in the column %q is %d to %d, want 1 to %d steps", s.lengths.Name, slices.Min(s.lengths.Ints), slices.Max(s.lengths.Ints), steps)
		}
	}
	if a.channels() != b.channels() {
		return a, b, fmt.Errorf("series.Network: the first sequences have %d channels and the second ones %d: want as many", a.channels(), b.channels())
	}
	return a, b, nil
}

func (s side) channels() int { return s.steps.Shape[1] }

// learn reads the steps that there are.
func learn(of ...side) layers.Standardization {
	return layers.NewStandardization(func(yield func([]float32) bool) {
		for _, s := range of {
			if !s.each(yield) {
				return
			}
		}
	}, of[0].channels())
}

// each yields the steps that there are until yield says no.
func (s side) each(yield func([]float32) bool) (more bool) {
	width, channels := s.steps.Width(), s.channels()
	for i, length := range s.lengths.Ints {
		for step := range int(length) {
			at := i*width + step*channels
			if !yield(s.steps.Floats[at : at+channels]) {
				return false
			}
		}
	}
	return true
}
