package pair

import (
	"encoding/json"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/internal/difference"
	"github.com/seqpair/seqpair/model/internal/layers"
)

// Differences is a noisy AND (Pearl 1988, "Probabilistic Reasoning in Intelligent Systems", §4.3): two texts belong together if
// every difference between them may be ignored, and one that may not keeps them apart, whatever else they share. Words that one
// text alone holds are differences; of words that are written in two ways, and of texts of one word, the letters that take each
// other's place are. Whether a difference may be ignored is a linear model of its features: what it is, which kinds of characters
// these are, beside what it stands; and so is whether the words that both hold are enough. So it learns from few positives that "ph" may stand for "f", but no 6 for a 7. It reads texts,
// not ids, and the same differences with the sides exchanged.
type Differences struct{}

// Chosen on the valid pairs of amazon_google and cmudict_homophones. A start at prevalence costs .03 of average precision on both: then
// all differences begin as reasons against.
const (
	differenceScale = 2 // of the sum of a difference's weights: how far a step at one learning rate moves its logit; 1 and 3 cost up to .009
	differenceStart = 1 // the logit that one may be ignored; 0 and 3 cost up to .01
	sharedStart     = 2 // the logit that what both share is enough
)

// surest is the least −log P: below it float32 does not tell P from 1.
const surest = 1e-6

// WithDefaults implements [Architecture].
func (d Differences) WithDefaults() Architecture { return d }

// Symmetric implements [Architecture].
func (d Differences) Symmetric() bool { return true }

// Check implements [Architecture].
func (d Differences) Check() error { return nil }

// Logits implements [Architecture]. The first weights do not follow bias.
func (d Differences) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	ids := in.Differences
	if ids == nil {
		exceptions.Panicf("%v", CheckNumbers(d))
	}
	g := ids.Graph()
	weights := sparseWeights(scope, difference.IDs, 1)
	each := Squeeze(Gather(weights.NodeValue(g), InsertAxes(ids, -1)), -1) // [B, 1 + differences, features]
	held := ConvertDType(GreaterThan(ids, ZerosLike(ids)), dtypes.Float32)
	sums := MulScalar(ReduceSum(Mul(each, held), 2), differenceScale)
	enough := Add(Squeeze(SliceAxis(sums, 1, AxisElem(0)), 1), start(scope, g, "shared", sharedStart)) // [B]
	ignored := Add(SliceAxis(sums, 1, AxisRange(1)), start(scope, g, "difference", differenceStart))   // [B, differences]
	there := Squeeze(Slice(held, AxisRange(), AxisRange(1), AxisElem(0)), 2)
	all := Add(ReduceSum(Mul(Softplus(Neg(ignored)), there), 1), Softplus(Neg(enough))) // −log P
	all = MaxScalar(all, surest)
	logit := Neg(Add(all, Log(OneMinus(Exp(Neg(all)))))) // log P − log(1 − P)
	return Mul(InsertAxes(logit, -1), ConstAs(logit, [][]float32{ofPositive(len(bias))}))
}

// start is a weight that begins as a number.
func start(scope *model.Scope, g *Graph, name string, value float32) *Node {
	return layers.Constant(scope, name, tensors.FromScalar(value)).NodeValue(g)
}

// ReadsDifferences says whether an architecture reads what tells the texts of a pair apart.
func ReadsDifferences(a Architecture) bool { return holds[Differences](a) }

const differencesName = "differences"

// MarshalJSON writes the name of the architecture.
func (d Differences) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct{ Name string }{differencesName})
}

func (d Differences) String() string { return text(d) }
