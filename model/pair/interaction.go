package pair

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// Interaction is a network that reads each sequence on its own and in the light of the other. Up to four parts say how
// alike they are, and a small dense network weighs them:
//
//   - reading: convolutions over each side on its own, their maximum and mean, as in [Siamese];
//   - alignment: each position is compared with what it corresponds to on the other side, found by attention, which starts
//     near the same place and learns how far to look;
//   - overlap, if NGrams are set: which n-grams both sides hold, and how rare these are among the training sequences;
//   - marked reading, if NGrams are set: convolutions that see this at each position: so it shows that a number or a name
//     has no counterpart.
//
// With shared weights, no score depends on which sequence comes first. No score depends on the length that sequences are
// padded to, unless they are longer than Positions.
type Interaction struct {
	Embedding int     // numbers per character; zero: 48
	Filters   int     // per convolution; zero: 96
	Marked    int     // per convolution of the marked reading; zero: 48, without NGrams none
	Widths    []int   // of the convolutions in characters, odd; zero: 3 and 5
	Hidden    int     // units of the comparison; zero: 96
	NGrams    []int   `json:",omitempty"` // lengths of the n-grams whose overlap counts, such as 1, 2, 3, 4 and 6; zero: no overlap
	Positions int     // that are aligned at most: of longer sequences, the maxima of neighbours; zero: 64; below zero: no alignment
	Dropout   float64 // before the last two layers, below 1; zero: 0.3; below zero: none
	Separate  bool    // each side has weights of its own, and there are no NGrams in common; zero: both sides share weights
}

// markedEmbedding bounds the initial embeddings of the marked reading: of the size of the marks that stand beside
// them, else these hide them for the first epochs.
const markedEmbedding = 0.5

// WithDefaults implements [Architecture].
func (s Interaction) WithDefaults() Architecture { return s.withDefaults() }

func (s Interaction) withDefaults() Interaction {
	s.Embedding = cmp.Or(s.Embedding, 48)
	s.Filters = cmp.Or(s.Filters, 96)
	if len(s.NGrams) > 0 {
		s.Marked = cmp.Or(s.Marked, 48)
	}
	s.Hidden = cmp.Or(s.Hidden, 96)
	s.Positions = max(cmp.Or(s.Positions, 64), -1)
	s.Dropout = layers.DropoutOrDefault(s.Dropout, 0.3)
	if len(s.Widths) == 0 {
		s.Widths = []int{3, 5}
	}
	return s
}

// Symmetric implements [Architecture].
func (s Interaction) Symmetric() bool { return !s.Separate }

// Check implements [Architecture].
func (s Interaction) Check() error {
	s = s.withDefaults()
	const name = "pair.Interaction"
	errs := []error{
		checkSizes(name, size{"Embedding", s.Embedding}, size{"Filters", s.Filters}, size{"Hidden", s.Hidden}),
		checkWidths(name, s.Widths), layers.CheckDropout(name, s.Dropout), checkNGrams(name, s.NGrams),
	}
	if s.Separate && len(s.NGrams) > 0 {
		errs = append(errs, errors.New("pair.Interaction: NGrams are set and so is Separate: sides with ids of their own have no n-grams in common"))
	}
	switch {
	case len(s.NGrams) > 0:
		errs = append(errs, checkSizes(name, size{"Marked", s.Marked}))
	case s.Marked != 0:
		errs = append(errs, fmt.Errorf("pair.Interaction: Marked is %d and there are no NGrams to mark: set both or neither", s.Marked))
	}
	return errors.Join(errs...)
}

func checkNGrams(of string, lengths []int) error {
	seen := map[int]bool{}
	for _, n := range lengths {
		if n < 1 || n > 32 || seen[n] {
			return fmt.Errorf("%s: NGrams are %v, want different numbers from 1 to 32", of, lengths)
		}
		seen[n] = true
	}
	return nil
}

// Logits implements [Architecture].
func (s Interaction) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	s = s.withDefaults()
	encoder := encoding{kind: CNN, embedding: s.Embedding, filters: s.Filters, widths: s.Widths}
	read := encoder.both(scope, in, s.Separate)
	u, v := encoder.readings(read)
	features := []*Node{Abs(Sub(u, v)), Mul(u, v)} // [B, n] each
	if s.Separate {
		features = append(features, u, v)
	}
	if len(s.NGrams) > 0 {
		features = append(features, s.overlapping(scope.At("overlap"), in)...)
	}
	if s.Positions > 0 {
		features = append(features, s.aligned(scope, in, read)...)
	}
	x := layers.Dropout(scope, Concatenate(features, -1), s.Dropout)
	x = activation.Relu(layers.Dense(scope.At("hidden"), x, s.Hidden, nil))
	return layers.Dense(scope.At("head"), layers.Dropout(scope, x, s.Dropout), len(bias), bias)
}

// overlapping returns what the n-grams in common say, of the whole and by the marked readings of both sides.
func (s Interaction) overlapping(scope *model.Scope, in Input) []*Node {
	if in.MaskA != nil {
		exceptions.Panicf("%v", CheckNumbers(s))
	}
	a, b := overlaps(scope, in, s.NGrams)
	u, v := s.marked(scope, in.A, in.SizeA, a), s.marked(scope, in.B, in.SizeA, b)
	return []*Node{similarities(a, b), Add(u, v), Abs(Sub(u, v))}
}

// marked reads one side with the marks of its overlap at each position, [B, 2·len(Widths)·Marked].
func (s Interaction) marked(scope *model.Scope, ids *Node, size int, overlaps []overlap) *Node {
	mask := padMask(ids)
	x := []*Node{embeddingWithin(scope, ids, markedEmbedding, size, s.Embedding)}
	for _, o := range overlaps {
		x = append(x, o.marks())
	}
	z := convolutions(scope, Mul(Concatenate(x, -1), mask), s.Widths, s.Marked)
	return layers.MaximumAndMean(Mul(z, mask), mask)
}

// aligned compares each side with what it is aligned with.
func (s Interaction) aligned(scope *model.Scope, in Input, read sequences) []*Node {
	of := sides(scope, s.Separate)
	read = read.thinned(max(in.FullA, in.A.Shape().Dim(1)), max(in.FullB, in.B.Shape().Dim(1)), s.Positions)
	attend := read.each(func(i int, x sequence) *Node { return layers.Dense(of[i].At("attend"), x.x, s.Filters, nil) })
	aligned := align(scope.At("alignment"), read, attend)
	u, v := apart(read.each(func(i int, x sequence) *Node { return s.compare(of[i], x, aligned[i]) }))
	if s.Separate {
		return []*Node{u, v}
	}
	return []*Node{Add(u, v), Abs(Sub(u, v))}
}

// compare reads one side in the light of what it is aligned with, [B, 2·Hidden].
func (s Interaction) compare(scope *model.Scope, x sequence, aligned *Node) *Node {
	z := compare(scope.At("compare"), x, aligned, s.Hidden)
	z = activation.Relu(layers.Convolution(scope.At("compose"), z, 3, s.Hidden)) // neighbours, as ESIM does (Chen et al. 2017)
	return layers.MaximumAndMean(Mul(z, x.mask), x.mask)
}

const interactionName = "interaction"

// MarshalJSON writes the name of the architecture and its fields.
func (s Interaction) MarshalJSON() ([]byte, error) {
	type fields Interaction
	return json.Marshal(struct {
		Name string
		fields
	}{interactionName, fields(s)})
}

func (s Interaction) String() string { return text(s) }
