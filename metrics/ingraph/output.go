package ingraph

import (
	"math"
	"sort"
)

// Output says what a model's predictions are. It is declared, never guessed.
type Output int

const (
	Logits        Output = iota + 1 // the score is 1/(1+e^-x), in float64
	Probabilities                   // the score is the prediction, in [0,1]
)

func (o Output) valid() bool { return o == Logits || o == Probabilities }

// score is P(positive) as hosts compute it from a prediction.
func (o Output) score(x float32) float64 {
	switch {
	case o == Probabilities:
		return float64(x)
	case x >= 0:
		return 1 / (1 + math.Exp(-float64(x)))
	}
	e := math.Exp(float64(x))
	return e / (1 + e)
}

// edges are the predictions at which bins begin: bin k holds those from edges[k] up to edges[k+1]. The first is
// below and the last above all others.
func (o Output) edges(bins int) []float32 {
	edges := make([]float32, bins+2)
	edges[0], edges[bins+1] = -math.MaxFloat32, math.MaxFloat32
	for k := 1; k <= bins; k++ {
		low := float64(k) / float64(bins)
		first := sort.Search(finiteFloats, func(i int) bool { return o.score(finiteFloat(i)) >= low })
		edges[k] = finiteFloat(first)
	}
	return edges
}

// finiteFloats is how many float32 are finite, with 0 once.
const finiteFloats = 2*maxFloatBits + 1

const maxFloatBits = 0x7f7fffff // of math.MaxFloat32

// finiteFloat is the finite float32 of rank i.
func finiteFloat(i int) float32 {
	if i -= maxFloatBits; i < 0 {
		return -math.Float32frombits(uint32(-i))
	}
	return math.Float32frombits(uint32(i))
}
