package metrics

import (
	"math"
	"math/bits"
)

// packRows is narrow rows in 64 bits each, the key above the weight, which is ordered as rows are; nil if a weight is no
// float32. Weights are positive.
func packRows(keys []uint32, weights []float64) []uint64 {
	packed := make([]uint64, len(keys))
	workers := threads(len(keys))
	exact := make([]bool, workers)
	together(workers, func(worker int) {
		from, to := len(keys)*worker/workers, len(keys)*(worker+1)/workers
		exact[worker] = packInto(packed[from:to], keys[from:to], weights[from:to])
	})
	for _, all := range exact {
		if !all {
			return nil
		}
	}
	return packed
}

func packInto(packed []uint64, keys []uint32, weights []float64) bool {
	packed, weights = packed[:len(keys)], weights[:len(keys)]
	for i, k := range keys {
		narrow := float32(weights[i])
		if float64(narrow) != weights[i] {
			return false
		}
		packed[i] = uint64(k)<<32 | uint64(math.Float32bits(narrow))
	}
	return true
}

// sortPacked sorts by the upper halves, and then by the lower ones where those are equal.
func sortPacked(packed []uint64) {
	r, workers := run[uint64]{keys: packed}, threads(len(packed))
	low, span := halvesSpan(packed)
	scratch := makeRun[uint64](len(packed), false)
	if len(packed) < smallSplit || span>>32 == 0 {
		spread(r, scratch, low, span, r)
		return
	}
	sortBuckets(r, scratch, low, span, workers, sortHalves)
}

// halvesSpan is keySpan from the lowest upper half on.
func halvesSpan(packed []uint64) (low, span uint64) {
	low, span = keySpan(packed)
	lower := low & math.MaxUint32
	return low - lower, span + lower
}

func sortHalves(dst, src run[uint64]) {
	low, span := halvesSpan(src.keys)
	length := bits.Len64(span >> 32)
	if len(src.keys) <= smallSort || length > 2*digitBits || length == 0 {
		sortInto(dst, src)
		return
	}
	digitByDigit(dst, src, low, 32, length)
	for start := 0; start < len(dst.keys); {
		end := start + 1
		for end < len(dst.keys) && dst.keys[end]>>32 == dst.keys[start]>>32 {
			end++
		}
		if end > start+1 {
			sortBucket(dst.slice(start, end), src.slice(start, end))
		}
		start = end
	}
}

func unpackRows(packed []uint64, keys []uint32, weights []float64) {
	workers := threads(len(keys))
	together(workers, func(worker int) {
		for i := len(packed) * worker / workers; i < len(packed)*(worker+1)/workers; i++ {
			keys[i], weights[i] = uint32(packed[i]>>32), float64(math.Float32frombits(uint32(packed[i])))
		}
	})
}
