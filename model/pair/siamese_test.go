package pair_test

import (
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/pair"
)

const vocabulary = 9

var tiny = pair.Siamese{Embedding: 4, Filters: 6, Widths: []int{1, 3, 5}, Hidden: 5}

var openBackend = sync.OnceValues(func() (compute.Backend, error) { return gobackend.New("ops_sequential") })

func backend(t *testing.T) compute.Backend {
	t.Helper()
	b, err := openBackend()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// network runs s with one set of weights, which store keeps.
func network(t *testing.T, s pair.Siamese, store *model.Store, columns int) func(a, b [][]int32) [][]float32 {
	t.Helper()
	exec, err := model.NewExec(backend(t), store, func(scope *model.Scope, a, b *graph.Node) *graph.Node {
		return s.Logits(scope, pair.Input{A: a, B: b, SizeA: vocabulary, SizeB: vocabulary}, make([]float32, columns))
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(a, b [][]int32) [][]float32 {
		t.Helper()
		out, err := exec.Call(a, b)
		if err != nil {
			t.Fatal(err)
		}
		return out[0].Value().([][]float32)
	}
}

func near(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-6 }

func TestPaddingChangesNothing(t *testing.T) {
	for name, s := range map[string]pair.Siamese{"shared": tiny, "separate": {Embedding: 4, Filters: 6, Hidden: 5, Separate: true}} {
		logits := network(t, s, model.NewStore(), 1)
		short := logits([][]int32{{2, 3, 4, 5}}, [][]int32{{2, 3, 0, 0}})[0][0]
		for _, padded := range [][2][]int32{
			{{2, 3, 4, 5, 0, 0, 0}, {2, 3, 0, 0, 0, 0, 0}},
			{{2, 3, 4, 5}, {2, 3}},
			{{2, 3, 4, 5, 0}, {2, 3, 0}},
		} {
			got := logits([][]int32{padded[0]}, [][]int32{padded[1]})[0][0]
			if !near(got, short) {
				t.Errorf("%s: logit %v with padding to %d and %d, %v without", name, got, len(padded[0]), len(padded[1]), short)
			}
		}
	}
}

func TestSharedEncoderIsSymmetric(t *testing.T) {
	logits := network(t, tiny, model.NewStore(), 2)
	a, b := [][]int32{{2, 3, 4, 5}}, [][]int32{{5, 6, 7, 0}}
	forth, back := logits(a, b)[0], logits(b, a)[0]
	for i := range forth {
		if !near(forth[i], back[i]) {
			t.Errorf("output %d: %v, and %v with the sides swapped", i, forth[i], back[i])
		}
	}
}

func TestEmptySequences(t *testing.T) {
	logits := network(t, tiny, model.NewStore(), 1)
	for _, row := range logits([][]int32{{0, 0, 0}, {0, 0, 0}}, [][]int32{{0, 0, 0}, {2, 3, 4}}) {
		if v := float64(row[0]); math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("logit %v", v)
		}
	}
}

func TestSeedsDecideInitialWeights(t *testing.T) {
	logit := func(seed int64) float32 {
		store := model.NewStore()
		store.SetParam(model.ParamInitialSeed, seed)
		return network(t, tiny, store, 1)([][]int32{{2, 3, 4, 5}}, [][]int32{{5, 6, 7, 0}})[0][0]
	}
	if logit(1) != logit(1) {
		t.Error("the same seed gives other weights")
	}
	if logit(1) == logit(2) {
		t.Error("another seed gives the same weights")
	}
}

// TestGradient compares the gradient of the embeddings with central differences: the convolution's windows, the
// masks and both poolings lie between.
func TestGradient(t *testing.T) {
	store := model.NewStore()
	logits := network(t, tiny, store, 1)
	a, b := [][]int32{{2, 3, 2, 5, 0}, {5, 5, 0, 0, 0}}, [][]int32{{4, 6, 7, 0, 0}, {8, 4, 6, 4, 1}}
	sum := func() float64 {
		total := 0.0
		for _, row := range logits(a, b) {
			total += float64(row[0])
		}
		return total
	}
	sum() // creates the variables
	table := store.GetVariable("/shared/embedding")
	gradient := gradientOf(t, store, a, b)
	const h = 1e-3
	for id := range vocabulary {
		for d := range tiny.Embedding {
			shift := func(by float32) float64 {
				table.MustValue().MustMutableFlatData(func(flat any) { flat.([]float32)[id*tiny.Embedding+d] += by })
				return sum()
			}
			above := shift(h)
			below := shift(-2 * h)
			shift(h)
			want := (above - below) / (2 * h)
			if got := float64(gradient[id][d]); math.Abs(got-want) > 1e-3+0.02*math.Abs(want) {
				t.Errorf("id %d, dimension %d: gradient %v, difference %v", id, d, got, want)
			}
		}
	}
}

func gradientOf(t *testing.T, store *model.Store, a, b [][]int32) [][]float32 {
	t.Helper()
	exec, err := model.NewExec(backend(t), store, func(scope *model.Scope, a, b *graph.Node) *graph.Node {
		z := tiny.Logits(scope, pair.Input{A: a, B: b, SizeA: vocabulary, SizeB: vocabulary}, make([]float32, 1))
		return graph.Gradient(graph.ReduceAllSum(z), store.GetVariable("/shared/embedding").NodeValue(z.Graph()))[0]
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Call(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return out[0].Value().([][]float32)
}

func TestCheck(t *testing.T) {
	if err := (pair.Siamese{}).Check(); err != nil {
		t.Error("zero value:", err)
	}
	if err := pair.Small.Check(); err != nil {
		t.Error("Small:", err)
	}
	bad := pair.Siamese{Embedding: -1, Filters: -1, Hidden: -1, Widths: []int{2}, Dropout: 1}
	for _, want := range []string{"Embedding", "Filters", "Hidden", "Widths", "Dropout"} {
		if err := bad.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
}
