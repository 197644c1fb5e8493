package metrics

import "math"

// key is a score or a weight as its IEEE bits, which are ordered as numbers are, since these are neither negative nor -0:
// 32 bits while every score and weight of a State is a float32, else 64.
type key interface{ ~uint32 | ~uint64 }

// wide says whether a kind of key is 64 bits.
func wide[K key]() bool { return uint64(^K(0))>>32 != 0 }

func numberOf[K key](k K) float64 {
	if wide[K]() {
		return math.Float64frombits(uint64(k))
	}
	return float64(math.Float32frombits(uint32(k)))
}

// keyOf turns -0 into 0.
func keyOf[K key](score float64) K {
	if wide[K]() {
		return K(math.Float64bits(score + 0))
	}
	return K(math.Float32bits(float32(score) + 0))
}

// numbersOf are those of many; nil of nil.
func numbersOf[K key](keys []K) []float64 {
	if keys == nil {
		return nil
	}
	xs := make([]float64, len(keys))
	for i, k := range keys {
		xs[i] = numberOf(k)
	}
	return xs
}

// allNarrow says whether every number is a float32.
func allNarrow(xs []float64) bool {
	for _, x := range xs {
		if float64(float32(x)) != x {
			return false
		}
	}
	return true
}
