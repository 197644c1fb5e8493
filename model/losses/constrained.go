package losses

import (
	"cmp"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// Constrained is one of four global objectives of "Scalable Learning of Non-Decomposable Objectives" (Eban et al. 2017):
// the best rate of one kind where another rate is held at Target. s⁺ and s⁻ are surrogates of an error on a positive and on a
// negative, L₂ their value at the boundary, π the share of positives. An example's loss, times its weight, is
//
//	RecallAtPrecision        (1+λ(1−t)) y s⁺ + λt (1−y) s⁻ − λ (1−t) π L₂
//	PrecisionAtRecall        λ y s⁺ + (1−y) s⁻ − λ (1−t) π L₂
//	FPRAtTPR                 the same, t being a true positive rate
//	TPRAtFPR                 y s⁺ + λ (1−y) s⁻ − λ t (1−π) L₂
//
// The dual λ ≥ 0 goes up with each batch by a projected step of its own rate: the constraint's value, as a share of π (TPRAtFPR: of t(1−π)).
// At 0 it still has its gradient, which |λ| of the original has not. The loss may be negative and need not fall.
// It has no class weights: λ is one. Its scores are no probabilities. A threshold for the rate at Target is still to be
// chosen on valid.
type Constrained struct {
	Objective Objective `json:"-"` // in JSON it is the name
	Target    float64   // in (0, 1]
	Surrogate Surrogate // LogisticLoss or Hinge; zero: LogisticLoss
	DualRate  float64   // of the steps of λ, which starts at 1; zero: 0.01; below zero: λ stays
	Prior     float64   `json:",omitzero"` // π in (0, 1); zero: from the training batches so far, as (1+Σwy)/(2+Σw)
}

// Objective is the rate that a [Constrained] loss improves, and the one that it holds.
type Objective string

// The objectives.
const (
	RecallAtPrecision Objective = "recall_at_precision"
	PrecisionAtRecall Objective = "precision_at_recall"
	TPRAtFPR          Objective = "tpr_at_fpr"
	FPRAtTPR          Objective = "fpr_at_tpr"
)

var objectives = []Objective{RecallAtPrecision, PrecisionAtRecall, TPRAtFPR, FPRAtTPR}

func (l Constrained) withDefaults() Constrained {
	l.Surrogate = cmp.Or(l.Surrogate, LogisticLoss)
	l.DualRate = cmp.Or(l.DualRate, dualRate)
	return l
}

// Graph implements [Loss].
func (l Constrained) Graph(scope *model.Scope, b Batch) Result {
	l = l.withDefaults()
	c := b.columns()
	d := newDual(scope, c, 1, l.DualRate, l.Prior)
	objective, constraint := l.terms(c, d.prior)
	result := c.reduce(Add(objective, Mul(d.lambda, constraint)), Weights{1, 1}, SumOverBatchSize)
	result.Readings = reading(d.lambda, d.prior, c.bounds(l.Surrogate))
	d.ascend(c.reduce(constraint, Weights{1, 1}, SumOverBatchSize).Loss.Value, l.unit(d.prior))
	return result
}

// terms are the two parts of the loss of each example, [N], of which λ multiplies the second.
func (l Constrained) terms(c columns, prior *Node) (objective, constraint *Node) {
	missed, alarm := c.errors(l.Surrogate)
	t, bound := l.Target, l.Surrogate.atZero()
	switch l.Objective {
	case RecallAtPrecision:
		constraint = Add(MulScalar(missed, 1-t), MulScalar(alarm, t))
		return missed, Sub(constraint, MulScalar(prior, (1-t)*bound))
	case TPRAtFPR:
		return missed, Sub(alarm, MulScalar(OneMinus(prior), t*bound))
	default:
		return alarm, Sub(missed, MulScalar(prior, (1-t)*bound))
	}
}

// unit is what the constraint is measured in.
func (l Constrained) unit(prior *Node) *Node {
	if l.Objective == TPRAtFPR {
		return MulScalar(OneMinus(prior), l.Target)
	}
	return prior
}

// Traits implements [Loss].
func (l Constrained) Traits() Traits {
	return Traits{Name: string(l.Objective), Readings: []string{"dual", "label_prior", boundTP, boundFP}}
}

// Check implements [Loss].
func (l Constrained) Check() error {
	known := false
	for _, o := range objectives {
		known = known || l.Objective == o
	}
	switch {
	case !known:
		return fmt.Errorf("losses.Constrained: Objective is %q, want one of %q", l.Objective, objectives)
	case !(l.Target > 0 && l.Target <= 1):
		return fmt.Errorf("losses.Constrained: Target of %s is %v, want a rate in (0, 1]", l.Objective, l.Target)
	case math.IsNaN(l.DualRate) || math.IsInf(l.DualRate, 0):
		return fmt.Errorf("losses.Constrained: DualRate is %v, want a finite number", l.DualRate)
	}
	for _, err := range []error{checkPrior(l.Prior), l.Surrogate.check(LogisticLoss, Hinge)} {
		if err != nil {
			return fmt.Errorf("losses.Constrained: %w", err)
		}
	}
	return nil
}

// Resolve implements [Loss].
func (l Constrained) Resolve(Training) (Loss, error) { return l, nil }

func (l Constrained) String() string {
	l = l.withDefaults()
	return fmt.Sprintf("%s at %v, %s surrogate, dual rate %v", l.Objective, l.Target, l.Surrogate, l.DualRate)
}

// MarshalJSON writes the name of the objective and the fields.
func (l Constrained) MarshalJSON() ([]byte, error) {
	type fields Constrained
	return encode(l, fields(l.withDefaults()))
}
