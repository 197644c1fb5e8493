package pair

import (
	"encoding/json"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/seqpair/seqpair/model/internal/layers"
)

// Wide is a linear model of n-grams: the wide part of Cheng et al. (2016), "Wide & Deep Learning for Recommender Systems".
// Each sequence is the vector of the TF-IDF of its n-grams, of length 1. Every n-gram has two weights: one for how much of it
// both sequences hold, the product of its entries, and one for how much one holds more of it, their distance. The cosine of
// the vectors has a weight too, and the scores begin as that similarity. So it knows by heart which n-grams tell records
// apart, such as the number of a product, where other networks see that something differs. Both sides have one vocabulary.
type Wide struct {
	NGrams []int `json:",omitempty"` // lengths of the n-grams; zero: 1, 2, 3 and 4
}

// Chosen on the valid pairs of amazon_google, where twice or half of the scale, and half or twice of the cosine, cost .001 to .014
// of average precision.
const (
	wideScale  = 2  // of the features of single n-grams: how far a step at one learning rate moves the logits
	wideCosine = 10 // of the cosine, around its middle
)

// WithDefaults implements [Architecture].
func (w Wide) WithDefaults() Architecture { return w.withDefaults() }

func (w Wide) withDefaults() Wide {
	if len(w.NGrams) == 0 {
		w.NGrams = []int{1, 2, 3, 4}
	}
	return w
}

// Symmetric implements [Architecture].
func (w Wide) Symmetric() bool { return true }

// Check implements [Architecture].
func (w Wide) Check() error { return checkNGrams("pair.Wide", w.withDefaults().NGrams) }

// Logits implements [Architecture].
func (w Wide) Logits(scope *model.Scope, in Input, bias []float32) *Node {
	if in.MaskA != nil {
		exceptions.Panicf("%v", CheckNumbers(w))
	}
	g, columns := in.A.Graph(), len(bias)
	logits := ExpandLeftToRank(layers.Bias(scope, g, columns, bias), 2) // [1, columns]
	cosine := ScalarZero(g, logits.DType())
	a, b := tfidfs(scope, in, w.withDefaults().NGrams)
	for i := range a {
		at := scope.At("weights_%d", a[i].n)
		shared, differing := sparseWeights(at.At("shared"), buckets, columns), sparseWeights(at.At("differing"), buckets, columns)
		product := a[i].product()
		logits = Add(logits, a[i].weigh(shared, product))
		logits = Add(logits, Add(a[i].weigh(differing, a[i].distance()), b[i].weigh(differing, b[i].alone())))
		cosine = Add(cosine, ReduceAndKeep(product, ReduceSum, 1)) // [B, 1]
	}
	weight := layers.Constant(scope, "cosine", tensors.FromValue(ofPositive(columns))).NodeValue(g)
	return Add(logits, Mul(MulScalar(AddScalar(cosine, -0.5), wideCosine), ExpandLeftToRank(weight, 2)))
}

// ofPositive is 1 for the last column, that of the positive class, else 0.
func ofPositive(columns int) []float32 {
	weights := make([]float32, columns)
	weights[columns-1] = 1
	return weights
}

// sparseWeights are those of features of which few examples have each, [features, columns], and begin at 0.
func sparseWeights(scope *model.Scope, features, columns int) *model.Variable {
	scope.SetParam(layers.ParamSparse, true)
	return layers.Constant(scope, "weights", tensors.FromFlatDataAndDimensions(make([]float32, features*columns), features, columns))
}

// weigh sums a feature, [B, T], times the weights of its n-grams: [B, columns].
func (x ngrams) weigh(weights *model.Variable, feature *Node) *Node {
	each := Gather(weights.NodeValue(feature.Graph()), InsertAxes(x.bucket(), -1)) // [B, T, columns]
	return ReduceSum(Mul(each, MulScalar(InsertAxes(StopGradient(feature), -1), wideScale)), 1)
}

const wideName = "wide"

// MarshalJSON writes the name of the architecture and its fields.
func (w Wide) MarshalJSON() ([]byte, error) {
	type fields Wide
	return json.Marshal(struct {
		Name string
		fields
	}{wideName, fields(w)})
}

func (w Wide) String() string { return text(w) }
