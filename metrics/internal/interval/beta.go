// Package interval is the arithmetic of intervals that package metrics shares with the packages beside it.
package interval

import "math"

// BetaQuantile is the x at which the beta distribution with parameters a and b reaches p, by bisection.
func BetaQuantile(p, a, b float64) float64 {
	lo, hi := 0.0, 1.0
	for range 200 {
		middle := lo + (hi-lo)/2
		if middle == lo || middle == hi {
			break
		}
		if betaShare(middle, a, b) < p {
			lo = middle
		} else {
			hi = middle
		}
	}
	return lo + (hi-lo)/2
}

// betaShare is the regularised incomplete beta function Iₓ(a,b) for x in (0,1).
func betaShare(x, a, b float64) float64 {
	logGamma := func(x float64) float64 { y, _ := math.Lgamma(x); return y }
	front := math.Exp(logGamma(a+b) - logGamma(a) - logGamma(b) + a*math.Log(x) + b*math.Log1p(-x))
	if x < (a+1)/(a+b+2) { // where the fraction converges fast; else by symmetry
		return front * betaFraction(x, a, b) / a
	}
	return 1 - front*betaFraction(1-x, b, a)/b
}

// betaFraction is the continued fraction of the incomplete beta function, https://dlmf.nist.gov/8.17.E22,
// evaluated from the front by the modified method of Lentz. It takes about √max(a,b) steps.
func betaFraction(x, a, b float64) float64 {
	const tiny = 1e-300
	away := func(x float64) float64 {
		if math.Abs(x) < tiny {
			return tiny
		}
		return x
	}
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	value := d
	for m := 1.0; m < 1e6; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		step := 1.0
		for _, numerator := range [2]float64{even, odd} {
			d = 1 / away(1+numerator*d)
			c = away(1 + numerator/c)
			step = c * d
			value *= step
		}
		if math.Abs(step-1) < 1e-15 {
			break
		}
	}
	return value
}
