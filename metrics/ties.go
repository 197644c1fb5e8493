package metrics

import "slices"

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

func sortWeights[K key](weights []K) {
	if len(weights) < 1<<digitBits {
		slices.Sort(weights)
		return
	}
	sortInto(run[K]{keys: weights}, run[K]{keys: slices.Clone(weights)})
}
