package losses

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
)

// Reduction says what the weighted sum of the losses of the examples is divided by. The names are those of Keras 3.
type Reduction int

// The reductions.
const (
	// SumOverBatchSize divides by the number of examples, as Keras's sum_over_batch_size and PyTorch's BCEWithLogitsLoss
	// do it, so that weights whose mean is not 1 scale the gradient.
	SumOverBatchSize Reduction = iota
	// MeanWithSampleWeight divides by the sum of the weights, as PyTorch's CrossEntropyLoss does it.
	MeanWithSampleWeight
)

var reductionNames = [...]string{"sum_over_batch_size", "mean_with_sample_weight"}

func (r Reduction) String() string {
	if r.check() != nil {
		return fmt.Sprintf("Reduction(%d)", int(r))
	}
	return reductionNames[r]
}

// MarshalText writes the name.
func (r Reduction) MarshalText() ([]byte, error) { return []byte(r.String()), r.check() }

// UnmarshalText reads the name.
func (r *Reduction) UnmarshalText(text []byte) error {
	for i, name := range reductionNames {
		if name == string(text) {
			*r = Reduction(i)
			return nil
		}
	}
	return fmt.Errorf("reduction %q, want %q or %q", text, reductionNames[0], reductionNames[1])
}

func (r Reduction) check() error {
	if r < 0 || int(r) >= len(reductionNames) {
		return fmt.Errorf("Reduction is %d, want losses.SumOverBatchSize or losses.MeanWithSampleWeight", int(r))
	}
	return nil
}

// reduce averages the losses of the examples, [N].
func (c columns) reduce(losses *Node, classes Weights, r Reduction) Result {
	w := c.weighed(classes).w
	size := ReduceAllSum(c.m)
	result := Result{Unweighted: mean(Mul(losses, c.m), size)}
	if r == MeanWithSampleWeight {
		result.Loss = mean(Mul(losses, w), ReduceAllSum(w))
	} else {
		result.Loss = mean(Mul(losses, w), size)
	}
	return result
}

// weighed is c with the weights of the classes multiplied in.
func (c columns) weighed(classes Weights) columns {
	if classes != (Weights{1, 1}) {
		c.w = Mul(c.w, AddScalar(MulScalar(c.y, classes[1]-classes[0]), classes[0]))
	}
	return c
}

// mean divides the sum of terms by size. Nothing divided by nothing is 0.
func mean(terms, size *Node) Mean {
	return Mean{Value: ratio(ReduceAllSum(terms), size), Size: size}
}

// ratio is a/b, and 0 with a gradient of 0 where b is 0.
func ratio(a, b *Node) *Node {
	zero := Equal(b, ZerosLike(b))
	return Where(zero, ZerosLike(a), Div(a, Where(zero, OnesLike(b), b)))
}
