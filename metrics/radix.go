package metrics

import (
	"math/bits"
	"runtime"
	"sync"
)

const (
	digitBits    = 11      // the 2048 counters of a digit stay in the first cache
	smallSort    = 48      // below this, shifting rows along costs less than counting them
	smallSplit   = 1 << 12 // below this, looking where keys lie costs more than it saves
	parallelSort = 1 << 16 // below this, a second thread costs more than it saves
	mostThreads  = 8       // memory is full long before
)

// run is a stretch of rows: keys and, where rows are weighted, their weights.
type run[K key] struct {
	keys    []K
	weights []float64 // nil: all ones
}

func makeRun[K key](n int, weighted bool) run[K] {
	r := run[K]{keys: make([]K, n)}
	if weighted {
		r.weights = make([]float64, n)
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

// sortRun sorts rows by key and then by weight. Keys are spread by their leading bits, counted from the
// highest bit in which they differ, into buckets that fit a cache; each of those is sorted by itself.
func sortRun[K key](r run[K]) {
	n, workers := len(r.keys), threads(len(r.keys))
	if n <= smallSort {
		insertionSort(r)
		return
	}
	if keys, ok := any(r.keys).([]uint32); ok && r.weights != nil {
		if packed := packRows(keys, r.weights); packed != nil {
			sortPacked(packed)
			unpackRows(packed, keys, r.weights)
			return
		}
	}
	scratch := makeRun[K](n, r.weights != nil)
	low, span := keySpan(r.keys)
	if n < smallSplit {
		spread(r, scratch, low, span, r)
	} else {
		sortBuckets(r, scratch, low, span, workers, sortInto)
	}
	if r.weights != nil {
		sortTies(r)
	}
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

// digitShift leaves the leading digit of a span.
func digitShift(span uint64) int { return max(bits.Len64(span)-digitBits, 0) }

func countDigits[K key](keys []K, low K, shift int, counts *[1 << digitBits]int) {
	for _, k := range keys {
		counts[(k-low)>>shift&(1<<digitBits-1)]++
	}
}

// sortInto sorts src into dst; both are overwritten.
func sortInto[K key](dst, src run[K]) {
	if len(src.keys) <= smallSort {
		copyRun(dst, src)
		insertionSort(dst)
		return
	}
	low, span := keySpan(src.keys)
	switch length := bits.Len64(span); {
	case length == 0:
		copyRun(dst, src)
	case length <= 2*digitBits:
		digitByDigit(dst, src, low, 0, length)
	default:
		spread(src, dst, low, span, dst)
	}
}

// digitByDigit sorts keys by that many bits from the lowest on, by the last digit first: one or two passes.
func digitByDigit[K key](dst, src run[K], low K, lowest, length int) {
	passes := (length + digitBits - 1) / digitBits
	width := (length + passes - 1) / passes
	var first, second [1 << digitBits]int32
	mask := K(1)<<width - 1
	for _, k := range src.keys {
		k = (k - low) >> lowest
		first[k&mask&(1<<digitBits-1)]++
		second[k>>width&mask&(1<<digitBits-1)]++
	}
	moveMasked(src, dst, low, lowest, mask, &first)
	if passes == 2 {
		moveMasked(dst, src, low, lowest+width, mask, &second)
		copyRun(dst, src)
	}
}

// moveMasked puts each row behind those of a lower digit, of which there are so many by digit.
func moveMasked[K key](from, to run[K], low K, shift int, mask K, counts *[1 << digitBits]int32) {
	next := int32(0)
	for digit := range int(mask) + 1 {
		counts[digit], next = next, next+counts[digit]
	}
	for i, k := range from.keys {
		place := &counts[(k-low)>>shift&mask&(1<<digitBits-1)]
		to.keys[*place] = k
		if from.weights != nil {
			to.weights[*place] = from.weights[i]
		}
		*place++
	}
}

// spread moves the rows of from by leading digit to spare, and sorts each bucket into sorted, which is
// either of the two.
func spread[K key](from, spare run[K], low K, span uint64, sorted run[K]) {
	width := min(max(bits.Len(uint(len(from.keys)))-1, 4), digitBits) // about as many digits as rows
	shift := max(bits.Len64(span)-width, 0)
	var places [1 << digitBits]int32
	for _, k := range from.keys {
		places[(k-low)>>shift&(1<<digitBits-1)]++
	}
	next := int32(0)
	for digit, count := range places[:1<<width] {
		places[digit], next = next, next+count
	}
	moveTo(from, spare, low, shift, &places)
	start := 0
	inPlace := &sorted.keys[0] == &spare.keys[0]
	for _, place := range places[:1<<width] {
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

// moveTo puts each row at the next place of its digit.
func moveTo[K key](from, to run[K], low K, shift int, places *[1 << digitBits]int32) {
	for i, k := range from.keys {
		place := &places[(k-low)>>shift&(1<<digitBits-1)]
		to.keys[*place] = k
		if from.weights != nil {
			to.weights[*place] = from.weights[i]
		}
		*place++
	}
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
