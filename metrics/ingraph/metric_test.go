package ingraph_test

import (
	"iter"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train"
	"github.com/gomlx/gomlx/ml/train/loss"
	"github.com/gomlx/gomlx/ml/train/metric"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/ingraph"
)

// dataset yields the examples in batches of 50 for a model that returns its inputs.
type dataset struct{ examples }

func (dataset) Name() string { return "examples" }

func (d dataset) Iter() iter.Seq2[train.Batch, error] {
	return func(yield func(train.Batch, error) bool) {
		for begin := 0; begin < len(d.labels); begin += 50 {
			var columns []*tensors.Tensor
			for _, column := range d.columns(begin, min(begin+50, len(d.labels)), 50, false) {
				columns = append(columns, column.(*tensors.Tensor))
			}
			if !yield(train.Batch{Inputs: columns[:1], Labels: columns[1:]}, nil) {
				return
			}
		}
	}
}

func names(t *testing.T, names ...string) []metrics.Metric {
	t.Helper()
	var ms []metrics.Metric
	for _, name := range names {
		m, err := metrics.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		ms = append(ms, m)
	}
	return ms
}

func newTrainer(b compute.Backend, store *gomlx.Store, training, evaluation []metric.Interface) *train.Trainer {
	identity := func(scope *gomlx.Scope, x *graph.Node) *graph.Node {
		shift := scope.VariableWithValue("shift", float32(0)).NodeValue(x)
		return graph.Add(x, graph.MulScalar(shift, 0))
	}
	return train.NewTrainer(b, store, identity, loss.BinaryCrossentropyLogits,
		optimizer.StochasticGradientDescent().WithLearningRate(0.1).Done(), training, evaluation)
}

// inGraph are metrics whose value so far every step computes.
var inGraph = []string{"accuracy", "precision", "recall@0.3", "specificity", "f1", "f2@0.25", "f0", "balanced_accuracy", "log_loss", "brier"}

func TestTrainerReadsWhatTheHostReads(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		for _, weighted := range []bool{false, true} {
			e := random(rand.New(rand.NewPCG(5, 6)), 250, 512, ingraph.Logits, weighted, false)
			want, store := e.host(t, ingraph.Logits, 512), gomlx.NewStore()
			ms := names(t, append(inGraph, "roc_auc", "average_precision", "mcc")...)
			training, valid := ingraph.New("train", 512, ingraph.Logits), ingraph.New("valid", 512, ingraph.Logits)
			trainer := newTrainer(b, store, training.Metrics(ms...), valid.Metrics(ms...))
			var last []*tensors.Tensor
			if err := trainer.ResetTrainMetrics(); err != nil {
				t.Fatal(err)
			}
			for batch := range (dataset{e}).Iter() {
				var err error
				if last, err = trainer.TrainStep(batch); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // the second evaluation starts anew
				read, err := trainer.Eval(dataset{e})
				if err != nil {
					t.Fatal(err)
				}
				for i, m := range ms {
					equal(t, m.Name, tensors.ToScalar[float64](read[1+i]), m.Read(want).V)
					if i < len(inGraph) {
						equal(t, m.Name+" in training", tensors.ToScalar[float64](last[2+i]), m.Read(want).V)
					}
				}
			}
			for _, state := range []*ingraph.State{training, valid} {
				got, err := state.Read(store)
				if err != nil {
					t.Fatal(err)
				}
				same(t, got, want)
			}
		}
	})
}

func equal(t *testing.T, name string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*math.Abs(want)) {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

func TestMetricsSayWhyTheyAreUndefined(t *testing.T) {
	b := open(t, "go")
	for want, e := range map[string]examples{
		"undefined: no positive examples":           {predictions: []float32{-1, 2}, labels: []bool{false, false}},
		"step 1 after Reset: 1 scores that are NaN": {predictions: []float32{float32(math.NaN()), 2}, labels: []bool{true, false}},
		"0.5": {predictions: []float32{1, -1}, labels: []bool{true, true}},
	} {
		recall := ingraph.New("valid", 64, ingraph.Logits).Metrics(metrics.Recall(0.5))
		read, err := newTrainer(b, gomlx.NewStore(), nil, recall).Eval(dataset{e})
		if err != nil {
			t.Fatal(err)
		}
		if text := recall[0].PrettyPrint(read[1]); !strings.Contains(text, want) {
			t.Errorf("%q, want %q", text, want)
		}
	}
}

// TestUndefinedInTheGraph has one class only.
func TestUndefinedInTheGraph(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		ms := names(t, "recall", "f1", "balanced_accuracy", "roc_auc")
		e := examples{predictions: []float32{-1, 2}, labels: []bool{false, false}}
		trainer := newTrainer(b, gomlx.NewStore(), ingraph.New("train", 64, ingraph.Logits).Metrics(ms...), nil)
		for batch := range (dataset{e}).Iter() {
			values, err := trainer.TrainStep(batch)
			if err != nil {
				t.Fatal(err)
			}
			for i, m := range ms {
				if v := tensors.ToScalar[float64](values[2+i]); !math.IsNaN(v) {
					t.Errorf("%s is %v, want NaN", m.Name, v)
				}
			}
		}
	})
}

func TestMetricNames(t *testing.T) {
	m := ingraph.New("valid", 64, ingraph.Logits).Metrics(metrics.F1(0.3))[0]
	if m.Name() != "valid f1@0.3" || m.ShortName() != "f1@0.3" || m.MetricType() != "f1" || m.ScopeName() != "valid" {
		t.Error(m.Name(), m.ShortName(), m.MetricType(), m.ScopeName())
	}
}
