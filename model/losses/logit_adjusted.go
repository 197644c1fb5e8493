package losses

import (
	"cmp"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// LogitAdjusted is cross-entropy on the logit x + τ log(π/(1−π)), where π is the share of positives in training: of two columns,
// on z_c + τ log π_c (Menon et al. 2021, "Long-tail learning via logit adjustment"). The model is left with
// what the inputs say beyond the prior, so 0.5 is the threshold of balanced classes. It has no class weights, which would
// take the prior away a second time.
type LogitAdjusted struct {
	Tau       float64   // τ above 0; zero: 1
	Prior     float64   `json:",omitzero"` // π in (0, 1); zero: that of the training examples, by their sample weights
	Reduction Reduction `json:",omitzero"` // zero: SumOverBatchSize
}

// BalancedSoftmax is cross-entropy on the logits z_c + log n_c, n_c the number of training examples of a class (Ren et al. 2020):
// logit adjustment with τ = 1.
var BalancedSoftmax = LogitAdjusted{Tau: 1}

func (l LogitAdjusted) withDefaults() LogitAdjusted {
	l.Tau = cmp.Or(l.Tau, 1)
	return l
}

// Loss is a loss function of GoMLX, as [BCE.Loss] is. Prior must be set.
func (l LogitAdjusted) Loss(labels, predictions []*Node) *Node {
	c := batchOf(labels, predictions).columns()
	return Mul(l.values(c), c.w)
}

// Graph implements [Loss].
func (l LogitAdjusted) Graph(_ *model.Scope, b Batch) Result {
	c := b.columns()
	return c.reduce(l.values(c), Weights{1, 1}, l.Reduction)
}

func (l LogitAdjusted) values(c columns) *Node {
	mustBeResolved("losses.LogitAdjusted: Prior", l.Prior != 0)
	return crossEntropy(AddScalar(c.x, l.offset()), c.y)
}

func (l LogitAdjusted) offset() float64 { return l.withDefaults().Tau * logOdds(l.Prior) }

// Traits implements [Loss].
func (l LogitAdjusted) Traits() Traits {
	t := Traits{Name: "logit_adjusted"}
	if l.Prior != 0 {
		t.Shift = math.Exp(-l.offset())
	}
	return t
}

// Check implements [Loss].
func (l LogitAdjusted) Check() error {
	if !(l.Tau >= 0) || math.IsInf(l.Tau, 0) {
		return fmt.Errorf("losses.LogitAdjusted: Tau is %v, want a finite number above 0, or 0 for 1", l.Tau)
	}
	if err := checkPrior(l.Prior); err != nil {
		return fmt.Errorf("losses.LogitAdjusted: %w", err)
	}
	return l.Reduction.check()
}

// Resolve implements [Loss].
func (l LogitAdjusted) Resolve(t Training) (Loss, error) {
	prior, err := t.prior(l.Prior)
	l.Prior = prior
	return l, err
}

func (l LogitAdjusted) String() string {
	text := fmt.Sprintf("cross-entropy on adjusted logits, τ %v", l.withDefaults().Tau)
	if l.Prior != 0 {
		text += fmt.Sprintf(", prior %.4g", l.Prior)
	}
	return text + weightsText(nil, l.Reduction)
}

// MarshalJSON writes the name of the loss and its fields.
func (l LogitAdjusted) MarshalJSON() ([]byte, error) {
	type fields LogitAdjusted
	return encode(l, fields(l.withDefaults()))
}
