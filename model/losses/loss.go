package losses

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/ml/model"
)

// Loss is a training loss as a value. json.Marshal writes it, [Decode] reads it back.
type Loss interface {
	// Traits declares what the loss is and needs.
	Traits() Traits
	// Check returns an error that names a field out of range.
	Check() error
	// Resolve fills in what depends on the training examples.
	Resolve(Training) (Loss, error)
	// Graph builds the loss of one batch, of nodes of the graph that the batch is in. Variables of its own live in
	// scope, are not trainable, and change only while scope trains: no validation batch touches them.
	// It panics, as graph code does, on other shapes and on a loss that is not resolved.
	Graph(scope *model.Scope, b Batch) Result
	fmt.Stringer
}

// Starter is a Loss that training begins with at other odds than those of the positives among its labels, where these are odds.
type Starter interface {
	Loss
	Start(odds float64) float64
}

// Traits are what a contract, a history and a calibration need to know of a loss.
type Traits struct {
	Name         string // as JSON and the command say it
	ClassWeights bool   // has class weights
	BothClasses  bool   // teaches nothing in a batch without positives or without negatives
	// Shift is the factor by which the odds of a model that fits the loss exceed those of the training examples: of a resolved
	// loss w₁/w₀ for class weights. 0: none is known, and scores are no probabilities until they are calibrated.
	Shift float64
	// Normalised says that each batch is divided by the sum of its own weights, so that they shift the odds by less than they say, and by
	// how much depends on the batches.
	Normalised bool

	Readings []string // names of what Result.Readings says
	Settled  int64    // step from which a resolved loss has its last form, such as late class weights; patience begins there. 0: the first
}

// Training describes the examples that the loss will see in training.
type Training struct {
	Negatives, Positives int64   // examples of each class in an epoch
	Prior                float64 // share of positives in an epoch, by the weights of their losses; 0: by their numbers
	Steps                int64   // planned in all; 0: not known
}

// Batch is what a loss reads. Labels, Weights and Mask are one number for each logit: [B] or [B, 1] of a classifier,
// [B, T] or [B, T, 1] of one that labels every position.
type Batch struct {
	Logits  *Node // […, 1] of a sigmoid head, or […, 2] of a softmax head with the positive class second
	Labels  *Node // 0 or 1
	Weights *Node // nil: every example counts once
	Mask    *Node // 1, and 0 for padding; nil: no padding
}

// Result is a loss as nodes of a graph.
type Result struct {
	Loss       Mean  // as trained, with its weights
	Unweighted Mean  // every example counts once
	Readings   *Node // float32 [len(Traits.Readings)]; nil if there are none
}

// Mean is a mean and how much it is the mean of, both float32 scalars: over several batches it is
// Σ Size·Value / Σ Size. Where Size is 0 it is undefined, and Value is 0.
type Mean struct{ Value, Size *Node }

// Numbers packs r into one node, float32 [4 + len(Traits.Readings)]: Loss.Value, Loss.Size, Unweighted.Value,
// Unweighted.Size, and the readings.
func (r Result) Numbers() *Node {
	numbers := []*Node{r.Loss.Value, r.Loss.Size, r.Unweighted.Value, r.Unweighted.Size}
	if r.Readings != nil {
		numbers = append(numbers, r.Readings)
	}
	return reading(numbers...)
}

// reading packs scalars and vectors as Result.Readings wants them.
func reading(values ...*Node) *Node {
	parts := make([]*Node, len(values))
	for i, v := range values {
		parts[i] = ConvertDType(Reshape(v, v.Shape().Size()), dtypes.Float32)
	}
	return Concatenate(parts, 0)
}
