package metrics

import "math"

// key is a score as its IEEE bits, which are ordered as scores are, since those are neither negative nor -0:
// 32 bits while every score of a State is a float32, else 64.
type key interface{ ~uint32 | ~uint64 }

// wide says whether a kind of key is 64 bits.
func wide[K key]() bool { return uint64(^K(0))>>32 != 0 }

func scoreOf[K key](k K) float64 {
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

// allNarrow says whether every score is a float32.
func allNarrow(scores []float64) bool {
	for _, score := range scores {
		if float64(float32(score)) != score {
			return false
		}
	}
	return true
}
