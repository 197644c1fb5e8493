package model

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/seqpair/seqpair/model/data"
)

// resident holds examples on the device for the whole run, so that a step needs no more than the numbers of its rows.
type resident struct {
	columns []residentColumn
	labels  int // place in tensors of [N, labels per example], 0 or 1
	weights int // of the same shape; none: all 1
	counts  int // of the same shape, 0 or 1; none: all 1
	tensors []any
}

// residentColumn says where the tensors of a column are.
type residentColumn struct {
	table int // [M, …]
	index int // [N]; none: the table has a row for every example
}

const none = -1

// residentTable tells tables apart, which columns may share.
type residentTable struct {
	first *int32
	shape string
}

// newResident makes the tensors; they go to the device when a program first takes them.
func newResident(e *data.Examples, weigh bool) *resident {
	r := &resident{weights: none, counts: none}
	shared := map[residentTable]int{} // places
	for _, c := range e.Columns {
		dims := append([]int{c.Rows()}, c.Shape...)
		column := residentColumn{index: none}
		if c.Ints == nil {
			column.table = r.add(tensors.FromFlatDataAndDimensions(c.Floats, dims...))
		} else {
			table := residentTable{&c.Ints[0], fmt.Sprint(dims)}
			place, there := shared[table]
			if !there {
				place = r.add(tensors.FromFlatDataAndDimensions(c.Ints, dims...))
				shared[table] = place
			}
			column.table = place
		}
		if c.Index != nil {
			column.index = r.add(tensors.FromFlatDataAndDimensions(c.Index, len(c.Index)))
		}
		r.columns = append(r.columns, column)
	}
	r.labels = r.addNumbers(e, func(i int) float32 { return number(e.Labels[i]) })
	if weigh && e.Weights != nil {
		r.weights = r.addNumbers(e, func(i int) float32 { return float32(e.Weights[i]) })
	}
	if e.Counts != nil {
		r.counts = r.addNumbers(e, func(i int) float32 { return number(e.Counts[i]) })
	}
	return r
}

func (r *resident) add(t *tensors.Tensor) (place int) {
	r.tensors = append(r.tensors, t)
	return len(r.tensors) - 1
}

// addNumbers adds one number per label.
func (r *resident) addNumbers(e *data.Examples, of func(i int) float32) (place int) {
	numbers := make([]float32, len(e.Labels))
	for i := range numbers {
		numbers[i] = of(i)
	}
	return r.add(tensors.FromFlatDataAndDimensions(numbers, e.Len(), e.PerExample()))
}

// batch gathers rows, [B], on the device, as batches.inputs does on the host, but that padding is a copy of the first example, which the mask
// leaves out. nodes are those of r.tensors.
func (r *resident) batch(nodes []*graph.Node, rows *graph.Node) []*graph.Node {
	real := graph.GreaterOrEqual(rows, graph.ZerosLike(rows)) // [B]
	rows = graph.Max(rows, graph.ZerosLike(rows))
	pick := func(table int, rows *graph.Node) *graph.Node {
		return graph.Gather(nodes[table], graph.InsertAxes(rows, -1))
	}
	var inputs []*graph.Node
	for _, c := range r.columns {
		index := rows
		if c.index != none {
			index = pick(c.index, rows)
		}
		inputs = append(inputs, pick(c.table, index))
	}
	labels := pick(r.labels, rows)
	weights, mask := graph.OnesLike(labels), graph.InsertAxes(graph.ConvertDType(real, dtypes.Float32), -1)
	mask = graph.BroadcastToShape(mask, labels.Shape())
	if r.weights != none {
		weights = pick(r.weights, rows)
	}
	if r.counts != none {
		mask = graph.Mul(mask, pick(r.counts, rows))
	}
	return append(inputs, labels, weights, mask)
}

// finalize releases the device's memory.
func (r *resident) finalize() {
	for _, t := range r.tensors {
		t.(*tensors.Tensor).MustFinalizeAll()
	}
}
