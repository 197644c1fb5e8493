package pair

import (
	"encoding/json"
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"
)

// Siamese is a convolutional network over characters that reads each sequence of a pair on its own:
// embedding, convolutions of several widths, their maximum and mean over the sequence. A small
// dense network then compares the two readings u and v by [|u−v|, u·v]: with shared weights, no
// score depends on which sequence comes first. Where each side has weights of its own it sees
// [u, v, |u−v|, u·v]. Padding is masked throughout: no score depends on the length that sequences
// are padded to.
type Siamese struct {
	Embedding int     // numbers per character; zero: 48
	Filters   int     // per convolution; zero: 96
	Widths    []int   // of the convolutions in characters, odd; zero: 3 and 5
	Hidden    int     // units of the comparison; zero: 96
	Dropout   float64 // before the last layer, below 1; zero: 0.3; below zero: none
	Separate  bool    // each side has weights of its own; zero: both sides share them
}

// Small is the size for training without XLA: about a tenth of the work of the zero value.
var Small = Siamese{Embedding: 16, Filters: 32, Widths: []int{3}, Hidden: 32}

// WithDefaults implements [Architecture].
func (s Siamese) WithDefaults() Architecture { return s.withDefaults() }

func (s Siamese) withDefaults() Siamese {
	s.Embedding = orDefault(s.Embedding, 48)
	s.Filters = orDefault(s.Filters, 96)
	s.Hidden = orDefault(s.Hidden, 96)
	if len(s.Widths) == 0 {
		s.Widths = []int{3, 5}
	}
	switch {
	case s.Dropout == 0:
		s.Dropout = 0.3
	case s.Dropout < 0:
		s.Dropout = -1
	}
	return s
}

// Symmetric implements [Architecture].
func (s Siamese) Symmetric() bool { return !s.Separate }

// Check implements [Architecture].
func (s Siamese) Check() error {
	s = s.withDefaults()
	var errs []error
	for _, size := range []struct {
		name  string
		value int
	}{{"Embedding", s.Embedding}, {"Filters", s.Filters}, {"Hidden", s.Hidden}} {
		if size.value < 1 {
			errs = append(errs, fmt.Errorf("pair.Siamese: %s is %d, want at least 1, or 0 for the default", size.name, size.value))
		}
	}
	for _, width := range s.Widths {
		if width < 1 || width%2 == 0 {
			errs = append(errs, fmt.Errorf("pair.Siamese: Widths holds %d, want odd numbers from 1", width))
		}
	}
	if !(s.Dropout < 1) {
		errs = append(errs, fmt.Errorf("pair.Siamese: Dropout is %v, want a number below 1", s.Dropout))
	}
	return errors.Join(errs...)
}

// Logits implements [Architecture].
func (s Siamese) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	s = s.withDefaults()
	u, v := s.encode(scope, in)
	features := []*Node{Abs(Sub(u, v)), Mul(u, v)} // [B, reading] each
	if s.Separate {
		features = append(features, u, v)
	}
	x := activation.Relu(dense(scope.In("hidden"), Concatenate(features, -1), s.Hidden, nil))
	x = dropout(scope, x, s.Dropout)
	return dense(scope.In("head"), x, len(bias), bias)
}

// encode returns the readings of both sides, [B, reading] each.
func (s Siamese) encode(scope *model.Scope, in Input) (u, v *Node) {
	lengthA, lengthB := in.A.Shape().Dimensions[1], in.B.Shape().Dimensions[1]
	switch {
	case s.Separate:
		return s.encoder(scope.In("a"), in.A, in.SizeA), s.encoder(scope.In("b"), in.B, in.SizeB)
	case lengthA == lengthB:
		batch := in.A.Shape().Dimensions[0]
		both := s.encoder(scope.At("shared"), Concatenate([]*Node{in.A, in.B}, 0), in.SizeA)
		return SliceAxis(both, 0, AxisRange(0, batch)), SliceAxis(both, 0, AxisRange(batch, 2*batch))
	default:
		return s.encoder(scope.At("shared"), in.A, in.SizeA), s.encoder(scope.At("shared"), in.B, in.SizeA)
	}
}

// encoder reads ids, [B, T], of size different ones, and returns [B, 2·len(Widths)·Filters].
func (s Siamese) encoder(scope *model.Scope, ids *Node, size int) *Node {
	mask := padMask(ids)                                     // [B, T, 1]
	x := Mul(embedding(scope, ids, size, s.Embedding), mask) // [B, T, Embedding]
	var readings []*Node
	for i, width := range s.Widths {
		z := activation.Relu(convolution(scope.In("convolution_%d", i), x, width, s.Filters)) // [B, T, Filters]
		readings = append(readings, maxAndMean(Mul(z, mask), mask)...)
	}
	return Concatenate(readings, -1)
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
