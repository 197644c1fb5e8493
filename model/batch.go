package model

import (
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/seqpair/seqpair/model/data"
)

// padding stands in the place of an example where a batch has fewer than its size.
const padding = -1

// batches deals out examples, a fixed number at a time.
type batches struct {
	*data.Examples
	order   *data.Order // of an epoch's training; nil: their own
	buckets *buckets    // of training pairs; nil: all are read at full length
	size    int
}

// trainBatches deals out the examples of an epoch, no more at a time than there are.
func trainBatches(e *data.Examples, order *data.Order, size int) *batches {
	return &batches{Examples: e, order: order, size: min(size, max(1, order.Len()))}
}

// Examples are scored so many labels and numbers at a time, and as many examples at least as in training: long ones take much
// memory.
const (
	readLabels  = 256
	readNumbers = 1 << 14
)

// readBatches deals out examples to be scored. Where half of the size in training would do for all of them, it does: a program is
// compiled for each size, so there are few.
func readBatches(e *data.Examples, trained int) *batches {
	numbers := 0
	for _, c := range e.Columns {
		numbers += c.Width()
	}
	least := min(readLabels/e.PerExample(), readNumbers/max(1, numbers))
	size := max(trained, least)
	for size/2 >= max(least, e.Len(), 1) {
		size /= 2
	}
	return &batches{Examples: e, size: size}
}

// count is the number of batches that hold all examples, or those of an epoch.
func (b *batches) count() int {
	n := b.Len()
	if b.order != nil {
		n = b.order.Len()
	}
	return (n + b.size - 1) / b.size
}

// at returns the examples of batch i of an order; at most size.
func (b *batches) at(order []int32, i int) []int32 {
	return order[i*b.size : min((i+1)*b.size, len(order))]
}

// epoch is the order of an epoch, 1-based, in which batches are as much of one length as they can be.
func (b *batches) epoch(order *data.Order, seed int64, epoch int) []int32 {
	return b.buckets.arrange(order.Epoch(seed, epoch), b.size, seed, epoch)
}

// inputs gathers rows on the host as a network reads them: the columns, then labels, weights and mask, [size, labels per
// example] each. What the rows leave empty is masked. Unless weigh is set, every weight is 1.
func (b *batches) inputs(rows []int32, weigh bool) []any {
	var inputs []any
	for _, c := range b.Columns {
		dims := append([]int{b.size}, c.Shape...)
		if c.Ints != nil {
			inputs = append(inputs, tensors.FromFlatDataAndDimensions(gather(c.Ints, c, rows, b.size), dims...))
		} else {
			inputs = append(inputs, tensors.FromFlatDataAndDimensions(gather(c.Floats, c, rows, b.size), dims...))
		}
	}
	n := b.PerExample()
	labels, weights, mask := make([]float32, b.size*n), make([]float32, b.size*n), make([]float32, b.size*n)
	for i, row := range rows {
		for j := range n {
			from, to := int(row)*n+j, i*n+j
			labels[to] = number(b.Labels[from])
			weights[to] = 1
			if weigh && b.Weights != nil {
				weights[to] = float32(b.Weights[from])
			}
			mask[to] = 1
			if b.Counts != nil {
				mask[to] = number(b.Counts[from])
			}
		}
	}
	for _, values := range [][]float32{labels, weights, mask} {
		inputs = append(inputs, tensors.FromFlatDataAndDimensions(values, b.size, n))
	}
	return inputs
}

// gather copies the rows of a column, followed by zeros.
func gather[V int32 | float32](table []V, c data.Column, rows []int32, size int) []V {
	width := c.Width()
	gathered := make([]V, size*width)
	for i, row := range rows {
		if c.Index != nil {
			row = c.Index[row]
		}
		copy(gathered[i*width:(i+1)*width], table[int(row)*width:])
	}
	return gathered
}

func number(b bool) float32 {
	if b {
		return 1
	}
	return 0
}
