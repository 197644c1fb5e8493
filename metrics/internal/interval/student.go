package interval

import "math"

// Z95 is the 97.5 % quantile of the normal distribution: two-sided 95 %.
const Z95 = 1.959963984540054

// Student95 is the 97.5 % quantile of Student's t with that many degrees of freedom, which need not be whole:
// if B has the beta distribution with parameters degrees/2 and 1/2, then t² = degrees·(1/B - 1).
func Student95(degrees float64) float64 {
	if degrees > 1e6 { // the same to six digits
		return Z95
	}
	b := BetaQuantile(0.05, degrees/2, 0.5)
	return math.Sqrt(degrees * (1/b - 1))
}
