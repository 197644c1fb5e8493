package bootstrap

import (
	"encoding/binary"
	"slices"
	"sort"

	"github.com/seqpair/seqpair/metrics"
)

// eight is how many counts a word holds.
const eight = 8

// newCounts has room for whole words of counts, and one more.
func newCounts(rows int) []uint8 { return make([]uint8, rows, (rows/eight+1)*eight) }

// above is how many drawn rows lie above each eighth row.
type above []int32

// fill sums up counts from newCounts.
func (a *above) fill(counts []uint8) {
	words := cap(counts) / eight
	counts, sums, all := counts[:cap(counts)], slices.Grow((*a)[:0], words)[:words], int32(0)
	for i := range sums {
		sums[i] = all
		all += total(binary.LittleEndian.Uint64(counts[i*eight:]))
	}
	*a = sums
}

// total adds up eight counts, which are small.
func total(word uint64) int32 { return int32(word * 0x0101010101010101 >> 56) }

// drawnAbove is how many drawn rows lie above a row.
func (r *replicate) drawnAbove(row int32) int32 {
	at := row / eight
	word := binary.LittleEndian.Uint64(r.counts[:cap(r.counts)][at*eight:])
	return r.above[at] + total(word&(1<<(row%eight*8)-1))
}

// level is the rows of a score, positives from start and negatives from middle on, down to end-1.
type level struct{ start, middle, end int32 }

// levelsOfPositives are the levels that hold any, in order.
func (s *sample) levelsOfPositives() []level {
	var levels []level
	start := int32(0)
	for i, last := range s.last {
		if !last {
			continue
		}
		end := int32(i) + 1
		positives := int32(sort.Search(int(end-start), func(row int) bool { return s.class[int(start)+row] == 1 }))
		if positives > 0 {
			levels = append(levels, level{start, start + positives, end})
		}
		start = end
	}
	return levels
}

// table is metrics.State.At of the drawn rows, which have no weights.
func (r *replicate) table(threshold float64) metrics.Confusion {
	r.sumUp()
	reached := int32(sort.Search(len(r.scores), func(i int) bool { return !(r.scores[i] >= threshold) }))
	hits, positives := int32(0), int32(0)
	for _, row := range r.classes[0] {
		count := int32(r.counts[row])
		positives += count
		if row < reached {
			hits += count
		}
	}
	alerts, all := r.drawnAbove(reached), r.drawnAbove(int32(len(r.scores)))
	return metrics.NewConfusion(int64(hits), int64(alerts-hits), int64(all-positives-alerts+hits), int64(positives-hits))
}

func (r *replicate) sumUp() {
	if len(r.above) == 0 {
		r.above.fill(r.counts)
	}
}

// countAreas is weighAreas without weights. It looks only where positives are.
func (r *replicate) countAreas() *areas {
	r.sumUp()
	var (
		hits, falseAlarms int32
		lostBy, lostTo    spread
		area              float64
	)
	for _, l := range r.levels {
		start := r.drawnAbove(l.start)
		middle := r.drawnAbove(l.middle)
		pos := middle - start
		if pos == 0 {
			continue // its negatives wait with those above them
		}
		neg, waiting := r.drawnAbove(l.end)-middle, start-hits-falseAlarms
		falseAlarms += waiting
		lostTo.add(counted(waiting), float64(hits))
		lostTo.add(counted(neg), float64(hits)+float64(pos)/2)
		lostBy.add(counted(pos), float64(falseAlarms)+float64(neg)/2)
		hits, falseAlarms = hits+pos, falseAlarms+neg
		area += float64(pos) * (float64(hits) / float64(hits+falseAlarms))
	}
	waiting := r.drawnAbove(int32(len(r.scores))) - hits - falseAlarms
	lostTo.add(counted(waiting), float64(hits))
	return newAreas(counted(hits), counted(falseAlarms+waiting), lostBy, lostTo, area)
}

func counted(rows int32) mass { return mass{float64(rows), float64(rows)} }
