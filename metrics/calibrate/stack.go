package calibrate

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// stackPrecision is that of a normal prior around equal weights. Without one, scorers that differ by no more than rounding would
// get weights of any size.
const stackPrecision = 1

// Stack returns how much each of several scorers should count in a weighted mean of their logits: stacking (Wolpert 1992), with
// weights that are not negative and add up to 1 (Breiman 1996, "Stacked Regressions"). logits holds those of each scorer for every
// example, and weights what each example counts, nil for one each. The weights of the scorers are those of a logistic regression, whose
// scale and intercept are left out: a mean of shifted logits stays as shifted as they are. A prior draws them a little to equal ones. A
// scorer with a negative weight is left out and the others are fitted again. It refuses examples of one class, logits that are not finite, and scorers none of which ranks better than chance.
func Stack(logits [][]float64, labels []bool, weights []float64) ([]float64, error) {
	targets, counts := make([]float64, len(labels)), [2]int{}
	each, err := meanOne(weights, len(labels))
	if err != nil {
		return nil, err
	}
	for i, y := range labels {
		if y {
			targets[i] = 1
		}
		if each[i] > 0 {
			counts[int(targets[i])]++
		}
	}
	if counts[0] == 0 || counts[1] == 0 {
		return nil, fmt.Errorf("stacking: of %d examples, %d are positive: it takes both classes", len(labels), counts[1])
	}
	for k, x := range logits {
		if len(x) != len(labels) || !finite(x...) {
			return nil, fmt.Errorf("stacking: scorer %d gives %d logits, or some that are not finite, for %d examples", k, len(x), len(labels))
		}
	}
	shares := stacked(logits, targets, each)
	sum := 0.0
	for _, w := range shares {
		sum += w
	}
	if !(sum > 0) {
		return nil, errors.New("stacking: no scorer ranks better than chance")
	}
	for k := range shares {
		shares[k] /= sum
	}
	return shares, nil
}

// meanOne are the weights of n examples, scaled such that those above 0 weigh 1 on average: the prior then counts as it does without them.
func meanOne(weights []float64, n int) ([]float64, error) {
	if weights == nil {
		return ones(n), nil
	}
	if len(weights) != n {
		return nil, fmt.Errorf("stacking: %d weights for %d examples: give each one, or none", len(weights), n)
	}
	sum, counted := 0.0, 0.0
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			return nil, fmt.Errorf("stacking: weight %d is %v: weights are finite and not negative", i+1, w)
		}
		if sum += w; w > 0 {
			counted++
		}
	}
	scaled := make([]float64, n)
	for i, w := range weights {
		scaled[i] = w * counted / sum
	}
	return scaled, nil
}

// stacked fits coefficients that are not negative.
func stacked(logits [][]float64, targets, examples []float64) []float64 {
	weights, kept := make([]float64, len(logits)), make([]int, len(logits))
	for k := range kept {
		kept[k] = k
	}
	each := ones(len(targets))
	for len(kept) > 0 {
		features, start, precision := make([][]float64, 0, len(kept)+1), make([]float64, len(kept)+1), make([]float64, len(kept)+1)
		for at, k := range kept {
			features, start[at], precision[at] = append(features, logits[k]), 1/float64(len(kept)), stackPrecision
		}
		beta := fitNear(start, precision, append(features, each), targets, examples)[:len(kept)]
		clear(weights)
		for at, k := range kept {
			weights[k] = beta[at]
		}
		if slices.Min(beta) >= 0 {
			return weights
		}
		kept = slices.DeleteFunc(kept, func(k int) bool { return weights[k] < 0 })
	}
	clear(weights)
	return weights
}
