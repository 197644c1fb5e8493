package ingraph_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/loss"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/ingraph"
	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/model/pair"
)

// trained is a siamese network that trains with Adam, and counts its scores if state is not nil.
type trained struct {
	exec  *gomlx.Exec
	times []time.Duration
}

func newTrained(b *testing.B, on compute.Backend, siamese pair.Siamese, vocabulary int, state *ingraph.State, ms ...metrics.Metric) *trained {
	b.Helper()
	store := gomlx.NewStore()
	store.SetParam(gomlx.ParamInitialSeed, int64(1))
	exec, err := gomlx.NewExec(on, store, func(scope *gomlx.Scope, in []*graph.Node) []*graph.Node {
		g := in[0].Graph()
		store.SetTraining(g, true)
		logits := siamese.Logits(scope.In("model"), pair.Input{A: in[0], B: in[1], SizeA: vocabulary, SizeB: vocabulary}, []float32{0})
		cost := graph.ReduceAllMean(loss.BinaryCrossentropyLogits(in[2:], []*graph.Node{logits}))
		adam := optimizer.Adam().LearningRate(0.001).Done().(interface {
			UpdateGraphWithGradients(*gomlx.Scope, []*graph.Node, dtypes.DType)
		})
		adam.UpdateGraphWithGradients(scope, scope.BuildTrainableVariablesGradientsGraph(cost), dtypes.Float32)
		outputs := []*graph.Node{cost}
		if state != nil && len(ms) == 0 {
			state.Update(scope, in[2:], []*graph.Node{logits})
		}
		if state != nil {
			for _, m := range state.Metrics(ms...) {
				outputs = append(outputs, m.UpdateGraph(scope, in[2:], []*graph.Node{logits}))
			}
		}
		return outputs
	})
	if err != nil {
		b.Fatal(err)
	}
	return &trained{exec: exec}
}

func (n *trained) step(b *testing.B, inputs []any) {
	began := time.Now()
	outputs, err := n.exec.Call(inputs...)
	if err != nil {
		b.Fatal(err)
	}
	for _, output := range outputs {
		_ = output.Value() // waits
	}
	n.times = append(n.times, time.Since(began))
	for _, output := range outputs {
		output.MustFinalizeAll()
	}
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

// BenchmarkStep trains a siamese network on batches of 128 pairs of 32 characters, without and with counting, by
// turns. It prints 1 plus the median of what counting adds to a step, over the median step: counts alone, weighted,
// and with four metrics computed in every step.
func BenchmarkStep(b *testing.B) {
	for _, name := range []string{"go", "xla"} {
		for size, siamese := range map[string]pair.Siamese{"default": {}, "small": pair.Small} {
			b.Run(name+"/"+size, func(b *testing.B) {
				if _, found := backend.Find(); name == "xla" && !found {
					b.Skip("no XLA plugin")
				}
				benchmarkStep(b, open(b, name), siamese)
			})
		}
	}
}

func benchmarkStep(b *testing.B, on compute.Backend, siamese pair.Siamese) {
	const rows, length, vocabulary, bins = 128, 32, 64, 4096
	rng := rand.New(rand.NewPCG(7, 8))
	ids := func() *tensors.Tensor {
		flat := make([]int32, rows*length)
		for i := range flat {
			flat[i] = 1 + rng.Int32N(vocabulary-1)
		}
		return tensors.FromFlatDataAndDimensions(flat, rows, length)
	}
	labels, weights := make([]float32, rows), make([]float32, rows)
	for i := range labels {
		labels[i], weights[i] = float32(rng.IntN(2)), rng.Float32()
	}
	plain := []any{ids(), ids(), tensors.FromFlatDataAndDimensions(labels, rows, 1)}
	weighted := append(slices.Clone(plain), tensors.FromFlatDataAndDimensions(weights, rows, 1))
	state := ingraph.New("train", bins, ingraph.Logits)
	variants := []struct {
		name    string
		inputs  []any
		network *trained
	}{
		{"", plain, newTrained(b, on, siamese, vocabulary, nil)},
		{"counts", plain, newTrained(b, on, siamese, vocabulary, state)},
		{"metrics", plain, newTrained(b, on, siamese, vocabulary, state, metrics.F1(0.5), metrics.Recall(0.5), metrics.LogLoss(), metrics.Brier())},
		{"", weighted, newTrained(b, on, siamese, vocabulary, nil)},
		{"weighted", weighted, newTrained(b, on, siamese, vocabulary, state)},
	}
	for range 3 { // compiles and warms
		for _, v := range variants {
			v.network.step(b, v.inputs)
		}
	}
	for _, v := range variants {
		v.network.times = nil
	}
	for b.Loop() {
		for _, v := range variants {
			v.network.step(b, v.inputs)
		}
	}
	var without []time.Duration
	for _, v := range variants {
		if v.name == "" {
			without = v.network.times
			continue
		}
		more := make([]time.Duration, len(without))
		for i, took := range v.network.times {
			more[i] = took - without[i]
		}
		cost := median(more)
		b.ReportMetric(1+float64(cost)/float64(median(slices.Clone(without))), v.name+"/none")
		b.ReportMetric(float64(cost.Microseconds()), v.name+"-µs")
	}
	b.ReportMetric(float64(median(without).Microseconds()), "none-µs")
}
