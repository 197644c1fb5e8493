package losses

import (
	"encoding/json"
	"fmt"
	"math"
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

type balanced struct{}

func (balanced) Weights(negatives, positives int64) (Weights, error) {
	if negatives <= 0 || positives <= 0 {
		return Weights{}, fmt.Errorf("balanced class weights: %d negative and %d positive examples; both classes must be there", negatives, positives)
	}
	half := float64(negatives+positives) / 2
	return Weights{half / float64(negatives), half / float64(positives)}, nil
}

func (balanced) String() string { return "balanced" }

func (balanced) MarshalText() ([]byte, error) { return []byte("balanced"), nil }

// decodeClassWeight reads "balanced", [w0, w1], or null.
func decodeClassWeight(text json.RawMessage) (ClassWeight, error) {
	if len(text) == 0 || string(text) == "null" {
		return nil, nil
	}
	if string(text) == `"balanced"` {
		return Balanced, nil
	}
	var w []float64
	if err := json.Unmarshal(text, &w); err != nil || len(w) != 2 {
		return nil, fmt.Errorf(`class weight is %s, want "balanced" or two numbers`, text)
	}
	return Weights(w), nil
}
