package population

import "math"

// Shape is how positives lie among negatives: a family of ROC curves by their area, which is at least ½.
type Shape struct {
	Name string
	// above makes, of an area under the ROC curve, the share of negatives that score above a positive that u of the
	// positives score below, for u in (0,1). It falls with u.
	above func(auc float64) func(u float64) float64
}

// Shapes run from such whose low positives are as far from the others as the area lets them to such with none.
func Shapes() []Shape {
	return []Shape{
		{"normal", normal(1)}, {"normal, positives wider", normal(2)}, {"normal, positives narrower", normal(0.5)},
		{"logistic", logistic}, {"short tail", shortTail}, {"long tail", longTail}, {"mixture", mixture},
	}
}

// normal scores of standard deviation 1, those of positives of that spread.
func normal(spread float64) func(auc float64) func(u float64) float64 {
	return func(auc float64) func(u float64) float64 {
		shift := quantile(auc) * math.Hypot(1, spread)
		return func(u float64) float64 { return math.Erfc((shift+spread*quantile(u))/math.Sqrt2) / 2 }
	}
}

// quantile is that of the standard normal distribution.
func quantile(p float64) float64 { return -math.Sqrt2 * math.Erfcinv(2*p) }

// logistic scores, those of positives shifted by the logarithm of odds, whose area is odds·(odds-1-log odds)/(odds-1)².
func logistic(auc float64) func(u float64) float64 {
	area := func(shift float64) float64 {
		less := math.Expm1(shift)
		return (less + 1) * (less - shift) / (less * less)
	}
	shift, wide := 1e-3, 60.0
	for range 60 {
		if middle := (shift + wide) / 2; area(middle) < auc {
			shift = middle
		} else {
			wide = middle
		}
	}
	return func(u float64) float64 { return 1 / (1 + math.Exp(shift)*u/(1-u)) }
}

// shortTail has positives whose share of negatives below is a power of a uniform number.
func shortTail(auc float64) func(u float64) float64 {
	return func(u float64) float64 { return -math.Expm1(math.Log(u) * (1 - auc) / auc) }
}

// longTail is its mirror image, the shape that Hanley and McNeil's variance supposes.
func longTail(auc float64) func(u float64) float64 {
	return func(u float64) float64 { return math.Pow(1-u, auc/(1-auc)) }
}

// mixture has positives that score as negatives do, and others above all negatives.
func mixture(auc float64) func(u float64) float64 {
	alike := 2 * (1 - auc)
	return func(u float64) float64 { return math.Max(1-u/alike, 0) }
}
