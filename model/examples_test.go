package model_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
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
	return graph.Reshape(layer(scope, graph.Reshape(x, -1, features), bias), append(append([]int(nil), dims[:len(dims)-1]...), len(bias))...)
}

// layer reads x, [B, features], by weights that begin at 0: [B, columns].
func layer(scope *gomlx.Scope, x *graph.Node, bias []float32) *graph.Node {
	w := scope.VariableWithValue("weights", tensors.FromShape(shapes.Make(x.DType(), x.Shape().Dim(1), len(bias)))).NodeValue(x.Graph())
	b := scope.VariableWithValue("bias", bias).NodeValue(x.Graph())
	return graph.Add(graph.Dot(x, w).Product(), graph.InsertAxes(b, 0))
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

// difference reads the difference of the first numbers of two columns of one shape.
type difference struct{}

func (difference) Logits(scope *gomlx.Scope, columns map[string]*graph.Node, bias []float32) *graph.Node {
	return layer(scope, graph.Sub(columns["a"], columns["b"]), bias)
}

func (difference) Check() error   { return nil }
func (difference) String() string { return "difference" }

// twoColumns are examples whose a is above b in positives; swapped, b stands first.
func twoColumns(n int, swapped bool) *data.Examples {
	random := rand.New(rand.NewPCG(3, 0))
	e := &data.Examples{Columns: []data.Column{{Name: "a", Shape: []int{1}}, {Name: "b", Shape: []int{1}}}}
	for range n {
		for i := range e.Columns {
			e.Columns[i].Floats = append(e.Columns[i].Floats, float32(random.NormFloat64()))
		}
		e.Labels = append(e.Labels, e.Columns[0].Floats[len(e.Labels)] > e.Columns[1].Floats[len(e.Labels)])
	}
	if swapped {
		slices.Reverse(e.Columns)
	}
	return e
}

// TestColumnsHaveNames: programs know columns by their place, users by their names.
func TestColumnsHaveNames(t *testing.T) {
	pureGo(t)
	c := model.Config{Run: filepath.Join(t.TempDir(), "columns"), Network: difference{}, LearningRate: 0.1, BatchSize: 16, Epochs: 4}
	run, err := model.FitExamples(t.Context(), c, twoColumns(200, false), twoColumns(100, false))
	if err != nil {
		t.Fatal(err)
	}
	for _, swapped := range []bool{false, true, false} {
		state, err := run.EvaluateExamples(t.Context(), twoColumns(100, swapped))
		if err != nil {
			t.Fatal(err)
		}
		if auc := state.ROCAUC(); auc.V < 0.98 {
			t.Errorf("swapped %v: AUC %v", swapped, auc.V)
		}
	}
}

// TestFeaturesKeepTheirNames: numbers that are called otherwise than in training are refused.
func TestFeaturesKeepTheirNames(t *testing.T) {
	pureGo(t)
	features := func(names ...string) *data.Examples {
		e := points(60, 1, 1)
		e.Columns[0].Names = names
		return e
	}
	run := fitPoints(t, model.Config{Epochs: 1}, features("age", "height"), features("age", "height"))
	if _, err := run.PredictExamples(t.Context(), features("age", "height")); err != nil {
		t.Error(err)
	}
	opened, err := model.OpenExamples(run.RunDir(), linear{Scale: 1})
	if err != nil {
		t.Fatal(err)
	}
	const want = `number 1 of column "x" is "height", and in training it is "age"`
	if _, err := opened.PredictExamples(t.Context(), features("height", "age")); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one with %q", err, want)
	}
	_, err = model.FitExamples(t.Context(), run.Config, features("age", "height"), features("height", "age"))
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("valid examples: error %v, want one with %q", err, want)
	}
}

// TestTablesOfOtherShapesAreOthers: two columns that begin at one number share a table only where all of it is the same.
func TestTablesOfOtherShapesAreOthers(t *testing.T) {
	pureGo(t)
	var losses [2]float64
	for i, copied := range []bool{false, true} {
		numbers := make([]int32, 400)
		for j := range numbers {
			numbers[j] = int32(j * 7 % 5)
		}
		e := &data.Examples{Columns: []data.Column{
			{Name: "x", Shape: []int{2}, Ints: numbers},
			{Name: "y", Shape: []int{1}, Ints: numbers[:200]},
		}}
		for j := range 200 {
			e.Labels = append(e.Labels, numbers[j] > 2)
		}
		if copied {
			e.Columns[1].Ints = slices.Clone(e.Columns[1].Ints)
		}
		run, err := model.FitExamples(t.Context(), model.Config{
			Run: filepath.Join(t.TempDir(), "tables"), Network: last{}, LearningRate: 0.1, BatchSize: 20, Epochs: 2,
		}, e, e)
		if err != nil {
			t.Fatal(err)
		}
		losses[i] = run.History[len(run.History)-1].Loss
	}
	if losses[0] != losses[1] {
		t.Errorf("loss %v of a shared table, %v of a copy", losses[0], losses[1])
	}
}

