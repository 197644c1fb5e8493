package losses

import (
	"cmp"
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// GeneralizedCrossEntropy is (1−pₜ^q)/q, where pₜ is the probability of the true class: cross-entropy as q nears 0, the absolute error
// at q = 1. A wrong label costs at most 1/q, so noise in the labels does less harm (Zhang and Sabuncu 2018). It is not
// proper: its scores are no probabilities.
type GeneralizedCrossEntropy struct {
	Q           float64     // in (0, 1]; zero: 0.5, as in Keras
	ClassWeight ClassWeight `json:",omitempty"` // zero: every example counts once
	Reduction   Reduction   `json:",omitzero"`  // zero: SumOverBatchSize
}

func (l GeneralizedCrossEntropy) withDefaults() GeneralizedCrossEntropy {
	l.Q = cmp.Or(l.Q, 0.5)
	return l
}

// Loss is a loss function of GoMLX, as [BCE.Loss] is.
func (l GeneralizedCrossEntropy) Loss(labels, predictions []*Node) *Node {
	c := batchOf(labels, predictions).columns()
	return Mul(l.values(c), c.weighed(classes(l.ClassWeight)).w)
}

// Graph implements [Loss].
func (l GeneralizedCrossEntropy) Graph(_ *model.Scope, b Batch) Result {
	c := b.columns()
	return c.reduce(l.values(c), classes(l.ClassWeight), l.Reduction)
}

func (l GeneralizedCrossEntropy) values(c columns) *Node {
	q := l.withDefaults().Q
	return DivScalar(OneMinus(Exp(MulScalar(crossEntropy(c.x, c.y), -q))), q)
}

// Traits implements [Loss].
func (l GeneralizedCrossEntropy) Traits() Traits {
	return Traits{Name: "generalized_cross_entropy", ClassWeights: l.ClassWeight != nil}
}

// Check implements [Loss].
func (l GeneralizedCrossEntropy) Check() error {
	if !(l.Q >= 0 && l.Q <= 1) {
		return fmt.Errorf("losses.GeneralizedCrossEntropy: Q is %v, want a number in (0, 1], or 0 for 0.5", l.Q)
	}
	return errors.Join(checkClassWeight(l.ClassWeight), l.Reduction.check())
}

// Resolve implements [Loss].
func (l GeneralizedCrossEntropy) Resolve(t Training) (Loss, error) {
	w, err := resolve(l.ClassWeight, t)
	l.ClassWeight = w
	return l, err
}

func (l GeneralizedCrossEntropy) String() string {
	return fmt.Sprintf("generalized cross-entropy, q %v", l.withDefaults().Q) + weightsText(l.ClassWeight, l.Reduction)
}

// MarshalJSON writes the name of the loss and its fields.
func (l GeneralizedCrossEntropy) MarshalJSON() ([]byte, error) {
	type fields GeneralizedCrossEntropy
	return encode(l, fields(l.withDefaults()))
}
