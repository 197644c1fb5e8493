package pair_test

import (
	"math"
	"testing"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/pair"
)

var someSimilarities = [][][]int32{{{0, 12}, {3, 4}}, {{7, 7}, {0, 0}}, {{1, 2}, {12, 12}}} // [B, 1 + fields, measures]

// TestSimilaritiesAreADenseNetwork: the hidden units add up one weight for each measure, that of the step it is on, and the logits
// follow from them as in any dense network.
func TestSimilaritiesAreADenseNetwork(t *testing.T) {
	const steps, hidden = 13, 2
	store := model.NewStore()
	exec, err := model.NewExec(backend(t), store, func(scope *model.Scope, x *graph.Node) *graph.Node {
		return pair.Similarities{Hidden: hidden}.Logits(scope, pair.Input{Similarities: x}, []float32{-1, 0.5})
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Call(someSimilarities)
	if err != nil {
		t.Fatal(err)
	}
	weights := store.GetVariable("/hidden/weights").MustValue().Value().([][]float32)
	head := store.GetVariable("/head/weights").MustValue().Value().([][]float32)
	for i, got := range out[0].Value().([][]float32) {
		want := []float64{-1, 0.5}
		for unit := range hidden {
			sum := 0.0
			for row, measures := range someSimilarities[i] {
				for measure, step := range measures {
					sum += float64(weights[(row*len(measures)+measure)*steps+int(step)][unit])
				}
			}
			for column := range want {
				want[column] += max(sum, 0) * float64(head[unit][column])
			}
		}
		for column := range want {
			if math.Abs(float64(got[column])-want[column]) > 1e-6 {
				t.Errorf("pair %d: logits %v, want %v", i, got, want)
			}
		}
	}
}
