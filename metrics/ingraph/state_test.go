package ingraph_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/ingraph"
)

// form is what a State writes.
type form struct {
	Binned struct {
		Bins                 int
		Positives, Negatives struct {
			Bins, Rows       []int64
			Weights, Squares [][2]float64
		}
		LogLoss [3][2]float64 `json:"log_loss"`
		Brier   [3][2]float64
	}
}

func formOf(t *testing.T, s *metrics.State) form {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var f form
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// same fails unless counts are equal and sums too but for rounding.
func same(t *testing.T, got, want *metrics.State) {
	t.Helper()
	g, w := formOf(t, got).Binned, formOf(t, want).Binned
	if g.Bins != w.Bins {
		t.Fatalf("%d bins, want %d", g.Bins, w.Bins)
	}
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"positive bins", g.Positives.Bins, w.Positives.Bins}, {"positive rows", g.Positives.Rows, w.Positives.Rows},
		{"negative bins", g.Negatives.Bins, w.Negatives.Bins}, {"negative rows", g.Negatives.Rows, w.Negatives.Rows},
	} {
		if fmt.Sprint(c.got) != fmt.Sprint(c.want) {
			t.Fatalf("%s: %v\nwant %v", c.name, c.got, c.want)
		}
	}
	for _, c := range []struct {
		name      string
		got, want [][2]float64
		slack     float64
	}{
		{"positive weights", g.Positives.Weights, w.Positives.Weights, 1e-15},
		{"positive squares", g.Positives.Squares, w.Positives.Squares, 1e-15},
		{"negative weights", g.Negatives.Weights, w.Negatives.Weights, 1e-15},
		{"negative squares", g.Negatives.Squares, w.Negatives.Squares, 1e-15},
		{"log loss", g.LogLoss[:], w.LogLoss[:], 1e-9}, // 1-score of a saturated score is a few ulps
		{"brier", g.Brier[:], w.Brier[:], 1e-13},
	} {
		if len(c.got) != len(c.want) {
			t.Fatalf("%s: %d sums, want %d", c.name, len(c.got), len(c.want))
		}
		for i := range c.got {
			g, w := c.got[i][0]+c.got[i][1], c.want[i][0]+c.want[i][1]
			if math.Abs(g-w) > c.slack*math.Abs(w) {
				t.Errorf("%s %d: %v, want %v (%g off)", c.name, i, g, w, g/w-1)
			}
		}
	}
}

// TestEqualsTheHost counts random batches, each split of the examples into batches another one.
func TestEqualsTheHost(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		rng := rand.New(rand.NewPCG(1, 2))
		for _, bins := range []int{1, 1000, metrics.MaxBins} {
			for i, output := range []ingraph.Output{ingraph.Logits, ingraph.Probabilities} {
				for kind := range 4 {
					if b.Name() != "go" && bins != 1000 && kind != 3 {
						continue // each takes XLA a second or more to compile
					}
					weighted, masked := kind&1 == 1, kind&2 == 2
					t.Run(fmt.Sprintf("%d bins, output %d, weighted %v, masked %v", bins, i, weighted, masked), func(t *testing.T) {
						e := random(rng, 500, bins, output, weighted, masked)
						c := newCounter(t, b, ingraph.New("split", bins, output))
						for begin := 0; begin < len(e.labels); {
							end, size := min(begin+1+rng.IntN(150), len(e.labels)), 150 // padded
							if rng.IntN(3) == 0 {
								end, size = min(begin+100, len(e.labels)), 0
							}
							c.step(t, e.columns(begin, end, size, weighted))
							begin = end
						}
						same(t, c.read(t), e.host(t, output, bins))
					})
				}
			}
		}
	})
}

// TestWeightsOfSomeSteps mixes steps with and without weights.
func TestWeightsOfSomeSteps(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		rng := rand.New(rand.NewPCG(3, 4))
		plain := random(rng, 100, 16, ingraph.Logits, false, false)
		weighted := random(rng, 100, 16, ingraph.Logits, true, false)
		c := newCounter(t, b, ingraph.New("split", 16, ingraph.Logits))
		c.step(t, plain.columns(0, 100, 0, true))
		c.step(t, weighted.columns(0, 100, 0, true))
		want := plain.host(t, ingraph.Logits, 16)
		if err := want.Merge(weighted.host(t, ingraph.Logits, 16)); err != nil {
			t.Fatal(err)
		}
		same(t, c.read(t), want)
	})
}

