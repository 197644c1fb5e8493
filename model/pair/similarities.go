package pair

import (
	"cmp"
	"encoding/json"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/internal/difference"
	"github.com/seqpair/seqpair/model/internal/layers"
)

// Similarities is a small dense network over how alike two texts are: words and letters in common, edits, lengths and numbers, of
// the whole and, where the texts are records, of each field. It is how records were matched before networks read them (Konda et
// al. 2016, "Magellan"), and it knows what others miss: that the same word counts less in another field, and how far apart two
// prices are. It reads texts, not ids, and the same with the sides exchanged.
type Similarities struct {
	Hidden int // units; zero: 96, of which 64 to 256 differ by .003 of average precision on the valid pairs of amazon_google
}

// WithDefaults implements [Architecture].
func (s Similarities) WithDefaults() Architecture { return s.withDefaults() }

func (s Similarities) withDefaults() Similarities {
	s.Hidden = cmp.Or(s.Hidden, 96)
	return s
}

// Symmetric implements [Architecture].
func (s Similarities) Symmetric() bool { return true }

// Check implements [Architecture].
func (s Similarities) Check() error {
	return checkSizes("pair.Similarities", size{"Hidden", s.withDefaults().Hidden})
}

// Logits implements [Architecture].
func (s Similarities) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	if in.Similarities == nil {
		exceptions.Panicf("%v", CheckNumbers(s))
	}
	s = s.withDefaults()
	x := OneHot(in.Similarities, 1+difference.Steps, dtypes.Float32) // [B, 1 + fields, measures, 1 + steps]
	x = Reshape(x, x.Shape().Dim(0), -1)
	x = activation.Relu(layers.Dense(scope.At("hidden"), x, s.Hidden, nil))
	return layers.Dense(scope.At("head"), x, len(bias), bias)
}

// ReadsSimilarities says whether an architecture reads how alike the texts of a pair are.
func ReadsSimilarities(a Architecture) bool { return holds[Similarities](a) }

const similaritiesName = "similarities"

// MarshalJSON writes the name of the architecture and its fields.
func (s Similarities) MarshalJSON() ([]byte, error) {
	type fields Similarities
	return json.Marshal(struct {
		Name string
		fields
	}{similaritiesName, fields(s)})
}

func (s Similarities) String() string { return text(s) }
