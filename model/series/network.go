package series

import (
	"encoding/json"
	"errors"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	gomlx "github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/internal/layers"
	"github.com/seqpair/seqpair/model/pair"
)

// Network reads pairs of numeric sequences of any length. It standardises each channel on the training steps that there
// are, over both sequences unless the architecture has weights of its own for each; a dense layer then makes of each
// step the Embedding numbers that an id would have.
type Network struct {
	Architecture pair.Architecture // that reads numbers (pair.CheckNumbers); nil: Default()

	a, b layers.Standardization
}

// Default is the architecture of a network that names none: an interaction, which compares steps near the same place, and a
// recurrent network, which tells where in a sequence it is. pair.Siamese{}, convolutions of which the place is forgotten, is several
// times as fast.
func Default() pair.Architecture {
	return pair.Ensemble{Members: []pair.Architecture{pair.Interaction{}, pair.Siamese{Encoder: pair.GRU}}}
}

func (n Network) withDefaults() Network {
	if n.Architecture == nil {
		n.Architecture = Default()
	}
	n.Architecture = n.Architecture.WithDefaults()
	return n
}

// Learn implements model.Learner: it returns n with what standardises the training series.
func (n Network) Learn(train *data.Examples) (model.Network, error) {
	a, b, err := sides(train)
	if err != nil {
		return n, err
	}
	if n.withDefaults().Architecture.Symmetric() {
		n.a = learn(a, b)
		n.b = n.a
	} else {
		n.a, n.b = learn(a), learn(b)
	}
	return n, nil
}

// Logits implements model.Network: the columns of data.Series to [B, columns].
func (n Network) Logits(scope *gomlx.Scope, columns map[string]*Node, bias []float32) *Node {
	return layers.Mean(n.EachLogits(scope, columns, bias))
}

// EachLogits implements model.Ensemble: the logits of each member of a pair.Ensemble, else those of the architecture.
func (n Network) EachLogits(scope *gomlx.Scope, columns map[string]*Node, bias []float32) []*Node {
	n = n.withDefaults()
	a, b := columns[data.ColumnA], columns[data.ColumnB]
	lengthA, lengthB := columns[data.ColumnLengthA], columns[data.ColumnLengthB]
	if a == nil || b == nil || lengthA == nil || lengthB == nil || a.Rank() != 3 || b.Rank() != 3 {
		exceptions.Panicf("series.Network: want the columns of data.Series, which has such examples")
	}
	return pair.EachLogits(n.Architecture, scope, pair.Input{
		A: n.a.Apply(scope.In("standardization_a"), a), MaskA: mask(lengthA, a.Shape().Dim(1)),
		B: n.b.Apply(scope.In("standardization_b"), b), MaskB: mask(lengthB, b.Shape().Dim(1)),
	}, bias)
}

// mask is 1 for the steps below the length, [B], and 0 for the rest, float32 [B, steps, 1].
func mask(length *Node, steps int) *Node {
	step := Iota(length.Graph(), shapes.Make(length.DType(), length.Shape().Dim(0), steps, 1), 1)
	return ConvertDType(LessThan(step, BroadcastToShape(InsertAxes(length, -1, -1), step.Shape())), dtypes.Float32)
}

// PairArchitecture is Architecture with its defaults: model.Config.Check sees by it which losses fit.
func (n Network) PairArchitecture() pair.Architecture { return n.withDefaults().Architecture }

// Check implements model.Network.
func (n Network) Check() error {
	n = n.withDefaults()
	return errors.Join(n.Architecture.Check(), pair.CheckNumbers(n.Architecture))
}

// MarshalJSON writes the name of the network and its architecture, with its defaults.
func (n Network) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name         string
		Architecture pair.Architecture
	}{"series", n.withDefaults().Architecture})
}

func (n Network) String() string {
	text, err := json.Marshal(n)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
