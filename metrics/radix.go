package metrics

import (
	"math/bits"
	"runtime"
	"sync"
)

const (
	digitBits    = 11      // the 2048 counters of a digit stay in the first cache
	onceBits     = 13      // those of the only digit leave half of it to the rows
	smallSort    = 48      // below this, shifting rows along costs less than counting them
	smallSplit   = 1 << 12 // below this, looking where keys lie costs more than it saves
	parallelSort = 1 << 16 // below this, a second thread costs more than it saves
	mostThreads  = 8       // memory is full long before
)

// run is a stretch of rows: keys and, where rows are weighted, their weights.
type run[K key] struct {
	keys    []K
	weights []K // nil: all ones
}

func makeRun[K key](n int, weighted bool) run[K] {
	r := run[K]{keys: make([]K, n)}
	if weighted {
		r.weights = make([]K, n)
	}
	return r
}

func (r run[K]) slice(from, to int) run[K] {
	part := run[K]{keys: r.keys[from:to]}
	if r.weights != nil {
		part.weights = r.weights[from:to]
	}
	return part
}

func threads(rows int) int {
	if rows < parallelSort {
		return 1
	}
	return min(runtime.GOMAXPROCS(0), mostThreads)
}

// sortRun sorts rows by key and then by weight. They are spread by the leading bits of the keys into buckets that fit
// a cache; each of those is sorted by itself.
func sortRun[K key](r run[K]) {
	n, workers := len(r.keys), threads(len(r.keys))
	if n <= smallSort {
		insertionSort(r)
		return
	}
	if narrow, ok := any(r).(run[uint32]); ok && r.weights != nil {
		sortPacked(narrow)
		return
	}
	scratch := makeRun[K](n, r.weights != nil)
	if n < smallSplit {
		low, span := keySpan(r.keys)
		spread(r, scratch, low, bits.Len64(span), r)
	} else {
		s := newSplitting(r.keys)
		places := s.arrange(r.keys, workers)
		together(workers, func(worker int) { s.move(r.share(worker, workers), scratch, places[worker]) })
		s.each(workers, func(_ int, b bucket[K]) {
			sortBetween(r.slice(b.start, b.end), scratch.slice(b.start, b.end), b.low, b.length)
		})
	}
	if r.weights != nil {
		sortTies(r)
	}
}

// share is the rows that one of several workers takes.
func (r run[K]) share(worker, workers int) run[K] {
	n := len(r.keys)
	return r.slice(n*worker/workers, n*(worker+1)/workers)
}

// together runs work on that many threads and waits.
func together(workers int, work func(worker int)) {
	if workers == 1 {
		work(0)
		return
	}
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() { work(worker) })
	}
	group.Wait()
}

func keySpan[K key](keys []K) (low K, span uint64) {
	low, high := keys[0], keys[0]
	for _, k := range keys {
		low, high = min(low, k), max(high, k)
	}
	return low, uint64(high - low)
}

// sortInto sorts src into dst; both are overwritten.
func sortInto[K key](dst, src run[K]) {
	if len(src.keys) <= smallSort {
		copyRun(dst, src)
		insertionSort(dst)
		return
	}
	low, span := keySpan(src.keys)
	sortBetween(dst, src, low, bits.Len64(span))
}

// sortBetween is sortInto for keys from low up to low + 2^length - 1.
func sortBetween[K key](dst, src run[K], low K, length int) {
	passes := digitPasses(length, len(src.keys))
	switch {
	case length == 0:
		copyRun(dst, src)
	case passes == 0:
		spread(src, dst, low, length, dst)
	default:
		if sorted, _ := sortDigits(src, dst, low, 0, length, passes); &sorted.keys[0] != &dst.keys[0] {
			copyRun(dst, sorted)
		}
	}
}

// spread moves the rows of from by leading digit to spare, and sorts each bucket into sorted, which is
// either of the two.
func spread[K key](from, spare run[K], low K, length int, sorted run[K]) {
	width := min(max(bits.Len(uint(len(from.keys)))-1, 4), digitBits) // about as many digits as rows
	shift := max(length-width, 0)
	var room [1 << digitBits]int32
	places := room[:1<<width]
	countDigits(from.keys, low, shift, 1<<width-1, places)
	moveDigits(from, spare, low, shift, 1<<width-1, places)
	start := 0
	inPlace := &sorted.keys[0] == &spare.keys[0]
	if inPlace && widest(places) <= smallSort {
		insertionSort(spare)
		return
	}
	for _, place := range places {
		end := int(place)
		switch {
		case !inPlace && end > start:
			sortInto(sorted.slice(start, end), spare.slice(start, end))
		case inPlace && end > start+1 && shift > 0:
			sortBucket(spare.slice(start, end), from.slice(start, end))
		}
		start = end
	}
}

// widest is how many rows the largest of the buckets that end there has.
func widest(ends []int32) int {
	start, most := int32(0), int32(0)
	for _, end := range ends {
		most = max(most, end-start)
		start = end
	}
	return int(most)
}

// sortBucket sorts rows where they are, with a spare of their length.
func sortBucket[K key](rows, spare run[K]) {
	if len(rows.keys) <= smallSort {
		insertionSort(rows)
		return
	}
	copyRun(spare, rows)
	sortInto(rows, spare)
}

func copyRun[K key](to, from run[K]) {
	copy(to.keys, from.keys)
	copy(to.weights, from.weights)
}

func insertionSort[K key](r run[K]) {
	for i, k := range r.keys {
		j := i
		for ; j > 0 && r.keys[j-1] > k; j-- {
			r.keys[j] = r.keys[j-1]
		}
		r.keys[j] = k
		if r.weights != nil && j < i {
			weight := r.weights[i]
			copy(r.weights[j+1:i+1], r.weights[j:i])
			r.weights[j] = weight
		}
	}
	if r.weights != nil {
		sortTies(r)
	}
}
