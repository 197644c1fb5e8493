package ingraph_test

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/ingraph"
	"github.com/seqpair/seqpair/model/backend"
)

// onBackends runs a test on the pure-Go backend and, where its plugin is found, on XLA.
func onBackends(t *testing.T, test func(t *testing.T, b compute.Backend)) {
	for _, name := range []string{"go", "xla"} {
		t.Run(name, func(t *testing.T) {
			if _, found := backend.Find(); name == "xla" && !found {
				t.Skip("no XLA plugin")
			}
			test(t, open(t, name))
		})
	}
}

func open(t testing.TB, name string) compute.Backend {
	t.Helper()
	t.Setenv(compute.ConfigEnvVar, name)
	b, err := backend.New()
	if err != nil {
		if name == "xla" {
			t.Skip(err)
		}
		t.Fatal(err)
	}
	os.Unsetenv(compute.ConfigEnvVar)
	t.Cleanup(b.Finalize)
	return b
}

// examples are columns of a split. Weights and mask may be nil.
type examples struct {
	predictions []float32
	labels      []bool
	weights     []float32
	mask        []bool
}

// random makes n examples, a tenth of which lie on or next to a bin's edge.
func random(rng *rand.Rand, n, bins int, output ingraph.Output, weighted, masked bool) examples {
	var e examples
	for range n {
		x := rng.Float64()
		if rng.IntN(10) == 0 {
			x = float64(rng.IntN(bins+1)) / float64(bins)
		}
		p := float32(x)
		if output == ingraph.Logits {
			p = float32(math.Log(x) - math.Log1p(-x))
			if rng.IntN(10) == 0 {
				p = float32(rng.NormFloat64() * 30) // saturated
			}
			p = min(max(p, -200), 200)
		}
		switch rng.IntN(20) {
		case 0:
			p = math.Nextafter32(p, 0)
		case 1:
			p = min(math.Nextafter32(p, 1), 200)
		}
		e.predictions = append(e.predictions, p)
		e.labels = append(e.labels, rng.Float64() < 0.2)
		if weighted {
			e.weights = append(e.weights, []float32{0, 1, 0.1, rng.Float32() * 1e3}[rng.IntN(4)])
		}
		if masked {
			hidden := rng.IntN(3) == 0
			e.mask = append(e.mask, !hidden)
			if hidden {
				e.predictions[len(e.mask)-1] = float32(math.NaN())
			}
		}
	}
	return e
}

// host counts the examples as package metrics does.
func (e examples) host(t testing.TB, output ingraph.Output, bins int) *metrics.State {
	t.Helper()
	var b metrics.Batch
	for i, x := range e.predictions {
		if e.mask != nil && !e.mask[i] {
			continue
		}
		score := float64(x)
		if output == ingraph.Logits {
			score = sigmoid(score)
		}
		b.Scores, b.Labels = append(b.Scores, score), append(b.Labels, e.labels[i])
		if e.weights != nil {
			b.Weights = append(b.Weights, float64(e.weights[i]))
		}
	}
	s := metrics.NewBinnedState(bins)
	if err := s.Update(b); err != nil {
		t.Fatal(err)
	}
	return s
}

func sigmoid(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}

// columns are the examples from begin up to end as tensors, padded to size behind the mask if size is larger.
func (e examples) columns(begin, end, size int, flat bool) []any {
	shape := []int{max(size, end-begin), 1}
	if flat {
		shape = shape[:1]
	}
	predictions, labels := make([]float32, shape[0]), make([]float32, shape[0])
	weights, mask := make([]float32, shape[0]), make([]bool, shape[0])
	copy(predictions, e.predictions[begin:end])
	for i := range end - begin {
		if e.labels[begin+i] {
			labels[i] = 1
		}
		mask[i] = e.mask == nil || e.mask[begin+i]
	}
	columns := []any{tensors.FromFlatDataAndDimensions(predictions, shape...), tensors.FromFlatDataAndDimensions(labels, shape...)}
	if e.weights != nil {
		copy(weights, e.weights[begin:end])
		columns = append(columns, tensors.FromFlatDataAndDimensions(weights, shape...))
	}
	if e.mask != nil || size > end-begin {
		columns = append(columns, tensors.FromFlatDataAndDimensions(mask, shape...))
	}
	return columns
}

// counter is a program that only counts.
type counter struct {
	state *ingraph.State
	store *gomlx.Store
	exec  *gomlx.Exec
}

func newCounter(t testing.TB, b compute.Backend, state *ingraph.State) *counter {
	t.Helper()
	c := &counter{state: state, store: gomlx.NewStore()}
	var err error
	c.exec, err = gomlx.NewExec(b, c.store, func(scope *gomlx.Scope, columns []*graph.Node) []*graph.Node {
		state.Update(scope, columns[1:], columns[:1])
		return []*graph.Node{graph.Const(columns[0].Graph(), int32(0))}
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *counter) step(t testing.TB, columns []any) {
	t.Helper()
	if _, err := c.exec.Call(columns...); err != nil {
		t.Fatal(err)
	}
}

func (c *counter) read(t testing.TB) *metrics.State {
	t.Helper()
	s, err := c.state.Read(c.store)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
