package losses

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// Surrogate is a function of a margin d that bounds the error "d is not positive" from above, or nearly so, and has a gradient.
type Surrogate string

// The surrogates.
const (
	LogisticLoss Surrogate = "logistic"      // log(1 + e^−d): cross-entropy
	Hinge        Surrogate = "hinge"         // max(0, 1−d)
	Squared      Surrogate = "squared"       // (1−d)²
	SquaredHinge Surrogate = "squared_hinge" // max(0, 1−d)²
)

// of applies the surrogate to margins of any shape.
func (s Surrogate) of(d *Node) *Node {
	short := OneMinus(d)
	switch s {
	case Hinge:
		return Max(short, ZerosLike(d))
	case Squared:
		return Square(short)
	case SquaredHinge:
		return Square(Max(short, ZerosLike(d)))
	}
	return crossEntropy(d, OnesLike(d))
}

// atZero is the surrogate of a margin of 0: what an error costs at least.
func (s Surrogate) atZero() float64 {
	if s == LogisticLoss {
		return math.Ln2
	}
	return 1
}

func (s Surrogate) check(allowed ...Surrogate) error {
	for _, a := range append(allowed, "") {
		if s == a {
			return nil
		}
	}
	return fmt.Errorf("Surrogate is %q, want one of %q", s, allowed)
}
