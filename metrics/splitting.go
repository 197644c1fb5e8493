package metrics

import (
	"math/bits"
	"sync/atomic"
)

const (
	prefixes = 1 << digitBits
	// sampledRows are looked at to tell where scores lie.
	sampledRows = 1 << 16
)

// splitting cuts scores into buckets of about as many rows each, that the first cache holds: by the leading digit of
// their keys, and where many share one by more of its bits.
type splitting[K key] struct {
	shift   int // leaves the leading digit
	fine    [prefixes]struct{ first, shift int32 }
	buckets []bucket[K]
}

// bucket holds rows start to end-1, of keys from low up to low + 2^length - 1.
type bucket[K key] struct {
	low        K
	length     int
	start, end int
}

// newSplitting looks at how many keys have each leading digit.
func newSplitting[K key](keys []K) *splitting[K] {
	s := &splitting[K]{shift: bits.Len64(uint64(keyOf[K](1))) - digitBits}
	var counts [prefixes]int
	stride := max(len(keys)/sampledRows, 1)
	for i := 0; i < len(keys); i += stride {
		counts[keys[i]>>s.shift&(prefixes-1)]++
	}
	usual := max(len(keys)/stride/prefixes, 1)
	for digit, count := range counts {
		more := min(bits.Len(uint(count/(2*usual))), s.shift)
		length := s.shift - more
		s.fine[digit].first, s.fine[digit].shift = int32(len(s.buckets)), int32(length)
		for part := K(0); part < 1<<more; part++ {
			s.buckets = append(s.buckets, bucket[K]{low: K(digit)<<s.shift + part<<length, length: length})
		}
	}
	return s
}

func (s *splitting[K]) bucket(k K) int {
	fine := &s.fine[uint64(k)>>(s.shift&63)&(prefixes-1)]
	return int(fine.first) + int(uint64(k)&(1<<(s.shift&63)-1)>>(fine.shift&63))
}

// arrange finds out where buckets start and end, and where each worker puts the first of its rows of each.
func (s *splitting[K]) arrange(keys []K, workers int) (places [][]int) {
	places = make([][]int, workers)
	together(workers, func(worker int) { places[worker] = s.count(run[K]{keys: keys}.share(worker, workers).keys) })
	next := 0
	for i := range s.buckets {
		s.buckets[i].start = next
		for worker := range places {
			places[worker][i], next = next, next+places[worker][i]
		}
		s.buckets[i].end = next
	}
	return places
}

func (s *splitting[K]) count(keys []K) []int {
	counts := make([]int, len(s.buckets))
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

// each visits the buckets that hold rows, on several threads.
func (s *splitting[K]) each(workers int, visit func(worker int, b bucket[K])) {
	var next atomic.Int64
	together(workers, func(worker int) {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(s.buckets) {
				return
			}
			if b := s.buckets[i]; b.start < b.end {
				visit(worker, b)
			}
		}
	})
}
