package diagnose

import "math"

// fraction is n/d in lowest terms.
type fraction struct{ n, d int64 }

func (f fraction) value() float64 { return float64(f.n) / float64(f.d) }

// simplest returns the fraction with the smallest denominator within s, which
// lies in (0,1), if its denominator is at most limit: a walk down the
// Stern–Brocot tree.
func simplest(s span, limit int64) (fraction, bool) {
	lo, hi := fraction{0, 1}, fraction{1, 1}
	for {
		mid := fraction{lo.n + hi.n, lo.d + hi.d}
		switch {
		case mid.d > limit:
			return fraction{}, false
		case mid.value() < s.lo:
			lo = mid
		case mid.value() > s.hi:
			hi = mid
		default:
			return mid, true
		}
	}
}

// chance is the probability that a number known to width w lies so near to some
// fraction with a denominator up to d: there are about 3d²/π² such fractions in
// (0,1) (the length of the Farey sequence; Hardy and Wright, theorem 331).
func (f fraction) chance(w float64) float64 {
	d := float64(f.d)
	return min(1, 3*d*d/(math.Pi*math.Pi)*w)
}
