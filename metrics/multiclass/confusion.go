package multiclass

import (
	"slices"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/internal/sums"
)

// Confusion is the K by K table of decisions: how many examples of each true class were predicted to be of
// each class, as whole numbers, and what they weigh. Make one with [NewConfusion].
// Readers may run beside each other, but not beside Update, Merge, Reset or an unmarshalling.
type Confusion struct {
	classes         []string
	rows            []int64    // K×K, row i column j: of class i, predicted j
	weight, squares []sums.Sum // like rows; nil while all weights are 1
	total           int64
}

// NewConfusion is an empty table of those classes, two to MaxClasses of them with different names.
// It takes 8 bytes a cell, and 40 once weights differ from 1.
func NewConfusion(classes ...string) (*Confusion, error) {
	if err := checkClasses(classes, 2); err != nil {
		return nil, err
	}
	return newConfusion(slices.Clone(classes)), nil
}

func newConfusion(classes []string) *Confusion {
	return &Confusion{classes: classes, rows: make([]int64, len(classes)*len(classes))}
}

// Classes are the names, in the order of the indices. The caller owns the slice.
func (c *Confusion) Classes() []string { return slices.Clone(c.classes) }

// Update adds decisions. On error, which is that of [Decisions.Validate], the table is as it was.
func (c *Confusion) Update(d Decisions) error {
	k := len(c.classes)
	if k == 0 {
		return errNoClasses
	}
	if err := d.Validate(k); err != nil {
		return err
	}
	if int64(len(d.Truth)) > maxRows-c.total {
		return errTooMany
	}
	if d.Weights == nil && c.weight == nil {
		for i, truth := range d.Truth {
			c.rows[truth*k+d.Predicted[i]]++
		}
		c.total += int64(len(d.Truth))
		return nil
	}
	for i, truth := range d.Truth {
		if w := weightOf(d.Weights, i); w != 0 {
			c.add(truth*k+d.Predicted[i], w)
		}
	}
	return nil
}

func (c *Confusion) add(cell int, weight float64) {
	if weight != 1 {
		c.weigh()
	}
	c.total++
	c.rows[cell]++
	if c.weight != nil {
		c.weight[cell].Add(weight)
		c.squares[cell].Add(weight * weight)
	}
}

// weigh makes the table hold weights, which so far were all 1.
func (c *Confusion) weigh() {
	if c.weight != nil {
		return
	}
	c.weight = make([]sums.Sum, len(c.rows))
	for cell, rows := range c.rows {
		c.weight[cell].Hi = float64(rows)
	}
	c.squares = slices.Clone(c.weight)
}

// Merge adds everything that other has seen, which stays as it is. It fails, and changes nothing, if other
// is nil or has other classes.
func (c *Confusion) Merge(other *Confusion) error {
	if other == nil || len(c.classes) == 0 {
		return errNoClasses
	}
	if err := sameClasses(c.classes, other.classes); err != nil {
		return err
	}
	if other.total > maxRows-c.total {
		return errTooMany
	}
	if other.weight != nil {
		c.weigh()
	}
	for cell, rows := range other.rows {
		if c.weight != nil && rows > 0 {
			weight, squares := other.sums(cell)
			c.weight[cell].Merge(weight)
			c.squares[cell].Merge(squares)
		}
		c.rows[cell] += rows
	}
	c.total += other.total
	return nil
}

// sums are the weight and the squared weight of a cell.
func (c *Confusion) sums(cell int) (weight, squares sums.Sum) {
	if c.weight == nil {
		ones := sums.Sum{Hi: float64(c.rows[cell])}
		return ones, ones
	}
	return c.weight[cell], c.squares[cell]
}

// Reset forgets every decision and keeps the classes.
func (c *Confusion) Reset() { *c = *newConfusion(c.classes) }

// Clone is a table of its own that has seen the same.
func (c *Confusion) Clone() *Confusion {
	return &Confusion{
		classes: c.classes, rows: slices.Clone(c.rows),
		weight: slices.Clone(c.weight), squares: slices.Clone(c.squares), total: c.total,
	}
}

// Rows is the number of examples, unweighted.
func (c *Confusion) Rows() int64 { return c.total }

// Weight is the summed weight of the examples.
func (c *Confusion) Weight() float64 { return c.all().weight }

// Cell is the number and the summed weight of the examples of class truth that were predicted to be of
// class predicted. It panics if either is no class.
func (c *Confusion) Cell(truth, predicted int) (rows int64, weight float64) {
	for _, class := range []int{truth, predicted} {
		if err := checkClass(class, len(c.classes), "the argument"); err != nil {
			panic("multiclass: " + err.Error())
		}
	}
	cell := truth*len(c.classes) + predicted
	sum, _ := c.sums(cell)
	return c.rows[cell], sum.Value()
}

// Class is the two by two table of one class against the rest, for every reader of metrics.Confusion.
// It panics if there is no such class.
func (c *Confusion) Class(class int) metrics.Confusion {
	if err := checkClass(class, len(c.classes), "the argument"); err != nil {
		panic("multiclass: " + err.Error())
	}
	return c.margins().against(class)
}
