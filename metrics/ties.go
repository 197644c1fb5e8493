package metrics

import (
	"math"
	"slices"
)

// sortTies puts the weights of equal keys in order.
func sortTies[K key](r run[K]) {
	for start := 0; start < len(r.keys); {
		end := start + 1
		for end < len(r.keys) && r.keys[end] == r.keys[start] {
			end++
		}
		if tied := r.weights[start:end]; end-start > 1 && !slices.IsSorted(tied) {
			sortWeights(tied)
		}
		start = end
	}
}

func sortWeights(weights []float64) {
	if len(weights) < 1<<digitBits {
		slices.Sort(weights)
		return
	}
	keys := make([]uint64, len(weights))
	for i, weight := range weights {
		keys[i] = math.Float64bits(weight)
	}
	sorted := make([]uint64, len(keys))
	sortInto(run[uint64]{keys: sorted}, run[uint64]{keys: keys})
	for i, k := range sorted {
		weights[i] = math.Float64frombits(k)
	}
}
