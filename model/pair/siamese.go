package pair

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// Siamese is a network that reads each sequence of a pair on its own, and reduces what its encoder says of the positions
// to their maximum and mean. A small dense network then compares the two readings u and v by [|u−v|, u·v]: with shared
// weights, no score depends on which sequence comes first. Where each side has weights of its own it sees
// [u, v, |u−v|, u·v]. Padding is masked throughout: no score depends on the length that sequences
// are padded to.
type Siamese struct {
	Encoder   Encoder `json:",omitempty"` // zero: CNN
	Embedding int     // numbers per character; zero: 48
	Filters   int     // CNN: of each convolution; LSTM, GRU: units of each direction; Transformer: numbers per position; zero: 96
	Widths    []int   // of a CNN's convolutions in characters, odd; zero: 3 and 5
	Heads     int     `json:",omitempty"` // of a Transformer, which divide Filters; zero: 4
	Layers    int     `json:",omitempty"` // of a Transformer; zero: 2
	Hidden    int     // units of the comparison; zero: 96
	Cosine    bool    `json:",omitempty"` // the score is a line in the cosine of u and v, and there is no dense network
	Margin    float64 `json:",omitempty"` // above 0: the logit is Margin/2 − ‖u−v‖ of u and v at length 1, for losses.Contrastive of the same Margin; zero: the dense network
	Dropout   float64 // before the last layer, below 1; zero: 0.3; below zero: none
	Separate  bool    // each side has weights of its own; zero: both sides share them
}

// Small is the size for training without XLA: about a tenth of the work of the zero value.
var Small = Siamese{Embedding: 16, Filters: 32, Widths: []int{3}, Hidden: 32}

// WithDefaults implements [Architecture].
func (s Siamese) WithDefaults() Architecture { return s.withDefaults() }

func (s Siamese) withDefaults() Siamese {
	if s.Encoder == "" {
		s.Encoder = CNN
	}
	s.Embedding = cmp.Or(s.Embedding, 48)
	s.Filters = cmp.Or(s.Filters, 96)
	if s.Encoder == Transformer {
		s.Heads, s.Layers = cmp.Or(s.Heads, 4), cmp.Or(s.Layers, 2)
	}
	s.Hidden = cmp.Or(s.Hidden, 96)
	s.Dropout = layers.DropoutOrDefault(s.Dropout, 0.3)
	if len(s.Widths) == 0 {
		s.Widths = []int{3, 5}
	}
	return s
}

// Symmetric implements [Architecture].
func (s Siamese) Symmetric() bool { return !s.Separate }

// Check implements [Architecture].
func (s Siamese) Check() error {
	s = s.withDefaults()
	const name = "pair.Siamese"
	errs := []error{s.encoding().check(name), checkSizes(name, size{"Hidden", s.Hidden}), layers.CheckDropout(name, s.Dropout)}
	switch {
	case !(s.Margin >= 0) || math.IsInf(s.Margin, 0):
		errs = append(errs, fmt.Errorf("%s: Margin is %v, want a finite number above 0, or 0 for none", name, s.Margin))
	case s.Margin > 0 && s.Cosine:
		errs = append(errs, fmt.Errorf("%s: Cosine and Margin both say what becomes of u and v: set one of them", name))
	}
	return errors.Join(errs...)
}

func (s Siamese) encoding() encoding {
	return encoding{s.Encoder, s.Embedding, s.Filters, s.Widths, s.Heads, s.Layers}
}

// Logits implements [Architecture].
func (s Siamese) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	s = s.withDefaults()
	encoder := s.encoding()
	u, v := encoder.readings(encoder.both(scope, in, s.Separate))
	if s.Cosine {
		return layers.Dense(scope.In("head"), cosine(u, v), len(bias), bias)
	}
	if s.Margin > 0 {
		x := AddScalar(Neg(distanceOf(u, v)), s.Margin/2)
		if len(bias) == 1 {
			return x
		}
		return Concatenate([]*Node{MulScalar(x, -0.5), MulScalar(x, 0.5)}, -1) // what counts of two columns is their difference
	}
	features := []*Node{Abs(Sub(u, v)), Mul(u, v)} // [B, reading] each
	if s.Separate {
		features = append(features, u, v)
	}
	x := activation.Relu(layers.Dense(scope.In("hidden"), Concatenate(features, -1), s.Hidden, nil))
	x = layers.Dropout(scope, x, s.Dropout)
	return layers.Dense(scope.In("head"), x, len(bias), bias)
}

// distanceOf u and v at length 1, [B, 1]: from 0 to 2.
func distanceOf(u, v *Node) *Node {
	return Sqrt(AddScalar(MulScalar(OneMinus(cosine(u, v)), 2), 1e-6)) // its gradient is finite at 0
}

// cosine of the angle between u and v, [B, 1]; 0 where either is 0.
func cosine(u, v *Node) *Node {
	product := func(x, y *Node) *Node { return ReduceAndKeep(Mul(x, y), ReduceSum, 1) }
	return Div(product(u, v), Sqrt(AddScalar(Mul(product(u, u), product(v, v)), 1e-12)))
}

const siameseName = "siamese"

// MarshalJSON writes the name of the architecture and its fields.
func (s Siamese) MarshalJSON() ([]byte, error) {
	type fields Siamese
	return json.Marshal(struct {
		Name string
		fields
	}{siameseName, fields(s)})
}

func (s Siamese) String() string { return text(s) }
