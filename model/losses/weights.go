package losses

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/gomlx/gomlx/support/exceptions"
)

// ClassWeight says how much an example of each class counts.
type ClassWeight interface {
	// Weights returns the weights for a training set of so many examples by class.
	Weights(negatives, positives int64) (Weights, error)
	fmt.Stringer
}

// Weights are given weights: [0] of the negative class, [1] of the positive class. Both must be finite and above 0.
//
//	losses.Weights{0: 1, 1: 9}
type Weights [2]float64

// Weights returns w itself.
func (w Weights) Weights(int64, int64) (Weights, error) {
	for class, v := range w {
		if !(v > 0) || math.IsInf(v, 0) {
			return Weights{}, fmt.Errorf("class weights: class %d weighs %v; give both classes a finite weight above 0, such as losses.Weights{0: 1, 1: 9}", class, v)
		}
	}
	return w, nil
}

func (w Weights) String() string { return fmt.Sprintf("{0: %v, 1: %v}", w[0], w[1]) }

// Balanced weighs class c by N/(2 n_c), as scikit-learn's "balanced" does: both classes then weigh
// the same in all, and the mean weight is 1, so the learning rate keeps its meaning.
var Balanced ClassWeight = balanced{}

// InverseFrequency weighs a negative by 1 and a positive by n₀/n₁, as PyTorch's pos_weight and XGBoost's scale_pos_weight are commonly
// set: the same ratio as [Balanced], with a larger mean weight.
var InverseFrequency ClassWeight = inverse{}

type (
	balanced struct{}
	inverse  struct{}
)

func (balanced) Weights(negatives, positives int64) (Weights, error) {
	if err := bothClasses("balanced", negatives, positives); err != nil {
		return Weights{}, err
	}
	half := float64(negatives+positives) / 2
	return Weights{half / float64(negatives), half / float64(positives)}, nil
}

func (inverse) Weights(negatives, positives int64) (Weights, error) {
	err := bothClasses("inverse", negatives, positives)
	return Weights{1, float64(negatives) / float64(max(positives, 1))}, err
}

func (balanced) String() string               { return "balanced" }
func (balanced) MarshalText() ([]byte, error) { return []byte("balanced"), nil }
func (inverse) String() string                { return "inverse" }
func (inverse) MarshalText() ([]byte, error)  { return []byte("inverse"), nil }

// EffectiveNumber weighs class c by (1−β)/(1−β^n_c), scaled to a sum of 2: n_c examples are worth the
// (1−β^n_c)/(1−β) that do not overlap (Cui et al. 2019, "Class-Balanced Loss"). β near 1 is near [Balanced] in its ratio.
type EffectiveNumber struct {
	Beta float64 // in (0, 1); zero: 0.999
}

// Weights implements [ClassWeight].
func (e EffectiveNumber) Weights(negatives, positives int64) (Weights, error) {
	if err := bothClasses("effective-number", negatives, positives); err != nil {
		return Weights{}, err
	}
	beta := cmp.Or(e.Beta, 0.999)
	if !(beta > 0 && beta < 1) {
		return Weights{}, fmt.Errorf("class weights: losses.EffectiveNumber: Beta is %v, want a number in (0, 1), or 0 for 0.999", e.Beta)
	}
	w := func(n int64) float64 { return -1 / math.Expm1(float64(n)*math.Log(beta)) }
	w0, w1 := w(negatives), w(positives)
	return Weights{2 * w0 / (w0 + w1), 2 * w1 / (w0 + w1)}, nil
}

func (e EffectiveNumber) String() string {
	return "effective_number:" + strconv.FormatFloat(cmp.Or(e.Beta, 0.999), 'g', -1, 64)
}

// MarshalText writes what [ParseClassWeight] reads.
func (e EffectiveNumber) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

func bothClasses(rule string, negatives, positives int64) error {
	if negatives <= 0 || positives <= 0 {
		return fmt.Errorf("%s class weights: %d negative and %d positive examples; both classes must be there", rule, negatives, positives)
	}
	return nil
}

// checkClassWeight refuses numbers that are wrong for any training set.
func checkClassWeight(w ClassWeight) error {
	if w == nil {
		return nil
	}
	_, err := w.Weights(1, 1)
	return err
}

// resolve makes numbers of a class weight; nil stays nil.
func resolve(w ClassWeight, t Training) (ClassWeight, error) {
	if w == nil {
		return nil, nil
	}
	return w.Weights(t.Negatives, t.Positives)
}

// classes are the numbers of a resolved class weight.
func classes(w ClassWeight) Weights {
	switch w := w.(type) {
	case nil:
		return Weights{1, 1}
	case Weights:
		return w
	}
	exceptions.Panicf("losses: class weights %q depend on the training examples: use the loss that Resolve returns", w)
	return Weights{}
}

// shift is the factor that class weights put on the odds; 0 if they are not resolved.
func shift(w ClassWeight) float64 {
	switch w := w.(type) {
	case nil:
		return 1
	case Weights:
		return w[1] / w[0]
	}
	return 0
}

// weightsText ends a loss's description.
func weightsText(w ClassWeight, r Reduction) string {
	text := ""
	if w != nil {
		text = ", class weights " + w.String()
	}
	if r == MeanWithSampleWeight {
		text += ", divided by the sum of the weights"
	}
	return text
}

var errClassWeight = errors.New(`want "balanced", "inverse", "effective_number" or "effective_number:BETA", or the weights of both classes as "0:1,1:9"`)
