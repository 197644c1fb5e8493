package losses

import (
	"cmp"
	"errors"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// LDAM is cross-entropy with label-distribution-aware margins: the logit of the true class is lowered by Δ_c, which is
// proportional to n_c^(−1/4), so the rare class is kept further from the boundary (Cao et al. 2019). ClassWeight comes in late, which
// the authors call deferred reweighting (DRW). It is not proper: its scores are no probabilities.
type LDAM struct {
	MaxMargin   float64     // Δ of the rarer class, in logits before Scale; zero: 0.5
	Scale       float64     // of the logits; zero: 1. The paper's 30 is for logits that are cosines
	Margins     [2]float64  `json:",omitzero"`  // Δ of both classes; zero: from MaxMargin and the numbers of the training examples
	ClassWeight ClassWeight `json:",omitempty"` // from FromStep on; zero: none
	FromStep    int64       `json:",omitzero"`  // zero: after 4/5 of the planned steps, as after epoch 160 of 200 in the paper
	Reduction   Reduction   `json:",omitzero"`  // zero: SumOverBatchSize
}

func (l LDAM) withDefaults() LDAM {
	l.MaxMargin = cmp.Or(l.MaxMargin, 0.5)
	l.Scale = cmp.Or(l.Scale, 1)
	return l
}

// Graph implements [Loss].
func (l LDAM) Graph(scope *model.Scope, b Batch) Result {
	c := b.columns()
	if l.ClassWeight == nil {
		return c.reduce(l.values(c), Weights{1, 1}, l.Reduction)
	}
	late := l.late(scope, c.x)
	weighed := c.weighed(classes(l.ClassWeight)).w
	unweighted := c.reduce(l.values(c), Weights{1, 1}, l.Reduction).Unweighted
	c.w = Add(Mul(late, weighed), Mul(OneMinus(late), c.w))
	result := c.reduce(l.values(c), Weights{1, 1}, l.Reduction)
	result.Unweighted, result.Readings = unweighted, reading(late)
	return result
}

// late is 1 from step FromStep on, and 0 before.
func (l LDAM) late(scope *model.Scope, like *Node) *Node {
	mustBeResolved("losses.LDAM: FromStep", l.FromStep != 0)
	now := stepsDone(scope, like.Graph())
	return ConvertDType(GreaterOrEqual(now, Scalar(like.Graph(), now.DType(), l.FromStep)), like.DType())
}

func (l LDAM) values(c columns) *Node {
	mustBeResolved("losses.LDAM: Margins", l.Margins != [2]float64{})
	margin := AddScalar(MulScalar(c.y, -l.Margins[1]-l.Margins[0]), l.Margins[0]) // Δ₀ up, or Δ₁ down
	return crossEntropy(MulScalar(Add(c.x, margin), l.withDefaults().Scale), c.y)
}

// Traits implements [Loss].
func (l LDAM) Traits() Traits {
	t := Traits{Name: "ldam", ClassWeights: l.ClassWeight != nil}
	if l.ClassWeight != nil {
		t.Readings, t.Settled = []string{"reweighted"}, l.FromStep
	}
	return t
}

// Check implements [Loss].
func (l LDAM) Check() error {
	bad := func(v float64) bool { return !(v >= 0) || math.IsInf(v, 0) }
	switch {
	case bad(l.MaxMargin), bad(l.Scale), bad(l.Margins[0]), bad(l.Margins[1]):
		return errors.New("losses.LDAM: MaxMargin, Scale and Margins must be finite and not below 0")
	case l.FromStep < 0:
		return fmt.Errorf("losses.LDAM: FromStep is %d, want a step, or 0 for 4/5 of those planned", l.FromStep)
	case l.FromStep > 0 && l.ClassWeight == nil:
		return fmt.Errorf("losses.LDAM: FromStep is %d, but no class weights come in there: set ClassWeight, or leave FromStep out", l.FromStep)
	}
	return errors.Join(checkClassWeight(l.ClassWeight), l.Reduction.check())
}

// Resolve implements [Loss].
func (l LDAM) Resolve(t Training) (Loss, error) {
	w, err := resolve(l.ClassWeight, t)
	if err != nil {
		return nil, err
	}
	l.ClassWeight = w
	if l.Margins == [2]float64{} {
		if err := bothClasses("LDAM's", t.Negatives, t.Positives); err != nil {
			return nil, err
		}
		rarer := float64(min(t.Negatives, t.Positives))
		of := func(n int64) float64 { return l.withDefaults().MaxMargin * math.Pow(rarer/float64(n), 0.25) }
		l.Margins = [2]float64{of(t.Negatives), of(t.Positives)}
	}
	switch {
	case t.Steps > 0 && l.FromStep > t.Steps:
		return nil, fmt.Errorf("losses.LDAM: the class weights come in at step %d, and %d are planned: lower FromStep, or leave it out for 4/5 of them", l.FromStep, t.Steps)
	case l.FromStep == 0 && l.ClassWeight != nil:
		l.FromStep = max(1, t.Steps*4/5+1)
	}
	return l, nil
}

func (l LDAM) String() string {
	l = l.withDefaults()
	text := fmt.Sprintf("LDAM, margin %v, scale %v", l.MaxMargin, l.Scale)
	if l.Margins != [2]float64{} {
		text = fmt.Sprintf("LDAM, margins %.3g and %.3g, scale %v", l.Margins[0], l.Margins[1], l.Scale)
	}
	if l.ClassWeight != nil && l.FromStep != 0 {
		return text + weightsText(l.ClassWeight, l.Reduction) + fmt.Sprintf(" from step %d on", l.FromStep)
	}
	return text + weightsText(l.ClassWeight, l.Reduction)
}

// MarshalJSON writes the name of the loss and its fields.
func (l LDAM) MarshalJSON() ([]byte, error) {
	type fields LDAM
	return encode(l, fields(l.withDefaults()))
}
