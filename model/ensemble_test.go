package model_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics/history"
	"github.com/seqpair/seqpair/metrics/predictions"
	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/losses"
	"github.com/seqpair/seqpair/model/optimizers"
	"github.com/seqpair/seqpair/model/pair"
	"github.com/seqpair/seqpair/model/series"
)

// always answers the same to every pair: the bias of its last layer, which it learns, and a constant.
func always(id string, constant float64) pair.Func {
	return pair.Func{ID: id, Swappable: true, Build: func(scope *gomlx.Scope, in pair.Input, bias []float32) *graph.Node {
		w := scope.VariableWithValue("bias", bias).NodeValue(in.A.Graph())
		batch := in.A.Shape().Dimensions[0]
		return graph.AddScalar(graph.BroadcastToDims(graph.InsertAxes(w, 0), batch, 1), constant)
	}}
}

// TestMembersLearnAlone compares what a member learns beside one that is always wrong with what it learns alone: its loss is
// one of two of which the mean is taken, so twice the rate gives the same steps. It does so for pairs and for series.
func TestMembersLearnAlone(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 100, 1)
	numbers, err := data.SyntheticSeries(data.SyntheticSeriesOptions{N: 100, Prevalence: 0.3, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	ofPairs := func(t *testing.T, c model.Config) (*predictions.Table, error) {
		return fit(t, c, pairs, pairs).Predict(t.Context(), pairs)
	}
	ofSeries := func(t *testing.T, c model.Config) (*predictions.Table, error) {
		c.Network, c.Model, c.Encoding = series.Network{Architecture: c.Model}, nil, data.Encoding{}
		run, err := model.FitExamples(t.Context(), c, numbers.Examples(), numbers.Examples())
		if err != nil {
			return nil, err
		}
		return run.PredictExamples(t.Context(), numbers.Examples())
	}
	for name, train := range map[string]func(*testing.T, model.Config) (*predictions.Table, error){"pairs": ofPairs, "series": ofSeries} {
		t.Run(name, func(t *testing.T) {
			logit := func(name string, rate float64, m pair.Architecture) float64 {
				c := tiny(t, name)
				c.Model, c.LearningRate, c.Optimizer, c.Schedule, c.Epochs = m, rate, optimizers.SGD{}, model.Constant, 1
				table, err := train(t, c)
				if err != nil {
					t.Fatal(err)
				}
				return math.Log(table.Scores[0] / (1 - table.Scores[0]))
			}
			const wrong = 3
			a, b := always("a", 1), always("b", wrong)
			alone := logit("a", 0.1, a)
			both := logit("both", 0.2, pair.Ensemble{Members: []pair.Architecture{a, b}})
			if other := logit("b", 0.1, b); math.Abs(2*both-alone-other) > 1e-4 {
				t.Errorf("the mean of the logits is %v, of members that learn alone %v and %v", both, alone, other)
			}
		})
	}
}

// sloped scores pairs by how many ids both sides have in the same place, times a slope that it learns, and a constant.
func sloped(id string, constant float64) pair.Func {
	return pair.Func{ID: id, Swappable: true, Build: func(scope *gomlx.Scope, in pair.Input, _ []float32) *graph.Node {
		same := graph.ConvertDType(graph.Equal(in.A, in.B), dtypes.Float32)
		slope := scope.VariableWithValue("slope", float32(-1)).NodeValue(same.Graph())
		return graph.AddScalar(graph.Mul(graph.ReduceAndKeep(same, graph.ReduceMean, 1), slope), constant)
	}}
}

// TestMembersAreRankedAlone: losses that compare examples do not compare those of one member with those of another, whose logits
// may lie elsewhere: a member learns what it learns alone.
func TestMembersAreRankedAlone(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 200, 1)
	for _, loss := range []losses.Loss{losses.ROCAUC{}, losses.PartialAUC(0.3), losses.AveragePrecision{}, losses.Dice} {
		logits := func(name string, rate float64, m pair.Architecture) []float64 {
			c := tiny(t, name)
			c.Model, c.Loss, c.LearningRate, c.Optimizer, c.Schedule, c.Epochs = m, loss, rate, optimizers.SGD{}, model.Constant, 1
			c.BatchSize = 200
			table, err := fit(t, c, pairs, pairs).Predict(t.Context(), pairs)
			if err != nil {
				t.Fatal(err)
			}
			all := make([]float64, len(table.Scores))
			for i, score := range table.Scores {
				all[i] = math.Log(score / (1 - score))
			}
			return all
		}
		a, b := sloped("a", 0.5), sloped("b", -1)
		ofA, ofB := logits("a", 1, a), logits("b", 1, b)
		for i, both := range logits("both", 2, pair.Ensemble{Members: []pair.Architecture{a, b}}) {
			if math.Abs(2*both-ofA[i]-ofB[i]) > 1e-3 {
				t.Errorf("%s: the mean of the logits of pair %d is %v, of members that learn alone %v and %v", loss, i, both, ofA[i], ofB[i])
				break
			}
		}
	}
}

