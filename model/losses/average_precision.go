package losses

import (
	"cmp"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// AveragePrecision is one less the average precision of a batch, with the ranks made smooth: that j scores above i counts as
// sigmoid((x_j − x_i)/T), so the precision at positive i is (½ + Σ over positives)/(½ + Σ over all) (Brown et al. 2020,
// "Smooth-AP"; the ½ makes up for i's own sigmoid(0)). It depends on the share of positives in the batch, as
// average precision does. It has no class weights, and its scores rank and are no probabilities.
type AveragePrecision struct {
	Temperature float64 // T in logits, above 0; zero: 1
}

func (l AveragePrecision) withDefaults() AveragePrecision {
	l.Temperature = cmp.Or(l.Temperature, 1)
	return l
}

// Loss is a loss function of GoMLX, as [BCE.Loss] is, but returns a scalar.
func (l AveragePrecision) Loss(labels, predictions []*Node) *Node {
	return l.Graph(nil, batchOf(labels, predictions)).Loss.Value
}

// Graph implements [Loss].
func (l AveragePrecision) Graph(_ *model.Scope, b Batch) Result {
	c := b.columns()
	return Result{Loss: l.of(c), Unweighted: l.of(c.unweighted())}
}

func (l AveragePrecision) of(c columns) Mean {
	above := Sigmoid(DivScalar(Neg(c.differences()), l.withDefaults().Temperature)) // [i, j]: j above i
	count := func(w *Node) *Node { return AddScalar(ReduceSum(Mul(above, across(w)), 1), 0.5) }
	positives := c.positives()
	precision := Div(count(positives), count(c.w)) // at the place of each example
	defined := Sign(ReduceAllSum(c.negatives()))   // without a negative nothing can be ranked
	size := Mul(ReduceAllSum(positives), defined)
	return mean(Mul(defined, Mul(positives, OneMinus(precision))), size)
}

// Traits implements [Loss].
func (l AveragePrecision) Traits() Traits {
	return Traits{Name: "average_precision", BothClasses: true}
}

// Check implements [Loss].
func (l AveragePrecision) Check() error {
	if !(l.Temperature >= 0) || math.IsInf(l.Temperature, 0) {
		return fmt.Errorf("losses.AveragePrecision: Temperature is %v, want a finite number above 0, or 0 for 1", l.Temperature)
	}
	return nil
}

// Resolve implements [Loss].
func (l AveragePrecision) Resolve(Training) (Loss, error) { return l, nil }

func (l AveragePrecision) String() string {
	return fmt.Sprintf("smooth average precision, temperature %v", l.withDefaults().Temperature)
}

// MarshalJSON writes the name of the loss and its fields.
func (l AveragePrecision) MarshalJSON() ([]byte, error) {
	type fields AveragePrecision
	return encode(l, fields(l.withDefaults()))
}
