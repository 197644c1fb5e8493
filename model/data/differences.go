package data

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/seqpair/seqpair/model/internal/difference"
)

// ColumnDifferences is what tells the texts of a pair apart, int32 [PairEncoder.Differences, 12]: features of each difference, hashed
// to ids from 1 on; 0 fills what is empty.
const ColumnDifferences = "differences"

// WithDifferences is an encoder whose Examples have [ColumnDifferences] too, with room for all differences of 99 % of the training
// pairs, at most 64; of others the last are left out. They take 48 bytes each, in every pair.
func (e *PairEncoder) WithDifferences(train *Pairs) *PairEncoder {
	counts := make([]int, train.Len())
	train.compare(func(i int, found []difference.Difference) { counts[i] = len(found) })
	slices.Sort(counts)
	other := *e
	other.Differences = max(1, counts[(99*len(counts)-1)/100])
	return &other
}

// differences is the column of all pairs.
func (e *PairEncoder) differences(p *Pairs) Column {
	width := e.Differences * difference.Features
	ids := make([]int32, p.Len()*width)
	p.compare(func(i int, found []difference.Difference) {
		for k, d := range found[:min(len(found), e.Differences)] {
			copy(ids[i*width+k*difference.Features:], d)
		}
	})
	return Column{Name: ColumnDifferences, Shape: []int{e.Differences, difference.Features}, Ints: ids}
}

// compare calls each with the differences of every pair, on several threads.
func (p *Pairs) compare(each func(i int, found []difference.Difference)) {
	var next atomic.Int64
	var threads sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		threads.Go(func() {
			for i := int(next.Add(1)) - 1; i < p.Len(); i = int(next.Add(1)) - 1 {
				each(i, difference.Of(p.texts[p.a[i]], p.texts[p.b[i]]))
			}
		})
	}
	threads.Wait()
}
