package data

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/seqpair/seqpair/model/internal/difference"
)

// ColumnDifferences is what the texts of a pair share, and behind it each of their differences, int32 [1+PairEncoder.Differences, 13]:
// features, hashed to ids from 1 on; 0 fills what is empty.
const ColumnDifferences = "differences"

// WithDifferences is an encoder whose Examples have [ColumnDifferences] too, with room for all differences of 99 % of the training
// pairs, at most 64; of others the last are left out. They take 52 bytes each, in every pair.
func (e *PairEncoder) WithDifferences(train *Pairs) *PairEncoder {
	counts := make([]int, train.Len())
	train.compare(func(i int, _ difference.Features, found []difference.Features) { counts[i] = len(found) })
	slices.Sort(counts)
	other := *e
	other.Differences = max(1, counts[(99*len(counts)-1)/100])
	return &other
}

// differences is the column of all pairs.
func (e *PairEncoder) differences(p *Pairs) Column {
	shape := []int{1 + e.Differences, difference.MostFeatures}
	width := shape[0] * shape[1]
	ids := make([]int32, p.Len()*width)
	p.compare(func(i int, shared difference.Features, found []difference.Features) {
		row := ids[i*width : (i+1)*width]
		copy(row, shared)
		for k, d := range found[:min(len(found), e.Differences)] {
			copy(row[(1+k)*difference.MostFeatures:], d)
		}
	})
	return Column{Name: ColumnDifferences, Shape: shape, Ints: ids}
}

// compare calls each with what the texts of every pair share and their differences, on several threads.
func (p *Pairs) compare(each func(i int, shared difference.Features, found []difference.Features)) {
	p.eachTexts(func(i int, a, b string) {
		shared, found := difference.Of(a, b)
		each(i, shared, found)
	})
}

// eachTexts calls each with the texts of every pair, on several threads.
func (p *Pairs) eachTexts(each func(i int, a, b string)) {
	var next atomic.Int64
	var threads sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		threads.Go(func() {
			for i := int(next.Add(1)) - 1; i < p.Len(); i = int(next.Add(1)) - 1 {
				each(i, p.texts[p.a[i]], p.texts[p.b[i]])
			}
		})
	}
	threads.Wait()
}
