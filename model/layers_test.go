package model_test

import (
	"context"
	"math"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers/activation"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/optimizers"
	"github.com/seqpair/seqpair/model/pair"
)

// halfDead has a hidden layer of four units, two of which nothing activates.
type halfDead struct{}

func (halfDead) Logits(scope *gomlx.Scope, columns map[string]*graph.Node, bias []float32) *graph.Node {
	x := columns["x"]
	hidden := scope.In("hidden")
	w := hidden.VariableWithValue("weights", [][]float32{{1, -1, 1, 1}, {1, 1, 1, -1}}).NodeValue(x.Graph())
	b := hidden.VariableWithValue("bias", []float32{0, -1000, 0, -1000}).NodeValue(x.Graph())
	z := activation.Relu(graph.Add(graph.Dot(x, w).Product(), graph.InsertAxes(b, 0)))
	return layer(scope.In("head"), z, bias)
}

func (halfDead) Check() error   { return nil }
func (halfDead) String() string { return "half dead" }

func TestLayersAreRead(t *testing.T) {
	pureGo(t)
	const rate = 0.01
	log := &recorder{}
	c := model.Config{
		Run: t.TempDir() + "/layers", Network: halfDead{}, Optimizer: optimizers.SGD{}, Schedule: model.Constant,
		LearningRate: rate, Epochs: 3, BatchSize: 16, Patience: -1,
	}
	if _, err := model.FitExamples(context.Background(), c, points(160, 1, 1), points(50, 1, 2), log); err != nil {
		t.Fatal(err)
	}
	for _, epoch := range log.epochs() {
		if len(epoch.Layers) != 2 || epoch.Layers[0].Name != "hidden" || epoch.Layers[1].Name != "head" {
			t.Fatalf("layers %+v", epoch.Layers)
		}
		hidden, head := epoch.Layers[0], epoch.Layers[1]
		if length := math.Hypot(hidden.GradientNorm, head.GradientNorm); math.Abs(length-epoch.GradientNorm) > 1e-9 {
			t.Errorf("epoch %d: the layers' gradients are %v long, all together %v", epoch.Epoch, length, epoch.GradientNorm)
		}
		if hidden.DeadShare != 0.5 || !math.IsNaN(head.DeadShare) {
			t.Errorf("epoch %d: dead shares %v and %v, want 0.5 and none", epoch.Epoch, hidden.DeadShare, head.DeadShare)
		}
		// The weights of the hidden layer are √(8+2·1000²) long and hardly move.
		if want := rate * hidden.GradientNorm / math.Sqrt(8+2e6); math.Abs(hidden.UpdateRatio-want) > 0.03*want+1e-9 {
			t.Errorf("epoch %d: update ratio %v, want %v", epoch.Epoch, hidden.UpdateRatio, want)
		}
	}
}

// Maxima in attention and in losses of pairs of examples are no rectifiers.
func TestOnlyRectifiersHaveDeadUnits(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	c := tiny(t, "rectifiers")
	c.Model = pair.Siamese{Encoder: pair.Transformer, Embedding: 8, Filters: 8, Heads: 2, Layers: 1, Hidden: 8}
	c.Epochs = 1
	for _, loss := range []losses.Loss{losses.ROCAUC{}, losses.PrecisionRecallAUC{Surrogate: losses.Hinge}} {
		c.Run, c.Loss = t.TempDir(), loss
		log := &recorder{}
		fit(t, c, pairs, pairs, log)
		for _, layer := range log.epochs()[0].Layers {
			rectified := layer.Name == "hidden" || layer.Name == "shared/layer_0/expand"
			if math.IsNaN(layer.DeadShare) == rectified {
				t.Errorf("%v: the dead share of %s is %v", loss, layer.Name, layer.DeadShare)
			}
		}
	}
}

// The untrained model answers the prior, so its loss is the entropy of the labels.
func TestInitialLossIsOfUntrainedWeights(t *testing.T) {
	pureGo(t)
	log := &recorder{}
	c := tiny(t, "initial")
	c.Epochs = 2
	fit(t, c, synthetic(t, 300, 1), synthetic(t, 300, 2), log)
	entropy := -(0.2*math.Log(0.2) + 0.8*math.Log(0.8))
	for _, epoch := range log.epochs() {
		if want := map[int]float64{1: entropy, 2: 0}[epoch.Epoch]; math.Abs(epoch.InitialLoss-want) > 0.02 {
			t.Errorf("epoch %d: initial loss %v, want %v", epoch.Epoch, epoch.InitialLoss, want)
		}
		var names []string
		for _, layer := range epoch.Layers {
			names = append(names, layer.Name)
			if dead := layer.DeadShare; layer.Name == "hidden" && !(dead >= 0 && dead < 1) {
				t.Errorf("epoch %d: the dead share of %s is %v", epoch.Epoch, layer.Name, dead)
			}
		}
		if len(names) < 3 || names[0] != "shared" || names[len(names)-1] != "head" {
			t.Errorf("layers %v", names)
		}
	}
}

// A loss that compares positives with negatives has no value where the examples that it is first read on, some two thousand from all
// over, hold no positive. Training goes on all the same, and so does a run that was interrupted.
func TestInitialLossMayNotExist(t *testing.T) {
	pureGo(t)
	rare := points(6000, 1, 1)
	for i := range rare.Labels {
		rare.Labels[i] = i == 1
	}
	c := model.Config{
		Run: t.TempDir() + "/rare", Network: linear{Scale: 1}, Loss: losses.ROCAUC{}, Sampler: data.Sampler{Kind: data.BalancedBatches},
		Epochs: 1, BatchSize: 256,
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	interrupt := &recorder{each: func(history.Record) { cancel() }}
	if _, err := model.FitExamples(ctx, c, rare, points(50, 1, 2), interrupt); err != nil {
		t.Fatal(err)
	}
	log := &recorder{}
	if _, err := model.FitExamples(t.Context(), c, rare, points(50, 1, 2), log); err != nil {
		t.Fatal(err)
	}
	if epochs := log.epochs(); len(epochs) != 1 || !math.IsNaN(epochs[0].InitialLoss) {
		t.Errorf("epochs %+v, want one whose initial loss is NaN", epochs)
	}
}
