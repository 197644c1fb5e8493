package data

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Examples are what a network trains on or reads, as numbers: named columns of inputs, and labels. Package model holds
// them on the device for a whole run.
type Examples struct {
	Columns   []Column
	Positions int       // labels per example, such as the pixels of a picture; zero: 1
	Labels    []bool    // [N·Positions], example by example; nil: nobody knows them, and the examples can only be scored
	Weights   []float64 // of the labels, [N·Positions]; nil: ones
	Counts    []bool    // the labels that count at all, [N·Positions]; nil: all
	IDs       []string  // [N]; nil: 1, 2, 3, …
	Groups    []string  // [N]; nil: none
	Source    string    // for messages
}

// Column is one input of every example. Where Index is set, examples share the rows of a table: a text that stands in
// many pairs is there once.
type Column struct {
	Name   string
	Shape  []int     // of one row
	Names  []string  // of the numbers of a row, [Width]; nil: none
	Ints   []int32   // the rows, [M, Shape...]; or
	Floats []float32 // the rows, [M, Shape...]
	Index  []int32   // the row of each example, [N]; nil: example i has row i
}

// String tells the name, kind and shape of a batch of B examples.
func (c Column) String() string {
	kind, shape := "float32", "B"
	if c.Ints != nil {
		kind = "int32"
	}
	for _, d := range c.Shape {
		shape += fmt.Sprintf(", %d", d)
	}
	return fmt.Sprintf("%q %s [%s]", c.Name, kind, shape)
}

// ID of example i, 0 <= i < Len.
func (e *Examples) ID(i int) string {
	if e.IDs == nil {
		return strconv.Itoa(i + 1)
	}
	return e.IDs[i]
}

// Count returns the number of labels that count, and of positive ones among them.
func (e *Examples) Count() (labels, positives int64) {
	for i, positive := range e.Labels {
		if e.Counts != nil && !e.Counts[i] {
			continue
		}
		labels++
		if positive {
			positives++
		}
	}
	return labels, positives
}

func (e *Examples) source() string { return cmp.Or(e.Source, "examples in memory") }

// CheckLabelled returns an error where the examples have no labels: nothing can be learned from them, and no metric read.
func (e *Examples) CheckLabelled() error {
	return checkLabelled(e.source(), "examples", e.Labels, e.Len())
}

func checkLabelled(source, what string, labels []bool, n int) error {
	if labels == nil {
		return fmt.Errorf("%s: the %d %s have no labels: they can only be scored, by PredictExamples", source, n, what)
	}
	return nil
}

// CheckClasses returns an error unless both classes are among the labels that count, with a weight above 0.
func (e *Examples) CheckClasses() error {
	if err := e.CheckLabelled(); err != nil {
		return err
	}
	return checkClasses(e.source(), "labels", e.Labels, func(i int) float64 {
		switch {
		case e.Counts != nil && !e.Counts[i]:
			return 0
		case e.Weights != nil:
			return e.Weights[i]
		}
		return 1
	})
}

// Hash identifies everything that a network learns from.
func (e *Examples) Hash() (string, error) {
	h := sha256.New()
	h.Write([]byte("seqpair examples 1\n"))
	write := func(name string, v any) error {
		if _, err := fmt.Fprintf(h, "%q %d\n", name, binary.Size(v)); err != nil {
			return err
		}
		return binary.Write(h, binary.LittleEndian, v)
	}
	err := errors.Join(write("labels", e.Labels), write("weights", e.Weights), write("counts", e.Counts), write("positions", int64(e.PerExample())))
	for _, c := range e.Columns {
		shape := make([]int64, len(c.Shape))
		for i, d := range c.Shape {
			shape[i] = int64(d)
		}
		err = errors.Join(err, write(c.Name, shape), write("ints", c.Ints), write("floats", c.Floats), write("index", c.Index))
	}
	return hex.EncodeToString(h.Sum(nil)), err
}

