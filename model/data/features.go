package data

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Features are rows of numbers, in columns. Optional columns are nil.
type Features struct {
	Names   []string  // of the features, [D]
	Values  []float32 // [N, D], row by row; finite
	Labels  []bool    // [N], true is positive; nil: nobody knows them, and the rows can only be scored
	Weights []float64 // [N], finite and >= 0; nil: ones
	Groups  []string  // [N], what a split must not tear; an empty one stands alone; nil: no groups
	IDs     []string  // [N]; nil: 1, 2, 3, …
	Source  string    // for messages
}

// ColumnX is the column of numbers in the examples of [Features] and [Images].
const ColumnX = "x"

// Len is the number of rows.
func (f *Features) Len() int { return len(f.Values) / max(1, len(f.Names)) }

// Row returns the values of row i, 0 <= i < Len. The slice is shared.
func (f *Features) Row(i int) []float32 {
	d := len(f.Names)
	return f.Values[i*d : (i+1)*d : (i+1)*d]
}

// Check returns an error that names what does not fit together, and the first number that is none.
func (f *Features) Check() error {
	if err := f.check(); err != nil {
		return fmt.Errorf("%s: %w", f.source(), err)
	}
	return nil
}

func (f *Features) check() error {
	switch d := len(f.Names); {
	case d == 0:
		return errors.New("there are no features: Names has one name for each column of Values")
	case len(f.Values) == 0:
		return errors.New("there are no rows")
	case len(f.Values)%d != 0:
		return fmt.Errorf("%d values are no whole rows of %d features: Values is [N, D], row by row", len(f.Values), d)
	}
	if err := checkOptional(f.Len(), "rows", f.Labels, f.Weights, f.Groups, f.IDs); err != nil {
		return err
	}
	for i, v := range f.Values {
		if !finite(v) {
			row := i / len(f.Names)
			return fmt.Errorf("row %d (%s): feature %q is %v: fill it in, or leave the row out", row+1, idOf(f.IDs, row), f.Names[i%len(f.Names)], v)
		}
	}
	return nil
}

func (f *Features) source() string {
	if f.Source == "" {
		return "features"
	}
	return f.Source
}

// Subset returns the rows at the given positions, in that order. It panics if one is outside [0, Len).
func (f *Features) Subset(rows []int) *Features {
	s := &Features{
		Names: f.Names, Labels: pick(f.Labels, rows), Weights: pick(f.Weights, rows), Groups: pick(f.Groups, rows),
		IDs: pickIDs(f.IDs, rows), Source: f.Source,
	}
	for _, row := range rows {
		s.Values = append(s.Values, f.Row(row)...)
	}
	return s
}

// Split divides the rows into 60 % train, 20 % valid and 20 % test, the same for the same seed. Rows of one group, and
// copies of a row, stay together; every part comes as near as it can to its share of both classes. The error says
// why no such split is possible.
func (f *Features) Split(seed int64) (train, valid, test *Features, err error) {
	if err := errors.Join(f.Check(), checkLabelled(f.source(), "rows", f.Labels, f.Len())); err != nil {
		return nil, nil, nil, err
	}
	rows, err := dealRows(f.Groups, seed, f.Len(), func(i int) [2]int { return count(f.Labels[i]) }, copies(f.Values, len(f.Names)))
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s: %w", f.source(), err)
	}
	return f.Subset(rows[0]), f.Subset(rows[1]), f.Subset(rows[2]), nil
}

// Examples are what a network reads: the column [ColumnX], float32 [D], and one label for each row. The slices are
// shared. The names go along, so that a run refuses other features, or these in another order. A network of package dense standardises
// the columns itself.
func (f *Features) Examples() *Examples {
	return &Examples{
		Columns: []Column{{Name: ColumnX, Shape: []int{len(f.Names)}, Names: f.Names, Floats: f.Values}},
		Labels:  f.Labels, Weights: f.Weights, IDs: f.IDs, Groups: f.Groups, Source: f.source(),
	}
}

// pickIDs keeps the ids of rows that have none: their positions.
func pickIDs(ids []string, rows []int) []string {
	if ids != nil {
		return pick(ids, rows)
	}
	positions := make([]string, len(rows))
	for i, row := range rows {
		positions[i] = strconv.Itoa(row + 1)
	}
	return positions
}

// idOf says which row is meant.
func idOf(ids []string, row int) string {
	if ids == nil || ids[row] == "" {
		return "without id"
	}
	return "id " + quote(ids[row])
}

// checkOptional checks the columns that n rows, called what, may lack.
func checkOptional(n int, what string, labels []bool, weights []float64, groups, ids []string) error {
	for _, column := range []struct {
		name string
		size int
		none bool
	}{{"labels", len(labels), labels == nil}, {"weights", len(weights), weights == nil}, {"groups", len(groups), groups == nil}, {"ids", len(ids), ids == nil}} {
		if !column.none && column.size != n {
			return fmt.Errorf("%d %s for %d %s: give each one, or none (nil)", column.size, column.name, n, what)
		}
	}
	for i, w := range weights {
		if err := checkWeight(w); err != nil {
			return fmt.Errorf("weight %d: %w", i+1, err)
		}
	}
	return nil
}

func finite(v float32) bool { return v == v && !math.IsInf(float64(v), 0) }
