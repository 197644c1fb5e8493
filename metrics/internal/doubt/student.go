package doubt

import "math"

// Student95 is the 97.5 % quantile of Student's t distribution: exact for 1 and 2 degrees of freedom, else by Fisher
// and Cornish's expansion (Abramowitz and Stegun, 26.7.5), which from 3 on is right to 0.2 %.
func Student95(degrees int) float64 {
	const p = 0.95
	switch {
	case degrees <= 1:
		return math.Tan(math.Pi / 2 * p)
	case degrees == 2:
		return p * math.Sqrt(2/(1-p*p))
	}
	const z, n2 = Z95, Z95 * Z95
	n := float64(degrees)
	return z * (1 + (n2+1)/(4*n) + (5*n2*n2+16*n2+3)/(96*n*n) + (3*n2*n2*n2+19*n2*n2+17*n2-15)/(384*n*n*n) +
		(79*n2*n2*n2*n2+776*n2*n2*n2+1482*n2*n2-1920*n2-945)/(92160*n*n*n*n))
}
