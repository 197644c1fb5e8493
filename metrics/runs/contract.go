package runs

import (
	"fmt"
	"strings"
)

// Contract declares how head, loss, labels, averaging, weights, positive class and direction go together.
// Together they decide what a metric means; Check says whether they can.
type Contract struct {
	Head       string  `json:"head"`        // "sigmoid" or "softmax"
	Columns    int     `json:"columns"`     // outputs of the head
	Output     string  `json:"output"`      // what the loss receives: "logits" or "probabilities"
	Loss       string  `json:"loss"`        // "binary cross-entropy", "categorical cross-entropy" or another name, such as those of losses.Names
	FromLogits bool    `json:"from_logits"` // the loss expects logits
	Labels     string  `json:"labels"`      // "0/1" or "one-hot"
	Averaging  string  `json:"averaging"`   // of the metrics: "binary" (positive class), "macro" or "micro" (all columns flattened)
	Weights    string  `json:"weights"`     // "none", "class" or "sample"
	Positive   string  `json:"positive"`    // what a positive example is, in words
	Monitor    string  `json:"monitor"`     // metric that chooses the best epoch, as metrics.ByName knows it
	Better     string  `json:"better"`      // direction of Monitor: "higher" or "lower"
	Threshold  float64 `json:"threshold"`   // scores >= Threshold count as positive, in (0,1)
}

// Breach is one way in which a contract cannot hold.
type Breach struct {
	What string `json:"what"`
	Why  string `json:"why"`
	Fix  string `json:"fix"`
}

// ContractError lists every breach of a contract.
type ContractError struct{ Breaches []Breach }

// Error says of each breach what, why and how to repair it.
func (e *ContractError) Error() string {
	lines := make([]string, len(e.Breaches))
	for i, b := range e.Breaches {
		lines[i] = fmt.Sprintf("%s: %s; fix: %s", b.What, b.Why, b.Fix)
	}
	return "head, loss, labels, metrics and weights do not fit together:\n- " + strings.Join(lines, "\n- ")
}

// Check returns a *ContractError with every breach, or nil.
func (c Contract) Check() error {
	var breaches []Breach
	for _, rule := range []func(Contract) *Breach{
		headColumns, headLoss, outputLoss, headLabels, averaging, weights, classWeights, positive, monitor, threshold,
	} {
		if b := rule(c); b != nil {
			breaches = append(breaches, *b)
		}
	}
	if len(breaches) == 0 {
		return nil
	}
	return &ContractError{breaches}
}
