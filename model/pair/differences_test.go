package pair_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/pair"
)

// differing runs pair.Differences on ids [B, differences, features], and returns logits and the gradient of their sum.
func differing(t *testing.T, store *model.Store, columns int, ids [][][]int32) (logits [][]float32, gradient []float32) {
	t.Helper()
	exec, err := model.NewExec(backend(t), store, func(scope *model.Scope, ids *graph.Node) []*graph.Node {
		z := pair.Differences{}.Logits(scope, pair.Input{Differences: ids}, make([]float32, columns))
		weights := scope.Store().GetVariable("/weights").NodeValue(ids.Graph())
		return []*graph.Node{z, graph.Gradient(graph.ReduceAllSum(z), weights)[0]}
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Call(ids)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range out[1].Value().([][]float32) {
		gradient = append(gradient, row[0])
	}
	return out[0].Value().([][]float32), gradient
}

func setWeights(store *model.Store, values map[int32]float32) {
	store.GetVariable("/weights").MustValue().MustMutableFlatData(func(flat any) {
		for id, w := range values {
			flat.([]float32)[id] = w
		}
	})
}

var someDifferences = [][][]int32{
	{{6, 7}, {0, 0}, {0, 0}}, // none
	{{6, 0}, {3, 4}, {0, 0}}, // one
	{{6, 0}, {3, 4}, {5, 0}}, // two, of which the second has one feature
}

// TestDifferencesAreANoisyAnd: the probability of a pair is the product of those that each difference may be ignored, and that
// what both share is enough.
func TestDifferencesAreANoisyAnd(t *testing.T) {
	store := model.NewStore()
	differing(t, store, 1, someDifferences)
	setWeights(store, map[int32]float32{0: 100, 3: 0.5, 4: -1, 5: -2, 6: 0.25, 7: 0.75})
	logits, _ := differing(t, store, 1, someDifferences)
	sigmoid := func(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
	one, two := sigmoid(1+2*(0.5-1)), sigmoid(1-2*2)
	some, more := sigmoid(2+2*0.25), sigmoid(2+2*(0.25+0.75))
	for i, want := range []float64{more, some * one, some * one * two} {
		if got := sigmoid(float64(logits[i][0])); math.Abs(got-want) > 1e-6 {
			t.Errorf("%d differences: probability %v, want %v", i, got, want)
		}
	}
	columns, _ := differing(t, store, 2, someDifferences)
	for i, both := range columns {
		if both[0] != 0 || both[1] != logits[i][0] {
			t.Errorf("two columns %v, want 0 and %v", both, logits[i][0])
		}
	}
}

// TestDifferencesWithoutDoubt: logits stay finite where every difference may surely be ignored, and where one surely may not.
func TestDifferencesWithoutDoubt(t *testing.T) {
	store := model.NewStore()
	differing(t, store, 1, someDifferences)
	for _, w := range []float32{-1e4, 1e4} {
		setWeights(store, map[int32]float32{3: w})
		store.GetVariable("/shared").MustValue().MustMutableFlatData(func(flat any) { flat.([]float32)[0] = 1e4 })
		logits, gradient := differing(t, store, 1, someDifferences)
		for _, row := range append(logits, gradient) {
			if v := float64(row[0]); math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("weight %v: %v", w, row)
			}
		}
	}
}

// TestDifferencesGradient against central differences.
func TestDifferencesGradient(t *testing.T) {
	store := model.NewStore()
	differing(t, store, 1, someDifferences)
	at := map[int32]float32{3: 0.5, 4: -1, 5: -2}
	setWeights(store, at)
	_, gradient := differing(t, store, 1, someDifferences)
	sum := func(id int32, by float32) float64 {
		setWeights(store, map[int32]float32{id: at[id] + by})
		logits, _ := differing(t, store, 1, someDifferences)
		setWeights(store, map[int32]float32{id: at[id]})
		total := 0.0
		for _, row := range logits {
			total += float64(row[0])
		}
		return total
	}
	const shift = 1e-2
	for id := range int32(9) {
		want := (sum(id, shift) - sum(id, -shift)) / (2 * shift)
		if got := float64(gradient[id]); math.Abs(got-want) > 1e-3 {
			t.Errorf("weight %d: gradient %v, want %v", id, got, want)
		}
	}
}

func TestComparisonsNeedTexts(t *testing.T) {
	for name, a := range map[string]pair.Architecture{"pair.Differences": pair.Differences{}, "pair.Similarities": pair.Similarities{}} {
		exec, err := model.NewExec(backend(t), model.NewStore(), func(scope *model.Scope, ids *graph.Node) *graph.Node {
			return a.Logits(scope, pair.Input{A: ids, B: ids}, []float32{0})
		})
		if err == nil {
			_, err = exec.Call([][]int32{{2}})
		}
		if err == nil || !strings.Contains(err.Error(), name+": there are no texts") {
			t.Errorf("%s without texts: %v", name, err)
		}
	}
}

func TestReadsComparisons(t *testing.T) {
	for _, c := range []struct {
		reads     func(pair.Architecture) bool
		of, other pair.Architecture
	}{
		{pair.ReadsDifferences, pair.Differences{}, pair.Similarities{}},
		{pair.ReadsSimilarities, pair.Similarities{}, pair.Differences{}},
	} {
		for _, a := range []pair.Architecture{c.of, pair.Default(), pair.Ensemble{Members: []pair.Architecture{tiny, c.of}}} {
			if !c.reads(a) {
				t.Errorf("%v does not read %v", a, c.of)
			}
		}
		for _, a := range []pair.Architecture{tiny, c.other, pair.Ensemble{Members: []pair.Architecture{tiny}}, pair.Ensemble{Members: []pair.Architecture{c.other}}} {
			if c.reads(a) {
				t.Errorf("%v reads %v", a, c.of)
			}
		}
	}
}
