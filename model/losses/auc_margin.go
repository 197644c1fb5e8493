package losses

import (
	"cmp"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// AUCMargin is the min-max margin loss of the ROC AUC (Yuan et al. 2021, "Large-scale Robust Deep AUC Maximization"), AUCMLoss v1 of
// LibAUC, on h = sigmoid(x), with weighted means over the batch and p the share of positives:
//
//	(1−p) mean((h−a)² 1⁺) + p mean((h−b)² 1⁻) + 2α [p(1−p)m + mean(p h 1⁻ − (1−p) h 1⁺)] − p(1−p)α²
//
// The weights of the model, a and b go down, and α ≥ 0 goes up, one projected step with each batch, as the optimizer
// PESG does it; the model's weights follow the optimizer of the configuration. Unlike a pairwise loss it is a sum over examples,
// so a batch need not hold both classes. Weights of the classes cancel out, so it has none. Its scores rank, and are no probabilities.
//
// The scores of the model, a and b begin at 0.5. LibAUC's a and b begin at 0, to which they draw every score, where the sigmoid is flat:
// of 3,000 pairs of cmudict_homophones, pair.Differences then learns nothing (average precision on test .055, now .198), and of as many
// of cmudict_spell_pron, pair.Siamese next to nothing (.121; .223).
type AUCMargin struct {
	Margin float64 // m above 0; zero: 1
	Rate   float64 // of the steps of a, b and α; zero: 0.1
	Prior  float64 `json:",omitzero"` // p in (0, 1); zero: that of the training examples, by their sample weights
}

func (l AUCMargin) withDefaults() AUCMargin {
	l.Margin = cmp.Or(l.Margin, 1)
	l.Rate = cmp.Or(l.Rate, 0.1)
	return l
}

// Graph implements [Loss].
func (l AUCMargin) Graph(scope *model.Scope, b Batch) Result {
	mustBeResolved("losses.AUCMargin: Prior", l.Prior != 0)
	l = l.withDefaults()
	c := b.columns()
	g := c.x.Graph()
	var variables [3]*model.Variable
	var values [3]*Node // a, b, α
	for i, name := range []string{"a", "b", "alpha"} {
		variables[i] = scope.VariableWithValue(name, [...]float32{undecided, undecided, 0}[i]).SetTrainable(false)
		values[i] = ConvertDType(variables[i].NodeValue(g), c.x.DType())
	}
	result := Result{
		Loss: l.of(c, values), Unweighted: l.of(c.unweighted(), values), Readings: reading(values[:]...),
	}
	if !scope.IsTraining(g) {
		return result
	}
	down := Gradient(result.Loss.Value, values[:]...)
	next := [3]*Node{
		Sub(values[0], MulScalar(down[0], l.Rate)),
		Sub(values[1], MulScalar(down[1], l.Rate)),
		Max(Add(values[2], MulScalar(down[2], l.Rate)), ZerosLike(values[2])),
	}
	for i, v := range variables {
		v.SetNodeValue(ConvertDType(next[i], v.DType()))
	}
	return result
}

func (l AUCMargin) of(c columns, v [3]*Node) Mean {
	p, h := l.Prior, Sigmoid(c.x)
	a, b, alpha := v[0], v[1], v[2]
	size := ReduceAllSum(c.w)
	over := func(w, terms *Node) *Node { return mean(Mul(w, terms), size).Value }
	positives, negatives := c.positives(), c.negatives()
	spread := Add(MulScalar(over(positives, Square(Sub(h, a))), 1-p), MulScalar(over(negatives, Square(Sub(h, b))), p))
	gap := Sub(MulScalar(over(negatives, h), p), MulScalar(over(positives, h), 1-p))
	gap = AddScalar(gap, p*(1-p)*l.Margin)
	value := Sub(Add(spread, MulScalar(Mul(alpha, gap), 2)), MulScalar(Square(alpha), p*(1-p)))
	return Mean{Value: value, Size: size}
}

// Start implements [Starter].
func (l AUCMargin) Start(float64) float64 { return undecidedOdds }

// Traits implements [Loss].
func (l AUCMargin) Traits() Traits {
	return Traits{Name: "auc_margin", Readings: []string{"a", "b", "alpha"}}
}

// Check implements [Loss].
func (l AUCMargin) Check() error {
	if err := checkMargin("AUCMargin", l.Margin); err != nil {
		return err
	}
	if !(l.Rate >= 0) || math.IsInf(l.Rate, 0) {
		return fmt.Errorf("losses.AUCMargin: Rate is %v, want a finite number above 0, or 0 for the default", l.Rate)
	}
	if err := checkPrior(l.Prior); err != nil {
		return fmt.Errorf("losses.AUCMargin: %w", err)
	}
	return nil
}

// Resolve implements [Loss].
func (l AUCMargin) Resolve(t Training) (Loss, error) {
	prior, err := t.prior(l.Prior)
	l.Prior = prior
	return l, err
}

func (l AUCMargin) String() string {
	l = l.withDefaults()
	text := fmt.Sprintf("AUC margin loss, margin %v, rate %v", l.Margin, l.Rate)
	if l.Prior != 0 {
		text += fmt.Sprintf(", prior %.4g", l.Prior)
	}
	return text
}

// MarshalJSON writes the name of the loss and its fields.
func (l AUCMargin) MarshalJSON() ([]byte, error) {
	type fields AUCMargin
	return encode(l, fields(l.withDefaults()))
}