// Len is the number of examples, which is that of the first column.
func (e *Examples) Len() int {
	if len(e.Columns) == 0 {
		return 0
	}
	return e.Columns[0].examples()
}

// examples is how many the column is for.
func (c Column) examples() int {
	if c.Index != nil {
		return len(c.Index)
	}
	return c.Rows()
}

// PerExample is the number of labels that an example has.
func (e *Examples) PerExample() int { return max(1, e.Positions) }

// Rows is the number of different rows.
func (c Column) Rows() int { return max(len(c.Ints), len(c.Floats)) / max(1, c.Width()) }

// Width is how many numbers a row has.
func (c Column) Width() int {
	n := 1
	for _, d := range c.Shape {
		n *= d
	}
	return n
}

// Check returns an error that names what does not fit together.
func (e *Examples) Check() error {
	if len(e.Columns) == 0 {
		return errors.New("examples: there are no columns: a network needs something to read")
	}
	names := map[string]bool{}
	for _, c := range e.Columns {
		if names[c.Name] {
			return fmt.Errorf("examples: two columns are called %q", c.Name)
		}
		names[c.Name] = true
		if err := c.check(e.Len()); err != nil {
			return err
		}
	}
	labels := e.Len() * e.PerExample()
	switch {
	case labels == 0:
		return fmt.Errorf("examples: column %q has no rows, and at least one example is needed", e.Columns[0].Name)
	case e.Labels != nil && len(e.Labels) != labels:
		return fmt.Errorf("examples: %d labels for %d examples of column %q with %d each: give each example all its labels, or none of them (nil) where nobody knows them", len(e.Labels), e.Len(), e.Columns[0].Name, e.PerExample())
	case e.Weights != nil && len(e.Weights) != labels || e.Counts != nil && len(e.Counts) != labels:
		return fmt.Errorf("examples: %d weights and %d marks of what counts for %d labels: give one for each label, or none", len(e.Weights), len(e.Counts), labels)
	}
	if e.IDs != nil && len(e.IDs) != e.Len() || e.Groups != nil && len(e.Groups) != e.Len() {
		return fmt.Errorf("examples: %d ids and %d groups for %d examples: give one for each, or none", len(e.IDs), len(e.Groups), e.Len())
	}
	for i, w := range e.Weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			return fmt.Errorf("examples: weight %d is %v: weights are finite and not negative", i+1, w)
		}
	}
	return nil
}

func (c Column) check(examples int) error {
	size := max(len(c.Ints), len(c.Floats))
	switch {
	case (c.Ints == nil) == (c.Floats == nil):
		return fmt.Errorf("column %q: fill either Ints or Floats", c.Name)
	case c.Names != nil && len(c.Names) != c.Width():
		return fmt.Errorf("column %q: %d names for rows of %d numbers: give one for each, or none", c.Name, len(c.Names), c.Width())
	case slices.ContainsFunc(c.Shape, func(d int) bool { return d < 1 }) || size%c.Width() != 0:
		return fmt.Errorf("column %q: %d numbers are no whole rows of shape %v", c.Name, size, c.Shape)
	case c.Index == nil && c.Rows() != examples:
		return fmt.Errorf("column %q: %d rows for %d examples", c.Name, c.Rows(), examples)
	case c.Index != nil && len(c.Index) != examples:
		return fmt.Errorf("column %q: %d indices for %d examples", c.Name, len(c.Index), examples)
	}
	for i, v := range c.Floats {
		if !finite(v) {
			return fmt.Errorf("column %q: number %d of row %d is %v: fill it in or leave the example out", c.Name, i%c.Width()+1, i/c.Width()+1, v)
		}
	}
	for i, row := range c.Index {
		if row < 0 || int(row) >= c.Rows() {
			return fmt.Errorf("column %q: Index of example %d is %d, want 0 to %d", c.Name, i+1, row, c.Rows()-1)
		}
	}
	return nil
}
