package model

import (
	"fmt"
	"slices"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/backend"
)

const (
	// mostSteps in one call: on two cores, 64 gained 6 to 25 % over 16 for the smallest networks, and nothing for others.
	mostSteps = 64
	// mostOutputs bounds the numbers that the steps of one call give back.
	mostOutputs = 1 << 22
	// callSeconds is how long a call should last at most, so that an interruption is answered soon.
	callSeconds = 0.25
)

// loopsPay says whether a backend gains by several steps in one call. Pure Go does not: it has no calls to save.
var loopsPay = func(b compute.Backend) bool { return !backend.IsPureGo(b) }

// trainer runs training steps, several in one call where the backend gains by it. How many makes no difference to
// the weights.
type trainer struct {
	network  *network
	resident *resident
	batches  *batches
	exec     *model.Exec
	most     int     // steps in one call
	seconds  float64 // that a step took lately; 0: unknown
	rows     []int32 // [most, size], reused
	rates    []float32

	uses        []string // paths of the weights, in the order in which the network first uses them
	weightPaths []string // paths of the weights, in the order of a step's squares
}

// newTrainer makes the variables of n, and the program, which compiles at the first step.
func newTrainer(n *network, b *batches) (*trainer, error) {
	t := &trainer{network: n, batches: b, resident: newResident(b.Examples, n.config.SampleWeights), most: 1}
	shape, err := t.trace()
	if err != nil {
		return nil, err
	}
	t.uses, t.weightPaths = shape.weights, slices.Sorted(slices.Values(shape.weights))
	build := t.oneStep
	if loopsPay(n.backend) && shape.loops {
		build = shape.manySteps
		t.most = max(1, min(mostSteps, mostOutputs/shape.outputSize()))
	}
	t.rows, t.rates = make([]int32, t.most*b.size), make([]float32, t.most)
	t.exec, err = model.NewExec(n.backend, n.store, build)
	return t, err
}

// steps trains on the batches from first on, as many as there are and as fit into a call, and returns what each said.
func (t *trainer) steps(order []int32, first int, rate func(batch int) float64) ([]result, error) {
	count := min(t.calls(), max(1, t.batches.count()-first-1)) // the last step is alone, so that its weights can be compared
	for i := range t.rows {
		t.rows[i] = padding
	}
	for i := range count {
		copy(t.rows[i*t.batches.size:], t.batches.at(order, first+i))
		t.rates[i] = float32(rate(first + i))
	}
	began := time.Now()
	inputs := []any{
		tensors.FromFlatDataAndDimensions(t.rows, t.most, t.batches.size),
		tensors.FromFlatDataAndDimensions(t.rates, t.most), tensors.FromScalar(int32(count)),
	}
	outputs, err := t.exec.Call(append(inputs, t.resident.tensors...)...)
	for _, input := range inputs {
		input.(*tensors.Tensor).MustFinalizeAll()
	}
	if err != nil {
		return nil, fmt.Errorf("training: %w", readable(err))
	}
	results := make([]result, 0, count)
	for _, rows := range readResults(outputs, count) {
		results = append(results, rows.stepped())
	}
	t.learn(time.Since(began).Seconds() / float64(count))
	return results, nil
}

// calls is how many steps the next call takes. The first is alone, since it compiles.
func (t *trainer) calls() int {
	if t.seconds == 0 {
		return 1
	}
	return max(1, min(t.most, int(callSeconds/t.seconds)))
}

// learn notes how long a step took. The first call says little, as it compiled.
func (t *trainer) learn(seconds float64) {
	if t.seconds == 0 {
		seconds = min(seconds, callSeconds/2)
	}
	t.seconds = seconds
}
