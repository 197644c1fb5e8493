package losses

import (
	"cmp"
	"errors"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// Focal is cross-entropy times (1−pₜ)^γ, where pₜ is the probability of the true class: what is classified well counts less
// (Lin et al. 2017, "Focal Loss for Dense Object Detection"). It is not proper: its scores are no probabilities.
//
// Alpha weighs the positive class, and 1−Alpha the negative one, so 0.25 makes a positive count a third of a negative; Keras's
// BinaryFocalCrossentropy ignores it unless apply_class_balancing is set, and CategoricalFocalCrossentropy weighs both classes by it.
type Focal struct {
	Gamma       float64     // at least 0; zero: 2
	Alpha       float64     `json:",omitzero"`  // of the positive class, in (0, 1); zero: classes are not weighed
	ClassWeight ClassWeight `json:",omitempty"` // in place of Alpha; zero: every example counts once
	Reduction   Reduction   `json:",omitzero"`  // zero: SumOverBatchSize
}

func (l Focal) withDefaults() Focal {
	l.Gamma = cmp.Or(l.Gamma, 2)
	return l
}

// Loss is a loss function of GoMLX, as [BCE.Loss] is.
func (l Focal) Loss(labels, predictions []*Node) *Node {
	c := batchOf(labels, predictions).columns()
	return Mul(l.values(c), c.weighed(l.classes()).w)
}

// Graph implements [Loss].
func (l Focal) Graph(_ *model.Scope, b Batch) Result {
	c := b.columns()
	return c.reduce(l.values(c), l.classes(), l.Reduction)
}

// values computes (1−pₜ)^γ as e^(γ log(1−pₜ)), which has a gradient wherever pₜ is 1.
func (l Focal) values(c columns) *Node {
	loss := crossEntropy(c.x, c.y)
	logMiss := Neg(Add(loss, c.margin())) // log(1−pₜ)
	return Mul(loss, Exp(MulScalar(logMiss, l.withDefaults().Gamma)))
}

func (l Focal) classes() Weights {
	if l.Alpha != 0 {
		return Weights{1 - l.Alpha, l.Alpha}
	}
	return classes(l.ClassWeight)
}

// Traits implements [Loss].
func (l Focal) Traits() Traits {
	return Traits{Name: "focal", ClassWeights: l.ClassWeight != nil || l.Alpha != 0}
}

// Start returns the odds at which a model that says the same of all examples has the least loss, where those of a positive are odds:
// nearer to 1 than these, since focal loss cares little for what is nearly right. A model that began at the odds of the examples would
// first raise all scores.
func (l Focal) Start(odds float64) float64 {
	gamma, w := l.withDefaults().Gamma, l.classes()
	pull := func(p float64) float64 { // of a positive, by its logit
		return math.Pow(1-p, gamma) * (1 - p - gamma*p*math.Log(p))
	}
	low, high := -logitLimit, logitLimit
	for range 60 { // halvings: beyond float64
		x := (low + high) / 2
		if p := 1 / (1 + math.Exp(-x)); odds*w[1]*pull(p) > w[0]*pull(1-p) {
			low = x
		} else {
			high = x
		}
	}
	return math.Exp(low)
}

// logitLimit bounds where Start looks: odds of 1e-13 and 1e13.
const logitLimit = 30.0

// Check implements [Loss].
func (l Focal) Check() error {
	switch {
	case !(l.Gamma >= 0) || math.IsInf(l.Gamma, 0):
		return fmt.Errorf("losses.Focal: Gamma is %v, want a finite number above 0, or 0 for 2", l.Gamma)
	case l.Alpha != 0 && !(l.Alpha > 0 && l.Alpha < 1):
		return fmt.Errorf("losses.Focal: Alpha is %v, want a number in (0, 1), or 0 for no weights", l.Alpha)
	case l.Alpha != 0 && l.ClassWeight != nil:
		return errors.New("losses.Focal: Alpha and ClassWeight both weigh the classes: give one of the two")
	}
	return errors.Join(checkClassWeight(l.ClassWeight), l.Reduction.check())
}

// Resolve implements [Loss].
func (l Focal) Resolve(t Training) (Loss, error) {
	w, err := resolve(l.ClassWeight, t)
	l.ClassWeight = w
	return l, err
}

func (l Focal) String() string {
	text := fmt.Sprintf("focal loss, γ %v", l.withDefaults().Gamma)
	if l.Alpha != 0 {
		text += fmt.Sprintf(", α %v of the positive class: a positive counts %.3g times a negative of equal pₜ", l.Alpha, l.Alpha/(1-l.Alpha))
	}
	return text + weightsText(l.ClassWeight, l.Reduction)
}

// MarshalJSON writes the name of the loss and its fields.
func (l Focal) MarshalJSON() ([]byte, error) {
	type fields Focal
	return encode(l, fields(l.withDefaults()))
}
