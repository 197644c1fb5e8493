package losses

import (
	"cmp"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// ROCAUC is the mean surrogate of x_i − x_j over all pairs of a positive i and a negative j of a batch, which weigh w_i w_j: at
// least the share of pairs in the wrong order, 1 − ROC AUC. With MaxFPR it is a partial AUC: only the
// negatives that score highest, that share of them, are compared. Hard negatives alone make an untrained network answer
// everything alike, so training begins with all of them.
//
// It is roc_auc_loss of "Scalable Learning of Non-Decomposable Objectives" (Eban et al. 2017), which divides the sum by B², and
// the pairwise AUC loss of LibAUC. Weights of the classes cancel out, so it has none. Its scores rank, and are no
// probabilities.
type ROCAUC struct {
	Surrogate Surrogate // zero: LogisticLoss
	MaxFPR    float64   `json:",omitzero"` // in (0, 1); zero: all negatives
	Shrink    int64     `json:",omitzero"` // steps over which the share of negatives falls from 1 to MaxFPR; zero: half of those planned; below zero: none
}

// PartialAUC is [ROCAUC] over the negatives that score highest, a share of maxFPR of them.
func PartialAUC(maxFPR float64) ROCAUC { return ROCAUC{MaxFPR: maxFPR} }

func (l ROCAUC) withDefaults() ROCAUC {
	l.Surrogate = cmp.Or(l.Surrogate, LogisticLoss)
	return l
}

// Loss is a loss function of GoMLX, as [BCE.Loss] is, but returns a scalar. The share of negatives is MaxFPR from the start.
func (l ROCAUC) Loss(labels, predictions []*Node) *Node {
	c := batchOf(labels, predictions).columns()
	return l.of(c, Scalar(c.x.Graph(), c.x.DType(), l.MaxFPR)).Value
}

// Graph implements [Loss].
func (l ROCAUC) Graph(scope *model.Scope, b Batch) Result {
	c := b.columns()
	share := l.share(scope, c.x)
	result := Result{Loss: l.of(c, share), Unweighted: l.of(c.unweighted(), share)}
	if l.MaxFPR > 0 {
		result.Readings = reading(share)
	}
	return result
}

// share is the share of negatives that are compared now.
func (l ROCAUC) share(scope *model.Scope, like *Node) *Node {
	last := Scalar(like.Graph(), like.DType(), l.MaxFPR)
	if l.MaxFPR == 0 || l.Shrink < 0 {
		return last
	}
	mustBeResolved("losses.ROCAUC: Shrink", l.Shrink != 0)
	done := DivScalar(ConvertDType(stepsDone(scope, like.Graph()), like.DType()), float64(l.Shrink))
	return Max(last, OneMinus(MulScalar(done, 1-l.MaxFPR)))
}

func (l ROCAUC) of(c columns, share *Node) Mean {
	negatives := c.negatives()
	if l.MaxFPR > 0 {
		negatives = c.hardest(share)
	}
	weights := Mul(rows(c.positives()), across(negatives))
	return mean(Mul(weights, l.withDefaults().Surrogate.of(c.differences())), ReduceAllSum(weights))
}

// Traits implements [Loss].
func (l ROCAUC) Traits() Traits {
	t := Traits{Name: "roc_auc", BothClasses: true}
	if l.MaxFPR > 0 {
		t.Readings, t.Settled = []string{"share_of_negatives"}, max(0, l.Shrink)
	}
	return t
}

// Check implements [Loss].
func (l ROCAUC) Check() error {
	if !(l.MaxFPR >= 0 && l.MaxFPR < 1) {
		return fmt.Errorf("losses.ROCAUC: MaxFPR is %v, want a number in (0, 1), or 0 for all negatives", l.MaxFPR)
	}
	if l.MaxFPR == 0 && l.Shrink > 0 {
		return fmt.Errorf("losses.ROCAUC: Shrink is %d, but without MaxFPR all negatives count throughout: set MaxFPR, or leave Shrink out", l.Shrink)
	}
	if err := l.Surrogate.check(LogisticLoss, Hinge, Squared, SquaredHinge); err != nil {
		return fmt.Errorf("losses.ROCAUC: %w", err)
	}
	return nil
}

// Resolve implements [Loss].
func (l ROCAUC) Resolve(t Training) (Loss, error) {
	switch {
	case t.Steps > 0 && l.Shrink > t.Steps:
		return nil, fmt.Errorf("losses.ROCAUC: the share of negatives falls over %d steps, and %d are planned: lower Shrink, or leave it out for half of them", l.Shrink, t.Steps)
	case l.MaxFPR == 0 || l.Shrink != 0:
	case t.Steps < 2:
		l.Shrink = -1
	default:
		l.Shrink = t.Steps / 2
	}
	return l, nil
}

func (l ROCAUC) String() string {
	text := fmt.Sprintf("pairwise ROC AUC, %s surrogate", l.withDefaults().Surrogate)
	if l.MaxFPR > 0 {
		text += fmt.Sprintf(", up to a false positive rate of %v", l.MaxFPR)
	}
	return text
}

// MarshalJSON writes the name of the loss and its fields.
func (l ROCAUC) MarshalJSON() ([]byte, error) {
	type fields ROCAUC
	return encode(l, fields(l.withDefaults()))
}
