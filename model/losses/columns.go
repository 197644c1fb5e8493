package losses

import (
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/support/exceptions"
)

// columns are a batch as every loss here computes with it, all [N] with N the number of logits: B, or B·T.
type columns struct {
	x *Node // log(p/(1−p)) of the positive class
	y *Node // 1 for a positive, else 0
	w *Node // weight, 0 for padding
	m *Node // 1, and 0 for padding
}

func (b Batch) columns() columns {
	x := logit(b.Logits)
	c := columns{x: x, y: column(b.Labels, x), m: OnesLike(x)}
	if b.Mask != nil {
		c.m = column(b.Mask, x)
	}
	c.w = c.m
	if b.Weights != nil {
		c.w = Mul(c.w, column(b.Weights, x))
	}
	return c
}

// unweighted is c with every example counting once.
func (c columns) unweighted() columns {
	c.w = c.m
	return c
}

// positives and negatives weigh the examples of one class, and the others 0.
func (c columns) positives() *Node { return Mul(c.w, c.y) }
func (c columns) negatives() *Node { return Mul(c.w, OneMinus(c.y)) }

// margin is the logit of the true class: x of a positive, −x of a negative.
func (c columns) margin() *Node { return Mul(c.x, AddScalar(MulScalar(c.y, 2), -1)) }

// logit returns [N] from […, 1] or […, 2]. Of a softmax head it is z₁ − z₀, because softmax(z)₁ = sigmoid(z₁ − z₀).
func logit(z *Node) *Node {
	if z.Rank() >= 2 {
		switch z.Shape().Dim(-1) {
		case 1:
			return Reshape(z, z.Shape().Size())
		case 2:
			x := Sub(SliceAxis(z, -1, AxisElem(1)), SliceAxis(z, -1, AxisElem(0)))
			return Reshape(x, z.Shape().Size()/2)
		}
	}
	exceptions.Panicf("losses: the logits are %s, want [B, 1] of a sigmoid head or [B, 2] of a softmax head (or [B, T, 1] and [B, T, 2], one for each position)", z.Shape())
	return nil
}

// column returns v as [N] in the type of like.
func column(v, like *Node) *Node {
	if v.Shape().Size() != like.Shape().Size() {
		exceptions.Panicf("losses: labels, weights and mask are one number for each logit; got %s for %d logits", v.Shape(), like.Shape().Size())
	}
	return Reshape(ConvertDType(v, like.DType()), like.Shape().Size())
}

// batchOf reads the arguments of a loss function of GoMLX (train/loss.LossFn): labels[0] are the labels, and of the
// others one of a float type holds weights and one of bools the mask.
func batchOf(labels, predictions []*Node) Batch {
	if len(labels) == 0 || len(predictions) != 1 {
		exceptions.Panicf("losses: %d labels and %d predictions; want labels, optionally weights and a mask, and one node of logits", len(labels), len(predictions))
	}
	b := Batch{Logits: predictions[0], Labels: labels[0]}
	for _, extra := range labels[1:] {
		if extra.DType().IsFloat() {
			b.Weights = extra
		} else {
			b.Mask = extra
		}
	}
	return b
}
