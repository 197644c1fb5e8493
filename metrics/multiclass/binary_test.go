package multiclass_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// TestTwoClasses: two classes whose columns mirror each other read as package metrics reads the second one.
func TestTwoClasses(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	for range 50 {
		var binary metrics.Batch
		var pair multiclass.Batch
		for range 5 + random.IntN(40) {
			class := random.IntN(2)
			score := float64(random.IntN(9)) / 8
			binary.Scores, binary.Labels = append(binary.Scores, score), append(binary.Labels, class == 1)
			binary.Weights = append(binary.Weights, float64(1+random.IntN(3)))
			pair.Truth, pair.Scores = append(pair.Truth, class), append(pair.Scores, 1-score, score)
		}
		pair.Weights = binary.Weights
		want := metrics.NewState()
		must(want.Update(binary))
		s := newState(t, pair, "no", "yes")
		at, table := want.At(math.Nextafter(0.5, 2)), argmax(s)
		for _, c := range []struct {
			name      string
			got, want metrics.Value
		}{
			{"ROC AUC", s.OneVsRestAUC(multiclass.Macro).Value, want.ROCAUC()},
			{"one versus one", s.OneVsOneAUC(multiclass.Macro).Value, want.ROCAUC()},
			{"log loss", s.LogLoss(), want.LogLoss()},
			{"accuracy", table.Accuracy(), at.Accuracy()},
			{"balanced accuracy", table.BalancedAccuracy().Value, at.BalancedAccuracy()},
			{"MCC", table.MCC(), at.MCC()},
			{"F1 of a class", table.Class(1).F1(), at.F1()},
		} {
			same(t, c.name, c.got, c.want)
		}
	}
}

// same compares readings and intervals; the reasons of missing ones may differ.
func same(t *testing.T, name string, got, want metrics.Value) {
	t.Helper()
	if (got.Undefined == "") != (want.Undefined == "") || got.Undefined == "" && (got.NoInterval == "") != (want.NoInterval == "") {
		t.Fatalf("%s: got %+v, want %+v", name, got, want)
	}
	pairs := [][2]float64{{got.V, want.V}, {got.Baseline, want.Baseline}}
	if got.NoInterval == "" {
		pairs = append(pairs, [2]float64{got.Lo, want.Lo}, [2]float64{got.Hi, want.Hi})
	}
	for _, pair := range pairs {
		if got.Undefined == "" && !near(pair[0], pair[1], 1e-9) {
			t.Fatalf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

// TestAbsentClasses: a class that nobody has is named in every average, and never counted.
func TestAbsentClasses(t *testing.T) {
	c := newConfusion(t, multiclass.Decisions{Truth: []int{0, 0, 1}, Predicted: []int{0, 1, 1}}, "a", "b", "ghost")
	for _, a := range []multiclass.Average{
		c.Average(metrics.Confusion.Precision, multiclass.Macro), c.Average(metrics.Confusion.F1, multiclass.Weighted),
		c.BalancedAccuracy(), c.GMean(0), c.MacroMAE(),
	} {
		if a.Classes != 2 || len(a.Absent) != 1 || a.Absent[0].Class != "ghost" || a.Absent[0].Why == "" {
			t.Errorf("%+v", a)
		}
	}
	precision := c.Average(metrics.Confusion.Precision, multiclass.Macro)
	if precision.Value.V != 0.75 || precision.WithAbsentAs(0).V != 0.5 || precision.WithAbsentAs(1).V != 2.5/3 {
		t.Errorf("%v, %v", precision, precision.WithAbsentAs(0))
	}
	empty, err := multiclass.NewConfusion("a", "b")
	must(err)
	for name, v := range map[string]metrics.Value{
		"accuracy": empty.Accuracy(), "kappa": empty.Kappa(multiclass.Nominal), "mcc": empty.MCC(), "mae": empty.MAE(),
		"macro": empty.Average(metrics.Confusion.F1, multiclass.Macro).Value, "micro": empty.Average(metrics.Confusion.F1, multiclass.Micro).Value,
		"gmean": empty.GMean(0).Value, "macro mae": empty.MacroMAE().Value, "unknown": empty.Kappa(7),
		"no averaging": c.Average(metrics.Confusion.F1, 7).Value, "bad correction": c.GMean(math.NaN()).Value,
	} {
		if v.Undefined == "" {
			t.Errorf("%s reads %v", name, v)
		}
	}
}
