package losses

import (
	"cmp"
	"errors"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// Contrastive is a loss on the encodings u and v of both sides of a pair, for training an encoder before a classifier: with d = ‖u−v‖ it
// is ½d² for a positive and ½max(0, m−d)² for a negative (Hadsell, Chopra and LeCun 2006). As a [Loss] it reads logits m/2 − d,
// which is what a network with an output of distances gives: pair.Siamese with the same Margin.
type Contrastive struct {
	Margin      float64     // m above 0: negatives further apart cost nothing; zero: 1
	ClassWeight ClassWeight `json:",omitempty"` // zero: every pair counts once
	Reduction   Reduction   `json:",omitzero"`  // zero: SumOverBatchSize
}

// WithDefaults returns l with the margin that zero stands for.
func (l Contrastive) WithDefaults() Contrastive {
	l.Margin = cmp.Or(l.Margin, 1)
	return l
}

// Loss is a loss function of GoMLX: labels[0] is 0 or 1, [B] or [B, 1]; sample weights of a float type and a mask of bools may
// follow; predictions are u and v, [B, D] each. It returns [B], each pair's loss times its weights.
func (l Contrastive) Loss(labels, predictions []*Node) *Node {
	c, u, v := encodings(labels, predictions)
	each := l.values(c, distance(ReduceSum(Square(Sub(u, v)), 1)))
	return Mul(each, c.weighed(classes(l.ClassWeight)).w)
}

// Graph implements [Loss].
func (l Contrastive) Graph(_ *model.Scope, b Batch) Result {
	c := b.columns()
	d := AddScalar(Neg(c.x), l.WithDefaults().Margin/2)
	return c.reduce(l.values(c, d), classes(l.ClassWeight), l.Reduction)
}

// values of pairs at distances d, [N].
func (l Contrastive) values(c columns, d *Node) *Node {
	short := Max(ZerosLike(d), AddScalar(Neg(d), l.WithDefaults().Margin))
	return MulScalar(Add(Mul(c.y, Square(d)), Mul(OneMinus(c.y), Square(short))), 0.5)
}

// Traits implements [Loss].
func (l Contrastive) Traits() Traits {
	return Traits{Name: "contrastive", ClassWeights: l.ClassWeight != nil}
}

// Check implements [Loss].
func (l Contrastive) Check() error {
	return errors.Join(checkMargin("Contrastive", l.Margin), checkClassWeight(l.ClassWeight), l.Reduction.check())
}

// Resolve implements [Loss].
func (l Contrastive) Resolve(t Training) (Loss, error) {
	w, err := resolve(l.ClassWeight, t)
	l.ClassWeight = w
	return l, err
}

func (l Contrastive) String() string {
	return fmt.Sprintf("contrastive loss, margin %v", l.WithDefaults().Margin) + weightsText(l.ClassWeight, l.Reduction)
}

// MarshalJSON writes the name of the loss and its fields.
func (l Contrastive) MarshalJSON() ([]byte, error) {
	type fields Contrastive
	return encode(l, fields(l.WithDefaults()))
}

// Triplet is a loss on the encodings of both sides of positive pairs: max(0, m + ‖u_i−v_i‖² − ‖u_i−v_j‖²), averaged over every v_j of
// the batch that is not encoded as v_i is (Schroff, Kalenichenko and Philbin 2015, over all triplets of a batch). Texts of
// different pairs are taken for different: give each positive pair once.
type Triplet struct {
	Margin float64 // m above 0; zero: 0.2, as in the paper, whose encodings have length 1
}

// Loss is a loss function of GoMLX, with the arguments of [Contrastive.Loss]. It returns a scalar; 0 if there are no triplets.
func (l Triplet) Loss(labels, predictions []*Node) *Node {
	c, u, v := encodings(labels, predictions)
	squared := ReduceSum(Square(Sub(InsertAxes(u, 1), InsertAxes(v, 0))), 2) // [i, j] of u_i and v_j
	written := layers.Written(v)
	other := Sign(ReduceSum(Abs(Sub(InsertAxes(written, 1), InsertAxes(written, 0))), 2))
	own := ReduceSum(Square(Sub(u, v)), 1)
	cost := Sub(AddScalar(BroadcastToShape(rows(own), squared.Shape()), cmp.Or(l.Margin, 0.2)), squared)
	weights := Mul(other, Mul(rows(c.positives()), across(c.w)))
	return mean(Mul(weights, Max(cost, ZerosLike(cost))), ReduceAllSum(weights)).Value
}

// Check returns an error that names the field out of range.
func (l Triplet) Check() error { return checkMargin("Triplet", l.Margin) }

func (l Triplet) String() string {
	return fmt.Sprintf("triplet loss, margin %v", cmp.Or(l.Margin, 0.2))
}

func checkMargin(loss string, margin float64) error {
	if !(margin >= 0) || math.IsInf(margin, 0) {
		return fmt.Errorf("losses.%s: Margin is %v, want a finite number above 0, or 0 for the default", loss, margin)
	}
	return nil
}

// distance is the root of squares, with a finite gradient at 0.
func distance(squared *Node) *Node { return Sqrt(AddScalar(squared, 1e-12)) }

// encodings reads the arguments of a loss on encodings.
func encodings(labels, predictions []*Node) (c columns, u, v *Node) {
	if len(predictions) != 2 || predictions[0].Rank() != 2 || !predictions[0].Shape().Equal(predictions[1].Shape()) {
		exceptions.Panicf("losses: want the encodings of both sides of the pairs, [B, D] each, as two predictions")
	}
	u, v = predictions[0], predictions[1]
	b := batchOf(labels, []*Node{SliceAxis(u, 1, AxisElem(0))})
	return b.columns(), u, v
}
