package optimizers

import (
	"cmp"
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

const adamName = "adam"

// Adam is algorithm 1 of Kingma and Ba (2015). With the configuration's WeightDecay it is AdamW.
type Adam struct {
	Beta1   float64 `json:",omitempty"` // decay of the mean gradient; zero: 0.9
	Beta2   float64 `json:",omitempty"` // decay of the mean squared gradient; zero: 0.999
	Epsilon float64 `json:",omitempty"` // added to the root; zero: 1e-7, as in Keras
}

func (o Adam) withDefaults() Adam {
	return Adam{cmp.Or(o.Beta1, 0.9), cmp.Or(o.Beta2, 0.999), cmp.Or(o.Epsilon, 1e-7)}
}

func (o Adam) withoutDefaults() Adam {
	standard := Adam{}.withDefaults()
	return Adam{unless(standard.Beta1, o.Beta1), unless(standard.Beta2, o.Beta2), unless(standard.Epsilon, o.Epsilon)}
}

// Graph implements [Optimizer].
func (o Adam) Graph(scope *model.Scope, weights []Weight, rate *graph.Node) {
	o = o.withDefaults()
	t := step(scope, rate.Graph())
	rate, second := graph.Mul(rate, correction(o.Beta1, t)), correction(o.Beta2, t)
	for _, w := range weights {
		mean := average(state(scope, w, "mean"), w.Gradient, o.Beta1)
		square := meanSquare(scope, w, o.Beta2)
		root := graph.AddScalar(graph.Sqrt(graph.Mul(square, second)), o.Epsilon)
		move(w, graph.Div(graph.Mul(mean, rate), root))
	}
}

// move takes a step off a weight.
func move(w Weight, step *graph.Node) {
	w.Variable.SetNodeValue(graph.Sub(w.Variable.NodeValue(step.Graph()), step))
}

// Check implements [Optimizer].
func (o Adam) Check() error {
	return check("Adam", decay("Beta1", o.Beta1), decay("Beta2", o.Beta2), positive("Epsilon", o.Epsilon))
}

func (o Adam) String() string {
	o = o.withDefaults()
	return fmt.Sprintf("Adam (%v, %v, ε %v)", o.Beta1, o.Beta2, o.Epsilon)
}

// MarshalJSON writes the name of the optimizer and the fields that are not at their defaults.
func (o Adam) MarshalJSON() ([]byte, error) {
	type fields Adam
	return encode(adamName, fields(o.withoutDefaults()))
}

const adamaxName = "adamax"

// Adamax is algorithm 2 of Kingma and Ba (2015): Adam with the largest recent gradient in place of the mean square.
type Adamax struct {
	Beta1   float64 `json:",omitempty"` // decay of the mean gradient; zero: 0.9
	Beta2   float64 `json:",omitempty"` // decay of the largest gradient; zero: 0.999
	Epsilon float64 `json:",omitempty"` // added to the largest gradient; zero: 1e-7, as in Keras
}

func (o Adamax) withDefaults() Adamax { return Adamax(Adam(o).withDefaults()) }

// Graph implements [Optimizer].
func (o Adamax) Graph(scope *model.Scope, weights []Weight, rate *graph.Node) {
	o = o.withDefaults()
	g := rate.Graph()
	rate = graph.Mul(rate, correction(o.Beta1, step(scope, g)))
	for _, w := range weights {
		mean := average(state(scope, w, "mean"), w.Gradient, o.Beta1)
		largest := state(scope, w, "largest")
		next := graph.Max(graph.MulScalar(largest.NodeValue(g), o.Beta2), graph.Abs(w.Gradient))
		largest.SetNodeValue(next)
		move(w, graph.Div(graph.Mul(mean, rate), graph.AddScalar(next, o.Epsilon)))
	}
}

// Check implements [Optimizer].
func (o Adamax) Check() error {
	return check("Adamax", decay("Beta1", o.Beta1), decay("Beta2", o.Beta2), positive("Epsilon", o.Epsilon))
}

func (o Adamax) String() string {
	o = o.withDefaults()
	return fmt.Sprintf("Adamax (%v, %v, ε %v)", o.Beta1, o.Beta2, o.Epsilon)
}

// MarshalJSON writes the name of the optimizer and the fields that are not at their defaults.
func (o Adamax) MarshalJSON() ([]byte, error) {
	type fields Adamax
	return encode(adamaxName, fields(Adam(o).withoutDefaults()))
}