func TestWeightsOfOneAreNone(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		e := examples{predictions: []float32{0.1, 0.9}, labels: []bool{false, true}, weights: []float32{1, 1}}
		c := newCounter(t, b, ingraph.New("split", 4, ingraph.Probabilities))
		c.step(t, e.columns(0, 2, 0, true))
		same(t, c.read(t), e.host(t, ingraph.Probabilities, 4))
	})
}

// TestCountsDoNotStall starts one bin just below 2^24, where float32 counters stop, and near 2^40.
func TestCountsDoNotStall(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		for _, start := range []int64{1<<24 - 1, 1 << 40} {
			e := examples{predictions: make([]float32, 256), labels: make([]bool, 256)}
			c := newCounter(t, b, ingraph.New("split", 2, ingraph.Logits))
			c.step(t, e.columns(0, 256, 0, true))
			c.set(t, "rows", []int64{0, start, 0, 0, 0, 0})
			c.set(t, "losses", make([]float64, 12), 2, 6)
			for range 3 {
				c.step(t, e.columns(0, 256, 0, true))
			}
			if got, want := c.read(t).Negatives(), start+3*256; got != want {
				t.Errorf("%d negatives, want %d", got, want)
			}
		}
		if stalled := float32(1<<24) + 1; stalled != 1<<24 {
			t.Error("float32 counters no longer stall")
		}
	})
}

func (c *counter) set(t *testing.T, name string, value any, dimensions ...int) {
	t.Helper()
	var tensor *tensors.Tensor
	switch flat := value.(type) {
	case []int64:
		tensor = tensors.FromFlatDataAndDimensions(flat, len(flat))
	case []float64:
		tensor = tensors.FromFlatDataAndDimensions(flat, dimensions...)
	}
	if err := c.store.GetVariable("/metrics/split/" + name).SetValue(tensor); err != nil {
		t.Fatal(err)
	}
}

// TestSmallWeightsAreNotSwallowed adds weights that a float64 sum of the first would lose.
func TestSmallWeightsAreNotSwallowed(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		c := newCounter(t, b, ingraph.New("split", 2, ingraph.Probabilities))
		step := func(weight float32) {
			e := examples{predictions: []float32{0.25}, labels: []bool{true}, weights: []float32{weight}}
			c.step(t, e.columns(0, 1, 0, true))
		}
		step(1 << 60)
		for range 100 {
			step(1)
		}
		w := formOf(t, c.read(t)).Binned.Positives.Weights[0]
		if w[0] != 1<<60 || w[1] != 100 {
			t.Errorf("the weights sum to %v, want [2^60 100]", w)
		}
	})
}

func TestFaultsNameTheirSteps(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	onBackends(t, func(t *testing.T, b compute.Backend) {
		for _, test := range []struct {
			name   string
			output ingraph.Output
			bad    examples
			want   string
		}{
			{"NaN", ingraph.Logits, examples{predictions: []float32{nan, 1, nan}}, "steps 3 to 5 after Reset: 4 scores that are NaN"},
			{"infinite", ingraph.Logits, examples{predictions: []float32{inf, 1, 2}}, "steps 3 to 5 after Reset: 2 scores that are infinite"},
			{"a logit", ingraph.Probabilities, examples{predictions: []float32{1.5, 1, 0}}, "steps 3 to 5 after Reset: 2 scores"},
			{"weights", ingraph.Logits, examples{predictions: []float32{1, 1, 2}, weights: []float32{-1, nan, inf}}, "steps 3 to 5 after Reset: 6 weights"},
			{"of weight 0", ingraph.Logits, examples{predictions: []float32{nan, 1, 2}, weights: []float32{0, 1, 1}}, "2 scores that are NaN"},
		} {
			t.Run(test.name, func(t *testing.T) {
				test.bad.labels = make([]bool, 3)
				good := examples{predictions: []float32{0.5, 0.25, 1}, labels: make([]bool, 3), weights: test.bad.weights}
				if good.weights != nil {
					good.weights = []float32{1, 2, 0}
				}
				c := newCounter(t, b, ingraph.New("valid", 8, test.output))
				for i := range 6 {
					e := good
					if i == 2 || i == 4 {
						e = test.bad
					}
					c.step(t, e.columns(0, 3, 0, true))
				}
				_, err := c.state.Read(c.store)
				if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "valid") {
					t.Fatalf("%v: want an error with %q", err, test.want)
				}
				if err := c.state.Reset(c.store); err != nil {
					t.Fatal(err)
				}
				c.step(t, good.columns(0, 3, 0, true))
				same(t, c.read(t), good.host(t, test.output, 8))
				if steps, err := c.state.Steps(c.store); steps != 1 || err != nil {
					t.Errorf("%d steps, %v", steps, err)
				}
			})
		}
	})
}

