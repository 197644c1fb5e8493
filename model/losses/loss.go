package losses

import (
	"encoding/json"
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
)

// Loss is a training loss as a value. json.Marshal writes it, [Decode] reads it back.
type Loss interface {
	// Loss is a loss function of GoMLX (train/loss.LossFn): labels[0] is 0 or 1, [B, 1];
	// labels[1], optional, the sample weights, [B, 1]; predictions[0] the logits, [B, 1] of a sigmoid
	// head or [B, 2] of a softmax head with the positive class second. It returns [B], each
	// example's loss times its weights: whoever reduces it divides by the number of examples.
	// It panics, as graph code does, on other shapes and on a loss that is not resolved.
	Loss(labels, predictions []*graph.Node) *graph.Node

	// Resolve fills in what depends on the training examples: their numbers by class.
	Resolve(negatives, positives int64) (Loss, error)

	// Classes returns the weights by class of a resolved loss; {1, 1} if it has none.
	Classes() Weights

	// Weighted says whether the loss has class weights, resolved or not.
	Weighted() bool

	// Unweighted returns the same loss without class weights.
	Unweighted() Loss

	fmt.Stringer
}

// Decode reads a loss that json.Marshal wrote.
func Decode(text []byte) (Loss, error) {
	var head struct{ Name string }
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("loss: %w", err)
	}
	switch head.Name {
	case bceName:
		var l BCE
		if err := json.Unmarshal(text, &l); err != nil {
			return nil, fmt.Errorf("loss: %w", err)
		}
		return l, nil
	default:
		return nil, fmt.Errorf("loss: unknown name %q, this version knows %q", head.Name, bceName)
	}
}
