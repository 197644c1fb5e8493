// Package sums adds many numbers with an error that does not grow with their count.
package sums

// Sum is a compensated sum: Lo collects what rounding took from Hi, found by Knuth's TwoSum (The Art of
// Computer Programming, vol. 2, §4.2.2, theorem B). The zero value is an empty sum.
type Sum struct{ Hi, Lo float64 }

// Add adds one number.
func (s *Sum) Add(x float64) { *s = s.Plus(x) }

// Plus is the sum and one number more. A loop that keeps its sum in a variable need not go through memory.
func (s Sum) Plus(x float64) Sum {
	total := s.Hi + x
	added := total - s.Hi
	return Sum{Hi: total, Lo: s.Lo + ((s.Hi - (total - added)) + (x - added))}
}

// Merge adds another sum.
func (s *Sum) Merge(o Sum) {
	s.Add(o.Hi)
	s.Lo += o.Lo
}

// Value is the sum.
func (s Sum) Value() float64 { return s.Hi + s.Lo }

// Of is the sum of xs.
func Of(xs []float64) float64 {
	var all Sum
	for _, x := range xs {
		all.Add(x)
	}
	return all.Value()
}
