package pair

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/google/go-cmp/cmp"
)

// run builds a graph over ids on the pure-Go backend and returns what it says, in float32 or bool.
func run[T any](t *testing.T, build func(scope *model.Scope, a, b *graph.Node) *graph.Node, a, b [][]int32) T {
	t.Helper()
	backend, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	exec, err := model.NewExec(backend, model.NewStore(), build)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Call(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return out[0].Value().(T)
}

var (
	idsA = [][]int32{{2, 3, 4, 2, 3, 0}, {5, 5, 5, 0, 0, 0}, {0, 0, 0, 0, 0, 0}}
	idsB = [][]int32{{9, 2, 3, 4, 0}, {5, 6, 5, 0, 0}, {0, 0, 0, 0, 0}}
)

// TestSharedNGrams counts by hand: padding is no part of any n-gram.
func TestSharedNGrams(t *testing.T) {
	for n, want := range map[int][][]float32{
		1: {{1, 1, 1, 1, 1, 0}, {1, 1, 1, 0, 0, 0}, {0, 0, 0, 0, 0, 0}},
		2: {{1, 1, 0, 1, 0, 0}, {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}},
		3: {{1, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}},
		9: {{0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}}, // longer than the sequences
	} {
		got := run[[][]float32](t, func(_ *model.Scope, a, b *graph.Node) *graph.Node {
			return ngramsOf(a, n).in(ngramsOf(b, n))
		}, idsA, idsB)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d-grams: %s", n, diff)
		}
	}
}

// TestHashes: the graph and the host agree, else the table of rarities would say nothing.
func TestHashes(t *testing.T) {
	got := run[[][]uint32](t, func(_ *model.Scope, a, _ *graph.Node) *graph.Node { return ngramsOf(a, 3).hash }, idsA, idsB)
	for i, ids := range idsA {
		for at := 0; at+3 <= len(ids); at++ {
			if want := hashOf(ids[at : at+3]); got[i][at] != want {
				t.Errorf("sequence %d at %d: hash %d, want %d", i, at, got[i][at], want)
			}
		}
	}
}

func TestRarity(t *testing.T) {
	corpus := [][]int32{{2, 3, 2, 3}, {3}, {2, 3, 4}} // 2-gram (2, 3) in two of three, (3, 2) and (3, 4) in one
	got := run[[][]float32](t, func(scope *model.Scope, a, _ *graph.Node) *graph.Node { return ngramsOf(a, 2).rarity(scope, corpus) }, idsA, idsB)
	rarity := func(df float64) float32 { return float32(1 - math.Log1p(df)/math.Log1p(3)) }
	want := [][]float32{{rarity(2), rarity(1), 1, rarity(2), 0, 0}, {1, 1, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	none := tensors.MustCopyFlatData[float32](rarities(nil, 2))
	if len(none) != buckets || none[0] != 1 {
		t.Errorf("without a corpus: %d rarities, the first %v", len(none), none[0])
	}
}

// TestSimilarities of equal, of disjoint and of empty sequences.
func TestSimilarities(t *testing.T) {
	a, b := [][]int32{{2, 3, 4}, {2, 3, 4}, {0, 0, 0}, {2, 3, 4}}, [][]int32{{2, 3, 4}, {5, 6, 7}, {0, 0, 0}, {0, 0, 0}}
	got := run[[][]float32](t, func(scope *model.Scope, a, b *graph.Node) *graph.Node {
		return similarities(overlaps(scope, Input{A: a, B: b}, []int{1}))
	}, a, b)
	for i, want := range [][]float32{
		{1, 1, 1, 1, 0, 1, 1, 1, 1, 0}, // everything is shared, and rare as there is no corpus
		{0, 0, 0, 0, 1, 0, 0, 0, 0, 1},
		{0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
		{0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
	} {
		for j, v := range got[i] {
			if math.Abs(float64(v-want[j])) > 1e-3 {
				t.Errorf("pair %d, reading %d: %v, want %v", i, j, v, want[j])
			}
		}
	}
}

// TestMarks: what is said of an n-gram stands at its middle.
func TestMarks(t *testing.T) {
	got := run[[][][]float32](t, func(scope *model.Scope, a, b *graph.Node) *graph.Node {
		x, _ := overlaps(scope, Input{A: a, B: b}, []int{3})
		return x[0].marks()
	}, idsA, idsB)
	var shared []float32
	for _, mark := range got[0] {
		shared = append(shared, mark[0])
	}
	if diff := cmp.Diff([]float32{0, 1, 0, 0, 0, 0}, shared); diff != "" {
		t.Error(diff)
	}
}

// TestAttentionIsAMean: weights are not negative, add up to 1 over what is there, and are 0 elsewhere.
func TestAttentionIsAMean(t *testing.T) {
	got := run[[][][]float32](t, func(_ *model.Scope, a, b *graph.Node) *graph.Node {
		number := func(ids *graph.Node) *graph.Node {
			return graph.InsertAxes(graph.ConvertDType(ids, dtypes.Float32), -1)
		}
		scores := graph.Einsum("bif,bjf->bij", number(a), number(b))
		mask := padMask(b)
		return masked(scores, graph.Reshape(mask, mask.Shape().Dimensions[0], 1, -1), 2)
	}, idsA, idsB)
	for i, rows := range got {
		for _, row := range rows {
			sum := float32(0)
			for j, w := range row {
				if w < 0 || idsB[i][j] == 0 && w != 0 {
					t.Fatalf("pair %d: weight %v of id %d", i, w, idsB[i][j])
				}
				sum += w
			}
			if want := float32(min(1, idsB[i][0])); math.Abs(float64(sum-want)) > 1e-6 {
				t.Errorf("pair %d: the weights add up to %v, want %v", i, sum, want)
			}
		}
	}
}