// alike scores pairs by how many ids both sides have in the same place, or by how few: sign is 1 or -1. It learns a bias.
func alike(sign float64) pair.Func {
	return pair.Func{ID: fmt.Sprint("alike ", sign), Swappable: true, Build: func(scope *gomlx.Scope, in pair.Input, bias []float32) *graph.Node {
		same := graph.ConvertDType(graph.Equal(in.A, in.B), dtypes.Float32)
		x := graph.MulScalar(graph.ReduceAndKeep(same, graph.ReduceMean, 1), 4*sign)
		if len(bias) == 2 {
			x = graph.Concatenate([]*graph.Node{graph.Neg(x), x}, 1)
		}
		return graph.Add(x, graph.InsertAxes(scope.VariableWithValue("bias", bias).NodeValue(x.Graph()), 0))
	}}
}

// TestMembersAreWeighed trains two members whose logits are each other's opposites. Their mean says nothing; after the first
// epoch the one that ranks the wrong way round is left out.
func TestMembersAreWeighed(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 200, 1)
	for _, head := range []model.Head{model.Sigmoid, model.Softmax} {
		precision := func(members ...pair.Architecture) float64 {
			c := tiny(t, "weighed")
			c.Head, c.Model = head, pair.Ensemble{Members: members}
			run := fit(t, c, pairs, pairs)
			if len(members) > 1 && !slices.ContainsFunc(run.History, func(r history.Record) bool { return strings.HasSuffix(r.Text, ": func 0, func 1") }) {
				t.Errorf("%s: the history does not say that the second member alone counts", head)
			}
			state, err := run.Evaluate(t.Context(), pairs)
			if err != nil {
				t.Fatal(err)
			}
			return state.AveragePrecision().V
		}
		got, want := precision(alike(-1), alike(1)), precision(alike(1))
		if math.Abs(got-want) > 1e-9 || want < 0.4 {
			t.Errorf("%s: average precision %v beside a member that ranks the wrong way round, %v without it", head, got, want)
		}
	}
}

func TestEnsembleOpens(t *testing.T) {
	pureGo(t)
	c, pairs := tiny(t, "ensemble"), synthetic(t, 100, 1)
	c.Model = pair.Ensemble{Members: []pair.Architecture{tinySiamese, tinySiamese}}
	run := fit(t, c, pairs, pairs)
	want, err := run.Predict(t.Context(), pairs)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := model.Open(run.RunDir())
	if err != nil {
		t.Fatal(err)
	}
	got, err := opened.Predict(t.Context(), pairs)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Scores {
		if want.Scores[i] != got.Scores[i] {
			t.Fatalf("pair %d: %v, opened %v", i, want.Scores[i], got.Scores[i])
		}
	}
}

// TestMembersCountStepsOnce: the share of negatives that are compared shrinks with the steps, however many members take them.
func TestMembersCountStepsOnce(t *testing.T) {
	pureGo(t)
	pairs := synthetic(t, 200, 1)
	shares := func(members ...pair.Architecture) (shares []float64) {
		c := tiny(t, "shrinks")
		c.Loss, c.Epochs, c.BatchSize, c.Model = losses.ROCAUC{MaxFPR: 0.1}, 3, 200, pair.Ensemble{Members: members}
		for _, r := range fit(t, c, pairs, pairs).History {
			if r.Kind == history.Epoch {
				shares = append(shares, r.Train.LossReadings["share_of_negatives"])
			}
		}
		return shares
	}
	if one, four := shares(alike(1)), shares(alike(1), alike(-1), alike(2), alike(3)); !slices.Equal(one, four) || slices.Max(one) == slices.Min(one) {
		t.Errorf("shares %v of one, %v of four", one, four)
	}
}
