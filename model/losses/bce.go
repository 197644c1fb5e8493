package losses

import (
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// BCE is cross-entropy on logits: −log p for a positive, −log(1−p) for a negative.
//
// On a sigmoid head, binary cross-entropy, the logit is the one output x. On a softmax head of two outputs it is
// their difference x = z₁ − z₀, because softmax(z)₁ = sigmoid(z₁ − z₀): the loss is the categorical
// cross-entropy of the two columns, computed once, and not the sum of two binary ones.
type BCE struct {
	ClassWeight ClassWeight `json:",omitempty"` // zero: every example counts once
	Smoothing   float64     `json:",omitzero"`  // s in [0, 1): a label y becomes y(1−s) + s/2, as in Keras; zero: labels as they are
	Reduction   Reduction   `json:",omitzero"`  // zero: SumOverBatchSize
}

// Loss is a loss function of GoMLX (train/loss.LossFn). labels[0] is 0 or 1; sample weights of a float type and a mask of
// bools may follow; predictions[0] are logits. It returns [N], each example's loss times its weights.
func (l BCE) Loss(labels, predictions []*Node) *Node {
	c := batchOf(labels, predictions).columns()
	return Mul(l.values(c), c.weighed(classes(l.ClassWeight)).w)
}

// Graph implements [Loss].
func (l BCE) Graph(_ *model.Scope, b Batch) Result {
	c := b.columns()
	return c.reduce(l.values(c), classes(l.ClassWeight), l.Reduction)
}

func (l BCE) values(c columns) *Node {
	y := c.y
	if l.Smoothing > 0 {
		y = AddScalar(MulScalar(y, 1-l.Smoothing), l.Smoothing/2)
	}
	return crossEntropy(c.x, y)
}

// crossEntropy is max(x, 0) − xy + log(1 + e^−|x|): it neither overflows nor needs clipping.
func crossEntropy(x, y *Node) *Node {
	return Add(Sub(Max(x, ZerosLike(x)), Mul(x, y)), Log1P(Exp(Neg(Abs(x)))))
}

// Traits implements [Loss].
func (l BCE) Traits() Traits {
	t := Traits{Name: "bce", ClassWeights: l.ClassWeight != nil, Shift: shift(l.ClassWeight), Normalised: l.Reduction == MeanWithSampleWeight}
	if t.Normalised && t.Shift != 1 {
		t.Shift = 0
	}
	if l.Smoothing > 0 {
		t.Shift = 0
	}
	return t
}

// Check implements [Loss].
func (l BCE) Check() error {
	if !(l.Smoothing >= 0 && l.Smoothing < 1) {
		return fmt.Errorf("losses.BCE: Smoothing is %v, want a number in [0, 1)", l.Smoothing)
	}
	return errors.Join(checkClassWeight(l.ClassWeight), l.Reduction.check())
}

// Resolve implements [Loss].
func (l BCE) Resolve(t Training) (Loss, error) {
	w, err := resolve(l.ClassWeight, t)
	l.ClassWeight = w
	return l, err
}

func (l BCE) String() string {
	text := "binary cross-entropy on logits"
	if l.Smoothing > 0 {
		text += fmt.Sprintf(", labels smoothed by %v", l.Smoothing)
	}
	return text + weightsText(l.ClassWeight, l.Reduction)
}

// MarshalJSON writes the name of the loss and its fields.
func (l BCE) MarshalJSON() ([]byte, error) {
	type fields BCE
	return encode(l, fields(l))
}
