package layers

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// amounts are values of three features, [N, 3]: lognormal ones, normal ones, and counts that are mostly 0.
func amounts(n int) []float32 {
	r := rand.New(rand.NewPCG(5, 2026))
	var values []float32
	for range n {
		count := float32(0)
		if r.Float64() < 0.1 {
			count = float32(1 + r.IntN(5))
		}
		values = append(values, float32(math.Exp(2*r.NormFloat64())), float32(3*r.NormFloat64()+7), count)
	}
	return values
}

// replaced applies q in a store, over stand-ins for the standardised features: [N, width].
func replaced(t *testing.T, b compute.Backend, store *model.Store, q Quantiles, values []float32, width int) [][]float32 {
	t.Helper()
	flat := call(t, b, store, func(scope *model.Scope, in []*Node) []*Node {
		return []*Node{q.Replace(scope.In("quantiles"), in[0], Neg(in[0]))}
	}, tensors.FromFlatDataAndDimensions(values, len(values)/width, width))[0]
	var rows [][]float32
	for row := range slices.Chunk(flat, width) {
		rows = append(rows, row)
	}
	return rows
}

// TestQuantiles: features with heavy tails come to the normal distribution of their ranks, others stay as they are standardised, and what
// is kept with the weights does the same.
func TestQuantiles(t *testing.T) {
	b, values, store := backends(t)[goName], amounts(4000), model.NewStore()
	q := NewQuantiles(values, 3)
	got := replaced(t, b, store, q, values, 3)
	ranks := make([]float64, 0, len(got))
	for i, row := range got {
		if want := math.Log(float64(values[3*i])) / 2; math.Abs(want) < 1.8 && math.Abs(float64(row[0])-want) > 0.15 {
			t.Fatalf("%v becomes %v, want about %v", values[3*i], row[0], want)
		}
		if row[1] != -values[3*i+1] {
			t.Fatalf("the normal feature %v becomes %v", values[3*i+1], row[1])
		}
		if (row[2] > 1) != (values[3*i+2] > 0) {
			t.Fatalf("a count of %v becomes %v", values[3*i+2], row[2])
		}
		ranks = append(ranks, float64(row[0]))
	}
	if least, greatest := slices.Min(ranks), slices.Max(ranks); least < -4 || greatest > 4 || greatest < 3 {
		t.Errorf("ranks from %v to %v", least, greatest)
	}
	again := replaced(t, b, store, Quantiles{}, values, 3)
	for i := range again {
		if again[i][0] != float32(ranks[i]) {
			t.Fatalf("row %d: %v, and as it was learned %v", i, again[i][0], ranks[i])
		}
	}
	beyond := replaced(t, b, store, q, []float32{-1e30, 0, 0, 1e30, 0, 1e30}, 3)
	if float64(beyond[0][0]) != slices.Min(ranks) || float64(beyond[1][0]) != slices.Max(ranks) {
		t.Errorf("beyond what was seen: %v", beyond)
	}
}

// Without heavy tails there is nothing to learn: normal, uniform, exponential and two-valued features, and constants.
func TestQuantilesOfLightTails(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 2026))
	var values []float32
	for range 3000 {
		half := float32(0)
		if r.Float64() < 0.4 {
			half = 1
		}
		values = append(values, float32(r.NormFloat64()), r.Float32(), float32(r.ExpFloat64()), half, 5)
	}
	if q := NewQuantiles(values, 5); q.heavy != nil {
		t.Errorf("heavy tails %v", q.heavy)
	}
	if q := NewQuantiles([]float32{1, 2}, 2); q.heavy != nil {
		t.Errorf("heavy tails of one row: %v", q.heavy)
	}
}