// last reads the last number of y.
type last struct{}

func (last) Logits(scope *gomlx.Scope, columns map[string]*graph.Node, bias []float32) *graph.Node {
	y := columns["y"]
	return layer(scope, graph.ConvertDType(graph.SliceAxis(y, 1, graph.AxisRange(y.Shape().Dim(1)-1)), dtypes.Float32), bias)
}

func (last) Check() error   { return nil }
func (last) String() string { return "last" }

// TestWeightlessTestParts are refused before anything is saved.
func TestWeightlessTestParts(t *testing.T) {
	pureGo(t)
	run := fitPoints(t, model.Config{Epochs: 1}, points(60, 1, 1), points(60, 1, 2))
	for name, change := range map[string]func(*data.Examples){
		"weights": func(e *data.Examples) { e.Weights = make([]float64, len(e.Labels)) },
		"counts":  func(e *data.Examples) { e.Counts = make([]bool, len(e.Labels)) },
	} {
		e := points(30, 1, 3)
		change(e)
		if _, err := run.TestExamples(t.Context(), e); err == nil || !strings.Contains(err.Error(), "check Weights and Counts") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := os.Stat(filepath.Join(run.RunDir(), "test.csv")); err == nil || len(run.Manifest.Splits) != 2 {
		t.Errorf("something was saved; parts %v", run.Manifest.Splits)
	}
}

// TestExamplesWithoutLabels are scored as those with labels, and neither judged nor learned from.
func TestExamplesWithoutLabels(t *testing.T) {
	pureGo(t)
	labelled := points(40, 1, 2)
	run := fitPoints(t, model.Config{Epochs: 1}, points(60, 1, 1), labelled)
	unlabelled := *labelled
	unlabelled.Labels = nil
	want, err := run.PredictExamples(t.Context(), labelled)
	if err != nil {
		t.Fatal(err)
	}
	got, err := run.PredictExamples(t.Context(), &unlabelled)
	if err != nil {
		t.Fatal(err)
	}
	if got.Labels != nil || unlabelled.Labels != nil || !slices.Equal(got.Scores, want.Scores) {
		t.Errorf("labels %v, scores %v, want %v", got.Labels, got.Scores, want.Scores)
	}
	_, evaluated := run.EvaluateExamples(t.Context(), &unlabelled)
	_, tested := run.TestExamples(t.Context(), &unlabelled)
	_, fitted := model.FitExamples(t.Context(), run.Config, &unlabelled, labelled)
	for _, err := range []error{evaluated, tested, fitted} {
		if err == nil || !strings.Contains(err.Error(), "the 40 examples have no labels") {
			t.Errorf("error %v", err)
		}
	}
}

// TestFailureNamesTheColumns that a network was given.
func TestFailureNamesTheColumns(t *testing.T) {
	pureGo(t)
	run := fitPoints(t, model.Config{Epochs: 1}, points(60, 1, 1), points(60, 1, 2))
	other := points(60, 1, 3)
	other.Columns[0].Name = "y"
	for name, err := range map[string]error{
		"scoring": func() error { _, err := run.PredictExamples(t.Context(), other); return err }(),
		"training": func() error {
			_, err := model.FitExamples(t.Context(), model.Config{Run: t.TempDir() + "/y", Network: linear{Scale: 1}}, other, other)
			return err
		}(),
	} {
		if err == nil || strings.Count(err.Error(), "\n") > 0 || !strings.Contains(err.Error(), `has the columns "y" float32 [B, `) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestShapesOfAllKinds: examples of ever other shapes are scored, more than GoMLX caches by default.
func TestShapesOfAllKinds(t *testing.T) {
	pureGo(t)
	run := fitPoints(t, model.Config{Epochs: 1}, points(60, 1, 1), points(60, 1, 2))
	for n := range 40 {
		if _, err := run.PredictExamples(t.Context(), points(20, n+1, 1)); err != nil {
			t.Fatalf("%d labels each: %v", n+1, err)
		}
	}
}
