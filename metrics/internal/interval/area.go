package interval

import "math"

// MinDegrees is how many degrees of freedom Area asks for: with fewer its intervals say nothing.
const MinDegrees = 2

// Area is the 95 % interval of a ROC AUC on the scale of log(auc/(1-auc)), with Student's quantile. variance is that of
// auc itself; degrees are how many degrees of freedom stand behind it, at least MinDegrees. known says whether there is
// one: not at 0 and 1, nor where the variance is nothing but rounding.
func Area(auc, variance, degrees float64) (lo, hi float64, known bool) {
	if !(variance >= 1e-24) || auc <= 0 || auc >= 1 {
		return 0, 0, false
	}
	center := math.Log(auc) - math.Log1p(-auc)
	half := Student95(degrees) * math.Sqrt(variance) / (auc * (1 - auc))
	return Sigmoid(center - half), Sigmoid(center + half), true
}

// Sigmoid is the inverse of x → log(x/(1-x)).
func Sigmoid(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}
