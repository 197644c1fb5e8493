package metrics

import "math"

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

func unpackRows(packed []uint64, keys []uint32, weights []float64) {
	workers := threads(len(keys))
	together(workers, func(worker int) {
		for i := len(packed) * worker / workers; i < len(packed)*(worker+1)/workers; i++ {
			keys[i], weights[i] = uint32(packed[i]>>32), float64(math.Float32frombits(uint32(packed[i])))
		}
	})
}
