package model

import "math"

// Head is a model's last layer.
type Head string

// The heads.
const (
	Sigmoid Head = "sigmoid" // one output: the logit of the positive class
	Softmax Head = "softmax" // two outputs, the positive class second
)

func (h Head) columns() int {
	if h == Softmax {
		return 2
	}
	return 1
}

// bias is what the last layer starts with: it answers odds, positives to negatives, to everything. So the
// first steps are not spent on learning that positives are rare (Lin et al. 2017, section 4.1).
func (h Head) bias(odds float64) []float32 {
	if h == Softmax {
		return []float32{float32(-math.Log1p(odds)), float32(math.Log(odds) - math.Log1p(odds))}
	}
	return []float32{float32(math.Log(odds))}
}

// scores returns P(positive) of each row of logits, [n, columns], and for softmax P(negative), else nil.
// They are computed in float64, so that confident scores stay apart.
func (h Head) scores(logits []float32) (positive, negative []float64) {
	if h != Softmax {
		positive = make([]float64, len(logits))
		for i, x := range logits {
			positive[i] = sigmoid(float64(x))
		}
		return positive, nil
	}
	n := len(logits) / 2
	positive, negative = make([]float64, n), make([]float64, n)
	for i := range n {
		x := float64(logits[2*i+1]) - float64(logits[2*i])
		positive[i], negative[i] = sigmoid(x), sigmoid(-x)
	}
	return positive, negative
}

// sigmoid avoids overflow on either side.
func sigmoid(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}
