package losses

import (
	"encoding/json"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/support/exceptions"
)

const bceName = "bce"

// BCE is binary cross-entropy on logits: −log p for a positive, −log(1−p) for a negative.
//
// On a sigmoid head the logit is the one output x. On a softmax head of two outputs it is their
// difference x = z₁ − z₀, because softmax(z)₁ = sigmoid(z₁ − z₀): the loss is the categorical
// cross-entropy of the two columns, computed once, and not the sum of two binary ones.
//
// A batch's loss is Σ wᵢ lᵢ / N, over the number of examples, as Keras's sum_over_batch_size and PyTorch's
// BCEWithLogitsLoss do it; PyTorch's CrossEntropyLoss divides by Σ wᵢ. So weights with a mean other
// than 1 scale the gradient.
type BCE struct {
	ClassWeight ClassWeight // nil: every example counts once
}

// Loss implements [Loss]. The form max(x, 0) − xy + log(1 + e^−|x|) neither overflows nor needs clipping.
func (l BCE) Loss(labels, predictions []*Node) *Node {
	x := logit(predictions[0])
	y := column(labels[0], x)
	loss := Add(Sub(Max(x, ZerosLike(x)), Mul(x, y)), Log1P(Exp(Neg(Abs(x)))))
	if l.ClassWeight != nil {
		w := l.Classes()
		loss = Mul(loss, AddScalar(MulScalar(y, w[1]-w[0]), w[0]))
	}
	if len(labels) > 1 {
		loss = Mul(loss, column(labels[1], x))
	}
	return loss
}

// logit returns [B]: log(p/(1−p)) of the positive class.
func logit(z *Node) *Node {
	if z.Rank() == 2 {
		switch z.Shape().Dimensions[1] {
		case 1:
			return Squeeze(z, 1)
		case 2:
			return Squeeze(Sub(Slice(z, AxisRange(), AxisElem(1)), Slice(z, AxisRange(), AxisElem(0))), 1)
		}
	}
	exceptions.Panicf("losses.BCE: the logits are %s, want [B, 1] of a sigmoid head or [B, 2] of a softmax head", z.Shape())
	return nil
}

// column returns v, [B, 1] or [B], as [B] in the type of like.
func column(v, like *Node) *Node {
	if v.Shape().Size() != like.Shape().Size() {
		exceptions.Panicf("losses.BCE: labels and weights are one number per example; got %s for %d logits", v.Shape(), like.Shape().Size())
	}
	return Reshape(ConvertDType(v, like.DType()), like.Shape().Dimensions...)
}

// Resolve implements [Loss].
func (l BCE) Resolve(negatives, positives int64) (Loss, error) {
	if l.ClassWeight == nil {
		return l, nil
	}
	w, err := l.ClassWeight.Weights(negatives, positives)
	return BCE{ClassWeight: w}, err
}

// Classes implements [Loss].
func (l BCE) Classes() Weights {
	switch w := l.ClassWeight.(type) {
	case nil:
		return Weights{1, 1}
	case Weights:
		return w
	default:
		exceptions.Panicf("losses.BCE: class weights %q depend on the training examples: use the loss that Resolve returns", w)
		return Weights{}
	}
}

// Weighted implements [Loss].
func (l BCE) Weighted() bool { return l.ClassWeight != nil }

// Unweighted implements [Loss].
func (l BCE) Unweighted() Loss { return BCE{} }

func (l BCE) String() string {
	if l.ClassWeight == nil {
		return "binary cross-entropy on logits"
	}
	return "binary cross-entropy on logits, class weights " + l.ClassWeight.String()
}

// MarshalJSON writes the name of the loss and its fields.
func (l BCE) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name        string
		ClassWeight ClassWeight `json:",omitempty"`
	}{bceName, l.ClassWeight})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (l *BCE) UnmarshalJSON(text []byte) error {
	var fields struct{ ClassWeight json.RawMessage }
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	w, err := decodeClassWeight(fields.ClassWeight)
	l.ClassWeight = w
	return err
}
