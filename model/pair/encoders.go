package pair

import (
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/model/internal/layers"
)

// Encoder is how a network reads the positions of one sequence.
type Encoder string

// The encoders.
const (
	CNN         Encoder = "cnn"         // convolutions of several widths, side by side
	Mean        Encoder = "mean"        // nothing but the embeddings, of which the mean is taken
	LSTM        Encoder = "lstm"        // long short-term memory in both directions
	GRU         Encoder = "gru"         // gated recurrent unit in both directions
	Transformer Encoder = "transformer" // layers of self-attention over all positions
)

// encoding is an encoder with its sizes.
type encoding struct {
	kind      Encoder
	embedding int
	filters   int   // CNN: of each convolution; LSTM, GRU: units of each direction; Transformer: numbers per position
	widths    []int // CNN
	heads     int   // Transformer
	layers    int   // Transformer
}

func (e encoding) check(of string) error {
	errs := []error{checkSizes(of, size{"Embedding", e.embedding}, size{"Filters", e.filters}), checkWidths(of, e.widths)}
	switch e.kind {
	case CNN, Mean, LSTM, GRU:
	case Transformer:
		errs = append(errs, checkSizes(of, size{"Heads", e.heads}, size{"Layers", e.layers}))
		if e.heads > 0 && e.filters%e.heads != 0 {
			errs = append(errs, fmt.Errorf("%s: %d Filters cannot be dealt to %d Heads: make Filters a multiple", of, e.filters, e.heads))
		}
	default:
		errs = append(errs, fmt.Errorf("%s: unknown Encoder %q: use %q, %q, %q, %q or %q", of, e.kind, CNN, Mean, LSTM, GRU, Transformer))
	}
	return errors.Join(errs...)
}

// read encodes one side: [B, T, numbers], 0 beyond the end.
func (e encoding) read(scope *model.Scope, of side) sequence {
	s := of.embedded(scope, e.embedding)
	x, mask := s.x, s.mask
	switch e.kind {
	case CNN:
		x = convolutions(scope, x, e.widths, e.filters)
	case LSTM:
		x = layers.Bidirectional(scope, layers.LSTM(e.filters), x, mask)
	case GRU:
		x = layers.Bidirectional(scope, layers.GRU(e.filters), x, mask)
	case Transformer:
		x = transformer(scope, x, mask, e.filters, e.heads, e.layers)
	}
	return sequence{Mul(x, mask), mask}
}

// both encodes both sides. Where they share weights and length, they are read as one batch; but not on the pure-Go backend, which
// reads one on each core.
func (e encoding) both(scope *model.Scope, in Input, separate bool) sequences {
	of := sides(scope, separate)
	sideA, sideB := side{in.A, in.MaskA, in.SizeA}, side{in.B, in.MaskB, in.SizeB}
	if separate || backend.IsPureGo(in.A.Graph().Backend()) || in.A.Shape().Dimensions[1] != in.B.Shape().Dimensions[1] {
		return sequences{e.read(of[0], sideA), e.read(of[1], sideB)}
	}
	return sequences{e.read(of[0], sideA.above(sideB))}
}

// readings are those of both sides.
func (e encoding) readings(read sequences) (u, v *Node) {
	return apart(read.each(func(_ int, s sequence) *Node { return e.reading(s) }))
}

// reading is what is compared of a sequence: maximum and mean over its positions, [B, n]; the mean alone of Mean. The
// order is that of earlier versions, whose weights are still read.
func (e encoding) reading(s sequence) *Node {
	switch e.kind {
	case Mean:
		return mean(s.x, s.mask)
	case CNN:
		maximum, mean := layers.Halves(layers.MaximumAndMean(s.x, s.mask), 1)
		var readings []*Node
		for i := range e.widths {
			of := AxisRange(i*e.filters, (i+1)*e.filters)
			readings = append(readings, SliceAxis(maximum, 1, of), SliceAxis(mean, 1, of))
		}
		return Concatenate(readings, -1)
	case LSTM, GRU, Transformer:
		return Concatenate([]*Node{highest(s), mean(s.x, s.mask)}, -1)
	}
	return nil
}

// highest is maximum over the positions that there are, of numbers that may be negative; 0 of an empty sequence.
func highest(s sequence) *Node {
	const farBelow = 1e4
	lowered := Add(s.x, MulScalar(AddScalar(s.mask, -1), farBelow))
	return Mul(layers.Maximum(lowered), ReduceMax(s.mask, 1))
}
