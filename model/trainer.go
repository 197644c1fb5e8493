package model

import (
	"fmt"
	"slices"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/backend"
)

const (
	// mostSteps in one call. The smallest networks gained 6 to 25 % by 64 over 16 on two cores, and a quarter by 256 over 64, and 4 %
	// by 1024 over 256, on an H200, where half a millisecond lies between calls; others gained nothing.
	mostSteps = 1024
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
	programs []*model.Exec // by bucket
	seconds  []float64     // by bucket: that a step took lately; 0: unknown
	most     int           // steps in one call
	rows     []int32       // [most, size], reused
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
	build := (*traced).oneStep
	if loopsPay(n.backend) && shape.loops {
		build = (*traced).manySteps
		t.most = max(1, min(mostSteps, b.count(), mostOutputs/shape.outputSize()))
	}
	t.rows, t.rates = make([]int32, t.most*b.size), make([]float32, t.most)
	t.seconds, t.programs = make([]float64, b.buckets.count()), make([]*model.Exec, b.buckets.count())
	for bucket := range t.programs {
		cut := *shape
		cut.bucket = bucket
		t.programs[bucket], err = model.NewExec(n.backend, n.store, func(scope *model.Scope, inputs []*graph.Node) []*graph.Node {
			return build(&cut, scope, inputs)
		})
		if err != nil {
			return nil, err
		}
	}
	return t, nil
}

// steps trains on the batches from first on, as many as there are of one length and as fit into a call.
func (t *trainer) steps(order []int32, first int, rate func(batch int) float64) (*stepped, error) {
	bucket := t.batches.buckets.bucket(t.batches.at(order, first))
	count := t.count(order, first, bucket)
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
	outputs, err := t.programs[bucket].Call(append(inputs, t.resident.tensors...)...)
	for _, input := range inputs {
		input.(*tensors.Tensor).MustFinalizeAll()
	}
	if err != nil {
		return nil, fmt.Errorf("training: %w", t.network.failed(err))
	}
	t.learn(bucket, time.Since(began).Seconds()/float64(count))
	return &stepped{outputs: outputs, count: count}, nil
}

// stepped is what the steps of one call said, still on the device.
type stepped struct {
	outputs []*tensors.Tensor
	count   int
}

// read copies it to the host, and releases it. On a GPU that takes a millisecond, which the next call need not wait for.
func (s *stepped) read() ([]result, error) {
	last := len(s.outputs) - 1
	all, err := readResults(s.outputs[:last], s.count)
	if err != nil {
		return nil, err
	}
	squares, err := readOutput(s.outputs[last])
	if err != nil {
		return nil, err
	}
	results := make([]result, s.count)
	for i, rows := range all {
		results[i] = result{logits: rows[0], numbers: rows[1]}
	}
	results[s.count-1].squares = squares
	return results, nil
}

// count is how many batches from first on the next call takes, all of one bucket. The last of an epoch is alone, so that its
// weights can be compared.
func (t *trainer) count(order []int32, first, bucket int) int {
	most, count := min(t.calls(bucket), max(1, t.batches.count()-first-1)), 1
	for count < most && t.batches.buckets.bucket(t.batches.at(order, first+count)) == bucket {
		count++
	}
	return count
}

// calls is how many steps the next call may take. The first of a program is alone, since it compiles.
func (t *trainer) calls(bucket int) int {
	if t.seconds[bucket] == 0 {
		return 1
	}
	return max(1, min(t.most, int(callSeconds/t.seconds[bucket])))
}

// learn notes how long a step took. The first call of a program says little, as it compiled.
func (t *trainer) learn(bucket int, seconds float64) {
	if t.seconds[bucket] == 0 {
		seconds = min(seconds, callSeconds/2)
	}
	t.seconds[bucket] = seconds
}
