package model_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
)

// linear reads "x", [B, …, features], by one layer.
type linear struct{ Scale float64 }

func (l linear) Logits(scope *gomlx.Scope, columns map[string]*graph.Node, bias []float32) *graph.Node {
	x := graph.MulScalar(columns["x"], l.Scale)
	dims := x.Shape().Dimensions
	features := dims[len(dims)-1]
	w := scope.VariableWithValue("weights", tensors.FromShape(shapes.Make(x.DType(), features, len(bias))))
	b := scope.VariableWithValue("bias", bias).NodeValue(x.Graph())
	z := graph.Dot(graph.Reshape(x, -1, features), w.NodeValue(x.Graph())).Product()
	return graph.Reshape(graph.Add(z, graph.InsertAxes(b, 0)), append(append([]int(nil), dims[:len(dims)-1]...), len(bias))...)
}

func (l linear) Check() error { return nil }

func (l linear) String() string { return "linear" }

// points have two numbers for each label, which is whether the first exceeds 0.5.
func points(n, positions int, seed uint64) *data.Examples {
	random := rand.New(rand.NewPCG(seed, 0))
	e := &data.Examples{Positions: positions, Source: "points"}
	column := data.Column{Name: "x", Shape: []int{positions, 2}}
	for range n * positions {
		x := float32(random.NormFloat64())
		column.Floats = append(column.Floats, x, float32(random.NormFloat64()))
		e.Labels = append(e.Labels, x > 0.5)
	}
	if positions == 1 {
		column.Shape = column.Shape[1:]
	}
	e.Columns = []data.Column{column}
	return e
}

func fitPoints(t *testing.T, c model.Config, train, valid *data.Examples) *model.Run {
	t.Helper()
	c.Run, c.Network = filepath.Join(t.TempDir(), "points"), linear{Scale: 1}
	c.LearningRate, c.BatchSize = 0.1, 16
	if c.Epochs == 0 {
		c.Epochs = 4
	}
	run, err := model.FitExamples(context.Background(), c, train, valid)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestFitExamplesLearns(t *testing.T) {
	pureGo(t)
	for _, positions := range []int{1, 3} {
		for _, head := range []model.Head{model.Sigmoid, model.Softmax} {
			train, valid := points(300, positions, 1), points(100, positions, 2)
			run := fitPoints(t, model.Config{Head: head}, train, valid)
			state, err := run.TestExamples(context.Background(), points(90, positions, 3))
			if err != nil {
				t.Fatal(err)
			}
			if auc := state.ROCAUC(); auc.V < 0.98 || auc.N != int64(90*positions) {
				t.Errorf("%s, %d positions: AUC on test is %v of %d labels", head, positions, auc.V, auc.N)
			}
			again, err := model.OpenExamples(run.RunDir(), linear{Scale: 1})
			if err != nil {
				t.Fatal(err)
			}
			table, err := again.PredictExamples(context.Background(), valid)
			if err != nil {
				t.Fatal(err)
			}
			saved, err := run.Predictions("valid")
			if err != nil {
				t.Fatal(err)
			}
			for i, score := range table.Scores {
				if score != saved.Scores[i] || table.ID[i] != saved.ID[i] {
					t.Fatalf("label %s scores %v, and %s in training %v", table.ID[i], score, saved.ID[i], saved.Scores[i])
				}
			}
		}
	}
}

// Labels that do not count are as good as absent: what they say changes nothing.
func TestLabelsThatDoNotCountChangeNothing(t *testing.T) {
	pureGo(t)
	var trained [2]string
	for i := range trained {
		train := points(200, 4, 1)
		train.Counts = make([]bool, len(train.Labels))
		for j := range train.Counts {
			train.Counts[j] = j%3 != 0
			if !train.Counts[j] && i == 1 {
				train.Labels[j] = !train.Labels[j]
			}
		}
		run := fitPoints(t, model.Config{}, train, points(50, 4, 2))
		trained[i] = weights(t, run, "last")
		if n := run.Manifest.Splits["train"].Examples; n != 533 {
			t.Errorf("%d labels count, want 533", n)
		}
	}
	if trained[0] != trained[1] {
		t.Error("the weights differ")
	}
}

func TestLabelWeightsWeighTheLoss(t *testing.T) {
	pureGo(t)
	train := points(200, 2, 1)
	train.Weights = make([]float64, len(train.Labels))
	for i, positive := range train.Labels {
		train.Weights[i] = 1
		if positive {
			train.Weights[i] = 50
		}
	}
	valid := points(100, 2, 2)
	plain, heavy := fitPoints(t, model.Config{}, train, valid), fitPoints(t, model.Config{SampleWeights: true}, train, valid)
	mean := func(run *model.Run) float64 {
		table, err := run.PredictExamples(context.Background(), valid)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, score := range table.Scores {
			sum += score / float64(len(table.Scores))
		}
		return sum
	}
	if a, b := mean(plain), mean(heavy); b < a+0.1 {
		t.Errorf("mean score %v, and %v with positives of weight 50", a, b)
	}
}

func TestFitExamplesRefuses(t *testing.T) {
	pureGo(t)
	sound, other := points(50, 1, 1), points(50, 1, 2)
	other.Columns[0].Name = "y"
	oneClass := points(50, 1, 1)
	clear(oneClass.Labels)
	for want, test := range map[string]struct {
		c            model.Config
		train, valid *data.Examples
	}{
		"Network is not set":           {model.Config{}, sound, sound},
		"both needed":                  {model.Config{Network: linear{}}, sound, nil},
		"columns differ":               {model.Config{Network: linear{}}, sound, other},
		"train examples: points: none": {model.Config{Network: linear{}}, oneClass, sound},
		"no Weights":                   {model.Config{Network: linear{}, SampleWeights: true}, sound, sound},
	} {
		test.c.Run = filepath.Join(t.TempDir(), "refused")
		_, err := model.FitExamples(context.Background(), test.c, test.train, test.valid)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	run := fitPoints(t, model.Config{}, sound, sound)
	if _, err := model.OpenExamples(run.RunDir(), linear{Scale: 2}); err == nil || !strings.Contains(err.Error(), `"Scale":1`) {
		t.Errorf("another network: %v", err)
	}
	if _, err := model.Open(run.RunDir()); err == nil || !strings.Contains(err.Error(), "OpenExamples") {
		t.Errorf("opened for pairs: %v", err)
	}
	if _, err := run.Predict(context.Background(), synthetic(t, 10, 1)); err == nil || !strings.Contains(err.Error(), "PredictExamples") {
		t.Errorf("pairs for examples: %v", err)
	}
}

// columned gives as many logits for each example as it is told.
type columned struct{ halfDead }

func (columned) Logits(scope *gomlx.Scope, columns map[string]*graph.Node, bias []float32) *graph.Node {
	return halfDead{}.Logits(scope, columns, make([]float32, 3-len(bias)))
}

// TestColumnsFitTheHead: a network with one logit too few or too many is refused before the first step.
func TestColumnsFitTheHead(t *testing.T) {
	pureGo(t)
	for _, head := range []model.Head{model.Sigmoid, model.Softmax} {
		c := model.Config{Run: t.TempDir() + "/columns", Network: columned{}, Head: head}
		log := &recorder{}
		_, err := model.FitExamples(t.Context(), c, points(160, 1, 1), points(50, 1, 2), log)
		if err == nil || !strings.Contains(err.Error(), "the logits of the network are") {
			t.Errorf("%s: error %v", head, err)
		}
		if len(log.records) > 0 {
			t.Errorf("%s: %d records", head, len(log.records))
		}
	}
}
