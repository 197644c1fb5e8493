package calibrate

import (
	"errors"
	"math"
)

const (
	newtonSteps = 100
	// gradientLimit ends the fit: the mean gradient of the log loss by each coefficient, of the order of 1 at the start.
	gradientLimit = 1e-12
	// ridge keeps Newton's matrix from being singular where features are constant.
	ridge = 1e-12
)

var (
	errSeparable = errors.New("the scores separate the classes, so probabilities of 0 and 1 would fit best: use more examples, platt, or the scores as they are")
	errChance    = errors.New("the scores rank no better than chance, and no increasing function mends that")
)

// fitLogistic minimises the weighted log loss of sigmoid(Σ βₖ features[k]) against targets in [0, 1], by Newton's method with halved
// steps, from start.
func fitLogistic(features [][]float64, targets, weights, start []float64) []float64 {
	return fitNear(start, make([]float64, len(start)), features, targets, weights)
}

// fitNear is fitLogistic with ½ precisionₖ (βₖ − startₖ)² added to the loss.
func fitNear(start, precision []float64, features [][]float64, targets, weights []float64) []float64 {
	beta := append([]float64(nil), start...)
	total := 0.0
	for _, w := range weights {
		total += w
	}
	penalty := func(beta []float64) float64 {
		sum := 0.0
		for k := range beta {
			sum += precision[k] * (beta[k] - start[k]) * (beta[k] - start[k]) / 2
		}
		return sum
	}
	loss := logLoss(features, targets, weights, beta) + penalty(beta)
	for range newtonSteps {
		gradient, hessian := derivatives(features, targets, weights, beta)
		for k := range beta {
			gradient[k] += precision[k] * (beta[k] - start[k])
			hessian[k][k] += precision[k]
		}
		if norm(gradient) <= gradientLimit*total {
			return beta
		}
		step := solve(hessian, gradient)
		next, nextLoss := beta, math.Inf(1)
		for scale := 1.0; scale > 1e-10 && !(nextLoss < loss); scale /= 2 {
			next = add(beta, step, -scale)
			nextLoss = logLoss(features, targets, weights, next) + penalty(next)
		}
		if !(nextLoss < loss) {
			return beta // as near as float64 gets
		}
		beta, loss = next, nextLoss
	}
	return beta
}

// separable says whether an increasing step from 0 to 1, anywhere or at the given score, makes no error.
func (r rows) separable(at float64) bool {
	highest, lowest := at, at
	if math.IsNaN(at) {
		highest, lowest = 0, 1
	}
	for i, p := range r.scores {
		if r.labels[i] == 1 {
			lowest = min(lowest, p)
		} else {
			highest = max(highest, p)
		}
	}
	return highest <= lowest
}

func linear(features [][]float64, beta []float64, i int) float64 {
	x := 0.0
	for k, b := range beta {
		x += b * features[k][i]
	}
	return x
}

func logLoss(features [][]float64, targets, weights, beta []float64) float64 {
	sum := 0.0
	for i, y := range targets {
		x := linear(features, beta, i)
		sum += weights[i] * (math.Max(x, 0) - x*y + math.Log1p(math.Exp(-math.Abs(x))))
	}
	return sum
}

// derivatives are the gradient, and the Hessian with a ridge.
func derivatives(features [][]float64, targets, weights, beta []float64) (gradient []float64, hessian [][]float64) {
	n := len(beta)
	gradient, hessian = make([]float64, n), make([][]float64, n)
	for k := range hessian {
		hessian[k] = make([]float64, n)
	}
	for i, y := range targets {
		p := sigmoid(linear(features, beta, i))
		for k := range n {
			gradient[k] += weights[i] * (p - y) * features[k][i]
			for l := range n {
				hessian[k][l] += weights[i] * p * (1 - p) * features[k][i] * features[l][i]
			}
		}
	}
	for k := range n {
		hessian[k][k] = hessian[k][k]*(1+ridge) + math.SmallestNonzeroFloat32
	}
	return gradient, hessian
}

// solve returns x of a·x = b for a positive definite a, which it destroys, by elimination.
func solve(a [][]float64, b []float64) []float64 {
	x := append([]float64(nil), b...)
	for k := range a {
		for l := k + 1; l < len(a); l++ {
			f := a[l][k] / a[k][k]
			for m := k; m < len(a); m++ {
				a[l][m] -= f * a[k][m]
			}
			x[l] -= f * x[k]
		}
	}
	for k := len(a) - 1; k >= 0; k-- {
		for l := k + 1; l < len(a); l++ {
			x[k] -= a[k][l] * x[l]
		}
		x[k] /= a[k][k]
	}
	return x
}

func add(a, b []float64, scale float64) []float64 {
	sum := make([]float64, len(a))
	for i := range a {
		sum[i] = a[i] + scale*b[i]
	}
	return sum
}

// norm is the largest magnitude.
func norm(v []float64) float64 {
	most := 0.0
	for _, x := range v {
		most = math.Max(most, math.Abs(x))
	}
	return most
}
