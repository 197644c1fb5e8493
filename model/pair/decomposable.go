package pair

import (
	"cmp"
	"encoding/json"
	"errors"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// Decomposable is the decomposable attention model of Parikh et al. (2016): attend, compare, aggregate. It aligns the
// embeddings of both sides, without reading them in their context, and so suits words better than characters. Unlike the
// original it compares by [x, y, |x−y|, x·y], knows distance, and aggregates symmetrically: with shared weights no score
// depends on which sequence comes first.
type Decomposable struct {
	Embedding int     // numbers per unit; zero: 64
	Hidden    int     // units of each dense layer; zero: 64
	Dropout   float64 // before the last layer, below 1; zero: 0.3; below zero: none
	Separate  bool    // each side has weights of its own; zero: both sides share them
}

// WithDefaults implements [Architecture].
func (s Decomposable) WithDefaults() Architecture { return s.withDefaults() }

func (s Decomposable) withDefaults() Decomposable {
	s.Embedding, s.Hidden = cmp.Or(s.Embedding, 64), cmp.Or(s.Hidden, 64)
	s.Dropout = layers.DropoutOrDefault(s.Dropout, 0.3)
	return s
}

// Symmetric implements [Architecture].
func (s Decomposable) Symmetric() bool { return !s.Separate }

// Check implements [Architecture].
func (s Decomposable) Check() error {
	s = s.withDefaults()
	const name = "pair.Decomposable"
	return errors.Join(checkSizes(name, size{"Embedding", s.Embedding}, size{"Hidden", s.Hidden}), layers.CheckDropout(name, s.Dropout))
}

// Logits implements [Architecture].
func (s Decomposable) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	s = s.withDefaults()
	words := encoding{kind: Mean, embedding: s.Embedding}
	of := sides(scope, s.Separate)
	read := words.both(scope, in, s.Separate)
	attend := read.each(func(i int, x sequence) *Node {
		return activation.Relu(layers.Dense(of[i].At("attend"), x.x, s.Hidden, nil))
	})
	aligned := align(scope.At("alignment"), read, attend)
	u, v := apart(read.each(func(i int, x sequence) *Node {
		return layers.MaximumAndMean(compare(of[i].At("compare"), x, aligned[i], s.Hidden), x.mask) // [B, 2·Hidden]
	}))
	features := []*Node{u, v}
	if !s.Separate {
		features = []*Node{Add(u, v), Abs(Sub(u, v))}
	}
	x := activation.Relu(layers.Dense(scope.At("hidden"), Concatenate(features, -1), s.Hidden, nil))
	return layers.Dense(scope.At("head"), layers.Dropout(scope, x, s.Dropout), len(bias), bias)
}

const decomposableName = "decomposable"

// MarshalJSON writes the name of the architecture and its fields.
func (s Decomposable) MarshalJSON() ([]byte, error) {
	type fields Decomposable
	return json.Marshal(struct {
		Name string
		fields
	}{decomposableName, fields(s)})
}

func (s Decomposable) String() string { return text(s) }