func TestSoftLabelsAreRefused(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		c := newCounter(t, b, ingraph.New("split", 8, ingraph.Logits))
		c.step(t, []any{[]float32{0, 1}, []float32{1, 0.9}})
		if _, err := c.state.Read(c.store); err == nil || !strings.Contains(err.Error(), "step 1 after Reset: 1 labels that are neither 0 nor 1") {
			t.Error(err)
		}
	})
}

// TestKindsOfTensors gives labels, weights and predictions in other types.
func TestKindsOfTensors(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		want := examples{predictions: []float32{-1, 0.5, 3}, labels: []bool{false, true, true}, weights: []float32{1, 2, 3}}
		for _, labels := range []any{[]bool{false, true, true}, []int32{0, 1, 1}, []int64{0, 1, 1}, []uint8{0, 1, 1}, []float64{0, 1, 1}} {
			c := newCounter(t, b, ingraph.New("split", 64, ingraph.Logits))
			c.step(t, []any{want.predictions, labels, []int32{1, 2, 3}, []bool{true, true, true}})
			same(t, c.read(t), want.host(t, ingraph.Logits, 64))
		}
		state := ingraph.New("half", 64, ingraph.Logits)
		store := gomlx.NewStore()
		exec, err := gomlx.NewExec(b, store, func(scope *gomlx.Scope, columns []*graph.Node) *graph.Node {
			half := graph.ConvertDType(columns[0], dtypes.BFloat16)
			state.Update(scope, columns[1:], []*graph.Node{half})
			return columns[0]
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := exec.Call(want.predictions, want.labels, want.weights); err != nil {
			t.Fatal(err)
		}
		got, err := state.Read(store)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, want.host(t, ingraph.Logits, 64))
	})
}

func TestUpdateRefusesShapes(t *testing.T) {
	b := open(t, "go")
	for name, columns := range map[string][]any{
		"give the difference": {[][]float32{{1, 2}}, []float32{1}},
		"there are 2":         {[]float32{1, 2}, []float32{1}},
		"float32":             {[]float64{1}, []float32{1}},
		"two tensors":         {[]float32{1}, []float32{1}, []float32{1}, []float32{1}},
		"at least one":        {[]float32{1}},
	} {
		c := newCounter(t, b, ingraph.New("split", 8, ingraph.Logits))
		if _, err := c.exec.Call(columns...); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: want an error with %q", err, name)
		}
	}
}

func TestReadBeforeAnyStep(t *testing.T) {
	state, store := ingraph.New("split", 8, ingraph.Logits), gomlx.NewStore()
	if err := state.Reset(store); err != nil {
		t.Fatal(err)
	}
	got, err := state.Read(store)
	if err != nil || got.Positives() != 0 || got.Bins() != 8 {
		t.Error(got, err)
	}
}

func TestNewPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"no name": func() { ingraph.New("", 8, ingraph.Logits) },
		"slash":   func() { ingraph.New("a/b", 8, ingraph.Logits) },
		"bins":    func() { ingraph.New("a", metrics.MaxBins+1, ingraph.Logits) },
		"output":  func() { ingraph.New("a", 8, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

// TestAllScoresInOneBin has ties only, and saturated ones.
func TestAllScoresInOneBin(t *testing.T) {
	onBackends(t, func(t *testing.T, b compute.Backend) {
		c := newCounter(t, b, ingraph.New("split", 4096, ingraph.Logits))
		for _, x := range []float32{0, -90, 90, math.MaxFloat32, -math.MaxFloat32, 1e-40, -1e-40} {
			e := examples{labels: make([]bool, 500)}
			for i := range e.labels {
				e.predictions, e.labels[i] = append(e.predictions, x), i%5 == 0
			}
			if err := c.state.Reset(c.store); err != nil {
				t.Fatal(err)
			}
			c.step(t, e.columns(0, 500, 0, true))
			same(t, c.read(t), e.host(t, ingraph.Logits, 4096))
		}
	})
}
