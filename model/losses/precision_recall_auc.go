package losses

import (
	"cmp"
	"fmt"
	"math"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// PrecisionRecallAUC is the area under the precision-recall curve as a global objective (Eban et al. 2017): the mean over anchors, equally
// spaced precisions p_k within [MinPrecision, MaxPrecision], of the recall at that precision,
//
//	S(1+λ_k(1−p_k), λ_k p_k)(x+b_k) − λ_k(1−p_k) π L₂,  S(c⁺,c⁻) = c⁺ y s⁺ + c⁻ (1−y) s⁻
//
// with a dual λ_k ≥ 0 and a bias b_k of its own for each anchor: with each batch the duals go up by a projected step and the biases
// down, both measured in π. See [Constrained] for the rest.
type PrecisionRecallAUC struct {
	MinPrecision float64   `json:",omitzero"` // zero: 0
	MaxPrecision float64   // zero: 1
	Anchors      int       // zero: 20
	Surrogate    Surrogate // LogisticLoss or Hinge; zero: LogisticLoss
	DualRate     float64   // of the steps of λ, which start at 1, and b, which start at 0; zero: 0.01; below zero: they stay
	Prior        float64   `json:",omitzero"` // π in (0, 1); zero: from the training batches so far, as (1+Σwy)/(2+Σw)
}

func (l PrecisionRecallAUC) withDefaults() PrecisionRecallAUC {
	l.MaxPrecision = cmp.Or(l.MaxPrecision, 1)
	l.Anchors = cmp.Or(l.Anchors, 20)
	l.Surrogate = cmp.Or(l.Surrogate, LogisticLoss)
	l.DualRate = cmp.Or(l.DualRate, dualRate)
	return l
}

// precisions are those of the anchors. The ends of the range are none.
func (l PrecisionRecallAUC) precisions() []float64 {
	p := make([]float64, l.Anchors)
	for k := range p {
		p[k] = l.MinPrecision + (l.MaxPrecision-l.MinPrecision)*float64(k+1)/float64(l.Anchors+1)
	}
	return p
}

// Graph implements [Loss].
func (l PrecisionRecallAUC) Graph(scope *model.Scope, b Batch) Result {
	l = l.withDefaults()
	c := b.columns()
	g := c.x.Graph()
	d := newDual(scope, c, l.Anchors, l.DualRate, l.Prior)
	variable := scope.VariableWithValue("bias", full(l.Anchors, 0)).SetTrainable(false)
	bias := ConvertDType(variable.NodeValue(g), c.x.DType())
	missed, constraint := l.terms(c, bias, d.prior)
	anchors := Add(missed, Mul(across(d.lambda), constraint)) // [N, K]
	result := c.reduce(ReduceMean(anchors, 1), Weights{1, 1}, SumOverBatchSize)
	result.Readings = reading(d.lambda, bias, d.prior, c.bounds(l.Surrogate))
	over := func(terms *Node) *Node {
		return ratio(ReduceSum(Mul(rows(c.w), terms), 0), BroadcastToShape(ReduceAllSum(c.m), bias.Shape()))
	}
	if d.training && l.DualRate > 0 {
		down := Gradient(ReduceAllSum(over(anchors)), bias)[0]
		step := MulScalar(Div(down, BroadcastToShape(d.prior, bias.Shape())), l.DualRate)
		variable.SetNodeValue(ConvertDType(Sub(bias, step), variable.DType()))
	}
	d.ascend(over(constraint), BroadcastToShape(d.prior, bias.Shape()))
	return result
}

// terms are those of [Constrained] for each anchor, [N, K].
func (l PrecisionRecallAUC) terms(c columns, bias, prior *Node) (missed, constraint *Node) {
	p := ConvertDType(Const(bias.Graph(), l.precisions()), bias.DType()) // [K]
	shape := shapes.Make(bias.DType(), c.x.Shape().Size(), l.Anchors)
	shifted := columns{x: Add(BroadcastToShape(rows(c.x), shape), across(bias)), y: BroadcastToShape(rows(c.y), shape)}
	missed, alarm := shifted.errors(l.Surrogate)
	constraint = Add(Mul(missed, across(OneMinus(p))), Mul(alarm, across(p)))
	bound := MulScalar(Mul(OneMinus(p), BroadcastToShape(prior, p.Shape())), l.Surrogate.atZero())
	return missed, Sub(constraint, across(bound))
}

// Traits implements [Loss].
func (l PrecisionRecallAUC) Traits() Traits {
	t := Traits{Name: "precision_recall_auc"}
	for _, name := range []string{"dual", "bias"} {
		for _, p := range l.withDefaults().precisions() {
			t.Readings = append(t.Readings, fmt.Sprintf("%s at precision %.3f", name, p))
		}
	}
	t.Readings = append(t.Readings, "label_prior", boundTP, boundFP)
	return t
}

// Check implements [Loss].
func (l PrecisionRecallAUC) Check() error {
	full := l.withDefaults()
	switch {
	case !(full.MinPrecision >= 0 && full.MinPrecision < full.MaxPrecision && full.MaxPrecision <= 1):
		return fmt.Errorf("losses.PrecisionRecallAUC: the precisions go from %v to %v, want a range within [0, 1]", full.MinPrecision, full.MaxPrecision)
	case full.Anchors < 1 || full.Anchors > 1000:
		return fmt.Errorf("losses.PrecisionRecallAUC: Anchors is %d, want 1 to 1000, or 0 for 20", l.Anchors)
	case math.IsNaN(l.DualRate) || math.IsInf(l.DualRate, 0):
		return fmt.Errorf("losses.PrecisionRecallAUC: DualRate is %v, want a finite number", l.DualRate)
	}
	for _, err := range []error{checkPrior(l.Prior), l.Surrogate.check(LogisticLoss, Hinge)} {
		if err != nil {
			return fmt.Errorf("losses.PrecisionRecallAUC: %w", err)
		}
	}
	return nil
}

// Resolve implements [Loss].
func (l PrecisionRecallAUC) Resolve(Training) (Loss, error) { return l, nil }

func (l PrecisionRecallAUC) String() string {
	l = l.withDefaults()
	return fmt.Sprintf("precision-recall AUC within precisions %v to %v, %d anchors, %s surrogate, dual rate %v",
		l.MinPrecision, l.MaxPrecision, l.Anchors, l.Surrogate, l.DualRate)
}

// MarshalJSON writes the name of the loss and its fields.
func (l PrecisionRecallAUC) MarshalJSON() ([]byte, error) {
	type fields PrecisionRecallAUC
	return encode(l, fields(l.withDefaults()))
}
