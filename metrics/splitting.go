package metrics

import (
	"math/bits"
	"sync/atomic"
)

const (
	prefixes   = 1 << digitBits
	maxBuckets = 2 * prefixes
)

// splitting cuts keys into buckets of about as many rows each, that the first cache holds: by their leading digit, and
// where many share one by more of their bits.
type splitting[K key] struct {
	low     K
	shift   int // leaves the leading digit
	rest    K   // what is behind it
	fine    [prefixes]struct{ first, shift int32 }
	buckets int
}

// newSplitting looks at how many keys have each leading digit.
func newSplitting[K key](low K, shift int, counts *[prefixes]int) *splitting[K] {
	s := &splitting[K]{low: low, shift: shift, rest: 1<<shift - 1}
	rows := 0
	for _, count := range counts {
		rows += count
	}
	for digit, count := range counts {
		more := min(bits.Len(uint(count/(2*max(rows/prefixes, 1)))), shift)
		s.fine[digit].first, s.fine[digit].shift = int32(s.buckets), int32(shift-more)
		s.buckets += 1 << more
	}
	return s
}

func (s *splitting[K]) bucket(k K) int {
	k -= s.low
	fine := &s.fine[k>>s.shift&(prefixes-1)]
	return int(fine.first) + int((k&s.rest)>>(fine.shift&63))
}

// sortBuckets sorts rows bucket by bucket, on several threads, each with sort.
func sortBuckets[K key](r, scratch run[K], low K, span uint64, workers int, sort func(dst, src run[K])) {
	starts := spreadTogether(r, scratch, low, span, workers)
	var next atomic.Int64
	together(workers, func(int) {
		for {
			bucket := int(next.Add(1)) - 1
			if bucket >= len(starts)-1 {
				return
			}
			if from, to := starts[bucket], starts[bucket+1]; from < to {
				sort(r.slice(from, to), scratch.slice(from, to))
			}
		}
	})
}

// spreadTogether moves rows to their buckets on several threads, each of which reads its share of the rows and has its
// own places to write them to. It returns where the buckets start.
func spreadTogether[K key](from, to run[K], low K, span uint64, workers int) []int {
	shift, n := digitShift(span), len(from.keys)
	share := func(worker int) run[K] { return from.slice(n*worker/workers, n*(worker+1)/workers) }
	digits := make([][prefixes]int, workers)
	together(workers, func(worker int) { countDigits(share(worker).keys, low, shift, &digits[worker]) })
	for _, more := range digits[1:] {
		for digit, count := range more {
			digits[0][digit] += count
		}
	}
	s := newSplitting(low, shift, &digits[0])
	places := make([][]int, workers)
	together(workers, func(worker int) { places[worker] = s.count(share(worker).keys) })
	starts, next := make([]int, 1, s.buckets+1), 0
	for bucket := range s.buckets {
		for worker := range places {
			places[worker][bucket], next = next, next+places[worker][bucket]
		}
		starts = append(starts, next)
	}
	together(workers, func(worker int) { s.move(share(worker), to, places[worker]) })
	return starts
}

func (s *splitting[K]) count(keys []K) []int {
	counts := make([]int, s.buckets)
	for _, k := range keys {
		counts[s.bucket(k)]++
	}
	return counts
}

// move puts each row at the next place of its bucket.
func (s *splitting[K]) move(from, to run[K], places []int) {
	if from.weights == nil {
		for _, k := range from.keys {
			place := &places[s.bucket(k)]
			to.keys[*place] = k
			*place++
		}
		return
	}
	for i, k := range from.keys {
		place := &places[s.bucket(k)]
		to.keys[*place], to.weights[*place] = k, from.weights[i]
		*place++
	}
}
