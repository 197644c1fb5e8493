package optimizers

import (
	"cmp"
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

const sgdName = "sgd"

// SGD is stochastic gradient descent, with momentum if it is set.
type SGD struct {
	Momentum float64 `json:",omitempty"` // share of the last step that the next one keeps; zero: none
	Nesterov bool    `json:",omitempty"` // look ahead by the momentum
}

// Graph implements [Optimizer].
func (o SGD) Graph(scope *model.Scope, weights []Weight, rate *graph.Node) {
	for _, w := range weights {
		step := graph.Mul(rate, w.Gradient)
		if o.Momentum > 0 {
			last := state(scope, w, "step")
			next := graph.Add(graph.MulScalar(last.NodeValue(rate.Graph()), o.Momentum), step)
			last.SetNodeValue(next)
			if o.Nesterov {
				next = graph.Add(graph.MulScalar(next, o.Momentum), step)
			}
			step = next
		}
		move(w, step)
	}
}

// Check implements [Optimizer].
func (o SGD) Check() error {
	return check("SGD",
		field{"Momentum", o.Momentum, o.Momentum >= 0 && o.Momentum < 1, "a number in [0, 1)"},
		field{"Momentum", o.Momentum, !o.Nesterov || o.Momentum != 0, "above 0 where Nesterov is set"})
}

func (o SGD) String() string {
	switch {
	case o.Momentum == 0:
		return "SGD"
	case o.Nesterov:
		return fmt.Sprintf("SGD (Nesterov momentum %v)", o.Momentum)
	}
	return fmt.Sprintf("SGD (momentum %v)", o.Momentum)
}

// MarshalJSON writes the name of the optimizer and its fields.
func (o SGD) MarshalJSON() ([]byte, error) {
	type fields SGD
	return encode(sgdName, fields(o))
}

const rmspropName = "rmsprop"

// RMSprop divides each gradient by the root of its mean square (Tieleman and Hinton 2012).
type RMSprop struct {
	Decay   float64 `json:",omitempty"` // of the mean square; zero: 0.9
	Epsilon float64 `json:",omitempty"` // added to the mean square; zero: 1e-7, as in Keras
}

func (o RMSprop) withDefaults() RMSprop {
	return RMSprop{cmp.Or(o.Decay, 0.9), cmp.Or(o.Epsilon, 1e-7)}
}

func (o RMSprop) withoutDefaults() RMSprop {
	standard := RMSprop{}.withDefaults()
	return RMSprop{unless(standard.Decay, o.Decay), unless(standard.Epsilon, o.Epsilon)}
}

// Graph implements [Optimizer].
func (o RMSprop) Graph(scope *model.Scope, weights []Weight, rate *graph.Node) {
	o = o.withDefaults()
	for _, w := range weights {
		square := meanSquare(scope, w, o.Decay)
		move(w, graph.Div(graph.Mul(rate, w.Gradient), graph.Sqrt(graph.AddScalar(square, o.Epsilon))))
	}
}

// Check implements [Optimizer].
func (o RMSprop) Check() error {
	return check("RMSprop", decay("Decay", o.Decay), positive("Epsilon", o.Epsilon))
}

func (o RMSprop) String() string {
	o = o.withDefaults()
	return fmt.Sprintf("RMSprop (%v, ε %v)", o.Decay, o.Epsilon)
}

// MarshalJSON writes the name of the optimizer and the fields that are not at their defaults.
func (o RMSprop) MarshalJSON() ([]byte, error) {
	type fields RMSprop
	return encode(rmspropName, fields(o.withoutDefaults()))
}
