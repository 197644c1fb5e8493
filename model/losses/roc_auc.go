package losses

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// ROCAUC is the mean surrogate of x_i − x_j over all pairs of a positive i and a negative j of a batch, which weigh w_i w_j: at
// least the share of pairs in the wrong order, 1 − ROC AUC. With MaxFPR it is a partial AUC: only the
// negatives that score highest, that share of them, are compared.
//
// It is roc_auc_loss of "Scalable Learning of Non-Decomposable Objectives" (Eban et al. 2017), which divides the sum by B², and
// the pairwise AUC loss of LibAUC. Weights of the classes cancel out, so it has none. Its scores rank, and are no
// probabilities.
type ROCAUC struct {
	Surrogate Surrogate // zero: LogisticLoss
	MaxFPR    float64   `json:",omitzero"` // in (0, 1); zero: all negatives
}

// PartialAUC is [ROCAUC] over the negatives that score highest, a share of maxFPR of them.
func PartialAUC(maxFPR float64) ROCAUC { return ROCAUC{MaxFPR: maxFPR} }

func (l ROCAUC) withDefaults() ROCAUC {
	l.Surrogate = orDefault(l.Surrogate, LogisticLoss)
	return l
}

// Loss is a loss function of GoMLX, as [BCE.Loss] is, but returns a scalar.
func (l ROCAUC) Loss(labels, predictions []*Node) *Node {
	return l.Graph(nil, batchOf(labels, predictions)).Loss.Value
}

// Graph implements [Loss].
func (l ROCAUC) Graph(_ *model.Scope, b Batch) Result {
	c := b.columns()
	return Result{Loss: l.of(c), Unweighted: l.of(c.unweighted())}
}

func (l ROCAUC) of(c columns) Mean {
	negatives := c.negatives()
	if l.MaxFPR > 0 {
		negatives = c.hardest(l.MaxFPR)
	}
	weights := Mul(rows(c.positives()), across(negatives))
	return mean(Mul(weights, l.withDefaults().Surrogate.of(c.differences())), ReduceAllSum(weights))
}

// Traits implements [Loss].
func (l ROCAUC) Traits() Traits { return Traits{Name: "roc_auc", BothClasses: true} }

// Check implements [Loss].
func (l ROCAUC) Check() error {
	if !(l.MaxFPR >= 0 && l.MaxFPR < 1) {
		return fmt.Errorf("losses.ROCAUC: MaxFPR is %v, want a number in (0, 1), or 0 for all negatives", l.MaxFPR)
	}
	if err := l.Surrogate.check(LogisticLoss, Hinge, Squared, SquaredHinge); err != nil {
		return fmt.Errorf("losses.ROCAUC: %w", err)
	}
	return nil
}

// Resolve implements [Loss].
func (l ROCAUC) Resolve(Training) (Loss, error) { return l, nil }

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
