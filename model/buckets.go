package model

import (
	"math/rand/v2"
	"slices"

	"github.com/gomlx/gomlx/core/graph"

	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/pair"
)

// buckets sort training pairs by length, so that batches of short ones are cut to their length before the network reads
// them: what is cut off is padding alone. Each length has a program of its own.
type buckets struct {
	lengths [][2]int // of a and b, rising; the last are those that sequences are padded to
	of      []uint8  // place in lengths of each example
}

const (
	// bucketSteps is how many steps a run must have for further programs to pay: each takes seconds to compile.
	bucketSteps = 500
	// bucketShare is the least share of the examples for a program of their own.
	bucketShare = 0.2
	// bucketRun is how many batches of one length follow each other, so that they go into one call.
	bucketRun = 8
	// bucketMultiple of ids keeps shapes friendly to vector units.
	bucketMultiple = 8
)

// newBuckets finds lengths that pay; nil if nobody asked for them, if there are none, or if batches must stay as they were
// drawn: where a sampler or a loss is particular about what stands in one batch, and where the network might read padding.
func newBuckets(c Config, s *source, steps int64) *buckets {
	if !c.LengthBuckets || s.encoder == nil || !pair.Masked(c.Model) || c.Sampler.Kind != data.EveryExample || c.Loss.Traits().BothClasses || steps < bucketSteps {
		return nil
	}
	full := [2]int{s.encoder.A.Length(), s.encoder.B.Length()}
	lengths := lengthsOf(&s.train)
	b := &buckets{of: make([]uint8, len(lengths))}
	from := [2]int{}
	for _, quarters := range []int{2, 3} {
		to := [2]int{bucketLength(full[0], quarters), bucketLength(full[1], quarters)}
		if share(lengths, from, to) >= bucketShare && to != full {
			b.lengths, from = append(b.lengths, to), to
		}
	}
	if b.lengths == nil {
		return nil
	}
	b.lengths = append(b.lengths, full)
	for i, length := range lengths {
		b.of[i] = uint8(slices.IndexFunc(b.lengths, func(to [2]int) bool { return fits(length, to) }))
	}
	return b
}

// bucketLength is so many quarters of a length, rounded up.
func bucketLength(full, quarters int) int {
	length := (full*quarters + 3) / 4
	return min(full, (length+bucketMultiple-1)/bucketMultiple*bucketMultiple)
}

func fits(length, to [2]int) bool { return length[0] <= to[0] && length[1] <= to[1] }

// share of lengths that fit into to but not into from.
func share(lengths [][2]int, from, to [2]int) float64 {
	n := 0
	for _, length := range lengths {
		if fits(length, to) && !fits(length, from) {
			n++
		}
	}
	return float64(n) / float64(len(lengths))
}

// sides are the columns of ids.
var sides = []string{data.ColumnA, data.ColumnB}

// lengthsOf counts the ids of both sequences of each pair.
func lengthsOf(e *data.Examples) [][2]int {
	lengths := make([][2]int, e.Len())
	for _, c := range e.Columns {
		side, width := slices.Index(sides, c.Name), c.Width()
		if side < 0 {
			continue
		}
		for i := range lengths {
			row := i
			if c.Index != nil {
				row = int(c.Index[i])
			}
			ids := c.Ints[row*width : (row+1)*width]
			length := width
			for length > 0 && ids[length-1] == data.PadID {
				length--
			}
			lengths[i][side] = length
		}
	}
	return lengths
}

// arrange returns an epoch's order with batches of one length each, as random as these allow: what does not fill a batch of
// its length stands in one of the next. b may be nil.
func (b *buckets) arrange(order []int32, size int, seed int64, epoch int) []int32 {
	if b == nil {
		return order
	}
	lists := make([][]int32, len(b.lengths))
	for _, row := range order {
		lists[b.of[row]] = append(lists[b.of[row]], row)
	}
	var runs [][]int32
	for i := range lists[:len(lists)-1] {
		whole := len(lists[i]) / size * size
		lists[i+1] = append(lists[i+1], lists[i][whole:]...)
		runs = slices.AppendSeq(runs, slices.Chunk(lists[i][:whole], bucketRun*size))
	}
	last := lists[len(lists)-1]
	whole := len(last) / size * size
	runs = slices.AppendSeq(runs, slices.Chunk(last[:whole], bucketRun*size))
	r := rand.New(rand.NewPCG(uint64(seed), uint64(epoch)))
	r.Shuffle(len(runs), func(i, j int) { runs[i], runs[j] = runs[j], runs[i] })
	return append(slices.Concat(runs...), last[whole:]...)
}

// bucket is the place in b's lengths of the shortest that all rows fit in; 0 of no buckets.
func (b *buckets) bucket(rows []int32) int {
	if b == nil {
		return 0
	}
	longest := uint8(0)
	for _, row := range rows {
		longest = max(longest, b.of[row])
	}
	return int(longest)
}

// count of lengths, at least 1.
func (b *buckets) count() int {
	if b == nil {
		return 1
	}
	return len(b.lengths)
}

// cut takes the padding off the columns of a batch, named in their order.
func (b *buckets) cut(bucket int, columns []string, inputs []*graph.Node) []*graph.Node {
	if b == nil {
		return inputs
	}
	inputs = slices.Clone(inputs)
	for i, name := range columns {
		if side := slices.Index(sides, name); side >= 0 {
			inputs[i] = graph.SliceAxis(inputs[i], 1, graph.AxisRange(0, b.lengths[bucket][side]))
		}
	}
	return inputs
}
