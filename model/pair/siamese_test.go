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

// network runs an architecture with one set of weights, which store keeps.
func network(t *testing.T, s pair.Architecture, store *model.Store, columns int) func(a, b [][]int32) [][]float32 {
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
	for name, s := range architectures {
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

func TestSymmetry(t *testing.T) {
	for name, s := range architectures {
		logits := network(t, s, model.NewStore(), 2)
		a, b := [][]int32{{2, 3, 4, 5}}, [][]int32{{5, 3, 4, 0}}
		forth, back := logits(a, b)[0], logits(b, a)[0]
		if same := near(forth[0], back[0]) && near(forth[1], back[1]); same != s.Symmetric() {
			t.Errorf("%s: %v, and %v with the sides swapped", name, forth, back)
		}
	}
}

func TestEmptySequences(t *testing.T) {
	for name, s := range architectures {
		logits := network(t, s, model.NewStore(), 1)
		for _, row := range logits([][]int32{{0, 0, 0}, {0, 0, 0}}, [][]int32{{0, 0, 0}, {2, 3, 4}}) {
			if v := float64(row[0]); math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: logit %v", name, v)
			}
		}
	}
}

func TestSeedsDecideInitialWeights(t *testing.T) {
	for name, s := range architectures {
		logit := func(seed int64) float32 {
			store := model.NewStore()
			store.SetParam(model.ParamInitialSeed, seed)
			return network(t, s, store, 1)([][]int32{{2, 3, 4, 5}}, [][]int32{{5, 6, 7, 0}})[0][0]
		}
		if logit(1) != logit(1) {
			t.Errorf("%s: the same seed gives other weights", name)
		}
		if _, zero := s.(pair.Wide); logit(1) == logit(2) && !zero {
			t.Errorf("%s: another seed gives the same weights", name)
		}
	}
}

// TestGradient compares the gradient of the embeddings with central differences: everything else lies between.
func TestGradient(t *testing.T) {
	for name, s := range architectures {
		if _, linear := s.(pair.Wide); linear {
			continue // it has no embeddings: TestWideIsLinear
		}
		t.Run(name, func(t *testing.T) {
			store := model.NewStore()
			logits := network(t, s, store, 1)
			a, b := [][]int32{{2, 3, 2, 5, 0}, {5, 5, 0, 0, 0}}, [][]int32{{4, 6, 7, 0, 0}, {8, 4, 6, 4, 1}}
			sum := func() float64 {
				total := 0.0
				for _, row := range logits(a, b) {
					total += float64(row[0])
				}
				return total
			}
			sum() // creates the variables
			path := "/shared/embedding"
			if !s.Symmetric() {
				path = "/a/embedding"
			}
			if _, ok := s.(pair.Ensemble); ok {
				path = "/member_1" + path
			}
			enlarge(store.GetVariable(path))
			checkGradient(t, store.GetVariable(path), gradientOf(t, s, store, path, a, b), sum)
		})
	}
}

// enlarge makes embeddings as large as training does, so that few rectifiers and maxima change within a small shift.
func enlarge(v *model.Variable) {
	v.MustValue().MustMutableFlatData(func(flat any) {
		for i := range flat.([]float32) {
			flat.([]float32)[i] *= 20
		}
	})
}

// checkGradient shifts every value of a variable of [vocabulary, n].
func checkGradient(t *testing.T, v *model.Variable, gradient [][]float32, sum func() float64) {
	t.Helper()
	const h = 2.5e-4 // against embeddings of about 0.5
	n := len(gradient[0])
	for i := range vocabulary * n {
		shift := func(by float32) float64 {
			v.MustValue().MustMutableFlatData(func(flat any) { flat.([]float32)[i] += by })
			return sum()
		}
		above := shift(h)
		below := shift(-2 * h)
		shift(h)
		want := (above - below) / (2 * h)
		if got := float64(gradient[i/n][i%n]); math.Abs(got-want) > 2e-3+0.02*math.Abs(want) {
			t.Errorf("id %d, dimension %d: gradient %v, difference %v", i/n, i%n, got, want)
		}
	}
}

func gradientOf(t *testing.T, s pair.Architecture, store *model.Store, path string, a, b [][]int32) [][]float32 {
	t.Helper()
	exec, err := model.NewExec(backend(t), store, func(scope *model.Scope, a, b *graph.Node) *graph.Node {
		z := s.Logits(scope, pair.Input{A: a, B: b, SizeA: vocabulary, SizeB: vocabulary}, make([]float32, 1))
		return graph.Gradient(graph.ReduceAllSum(z), store.GetVariable(path).NodeValue(z.Graph()))[0]
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
