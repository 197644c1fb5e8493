package losses_test

import (
	"math"
	"os"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/model/losses"
)

// xlaBackend is that of $GOMLX_BACKEND, else XLA on the CPU.
func xlaBackend(t *testing.T) compute.Backend {
	t.Helper()
	if _, found := backend.Find(); !found && os.Getenv("GOMLX_BACKEND") == "" {
		t.Skip("no XLA plugin")
	}
	b, err := backend.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Finalize)
	return b
}

// wave is a tensor of n rows of size numbers: equal ones at every number of different rows.
func wave(n, size, different int) *tensors.Tensor {
	x := make([]float32, n*size)
	for i := range x {
		row, column := i/size, i%size
		x[i] = float32(math.Sin(1.37*float64(row%different*size+column) + 0.3))
	}
	return tensors.FromFlatDataAndDimensions(x, n, size)
}

// TestTiesOnBothBackends: XLA rounds a product otherwise where it computes it again, so that equal texts had other encodings, and
// equal logits did not tie.
func TestTiesOnBothBackends(t *testing.T) {
	unit := func(x *graph.Node) *graph.Node {
		return graph.Div(x, graph.Sqrt(graph.ReduceAndKeep(graph.Square(x), graph.ReduceSum, 1)))
	}
	for _, test := range []struct {
		name        string
		loss        pointwise
		predictions func(x, y *graph.Node) []*graph.Node
	}{
		{"triplets of encodings of length 1", losses.Triplet{}, func(x, y *graph.Node) []*graph.Node { return []*graph.Node{unit(y), unit(x)} }},
		{"the hardest of products", losses.PartialAUC(0.25), func(x, y *graph.Node) []*graph.Node {
			return []*graph.Node{graph.Mul(graph.SliceAxis(x, 1, graph.AxisElem(0)), graph.SliceAxis(x, 1, graph.AxisElem(1)))}
		}},
	} {
		var loss, size [2]float64
		for i, b := range []compute.Backend{goBackend(t), xlaBackend(t)} {
			exec, err := graph.NewExec(b, func(in []*graph.Node) []*graph.Node {
				value := graph.ReduceAllSum(test.loss.Loss(in[2:], test.predictions(in[0], in[1])))
				gradient := graph.Gradient(value, in[0])[0]
				return []*graph.Node{value, graph.ReduceAllSum(graph.Abs(gradient))}
			})
			if err != nil {
				t.Fatal(err)
			}
			labels := make([]float32, 64)
			for row := range labels {
				labels[row] = float32(1 - min(1, row%8))
			}
			out, err := exec.Call(wave(64, 8, 4), wave(64, 8, 64), labels)
			if err != nil {
				t.Fatal(err)
			}
			loss[i], size[i] = float64(out[0].Value().(float32)), float64(out[1].Value().(float32))
		}
		if !near(loss[1], loss[0], 1e-5) || !near(size[1], size[0], 1e-4) {
			t.Errorf("%s: loss %v and gradient %v on XLA, %v and %v on pure Go", test.name, loss[1], size[1], loss[0], size[0])
		}
	}
}

// TestBackendsAgree compares the value and the gradient of every loss. Float64, so that ties stay ties.
func TestBackendsAgree(t *testing.T) {
	xla := xlaBackend(t)
	for _, l := range every(t) {
		b := random(12, 3)
		b.weights = []float64{1, 2, 0.5, 1, 1, 3, 1, 0, 1, 1, 2, 1}
		b.mask = []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0}
		there := newEvaluator(t, l)
		there.backend = xla
		got, want := there.run(b), newEvaluator(t, l).run(b)
		if !near(got.loss, want.loss, 1e-9) || !near(got.unweighted, want.unweighted, 1e-9) {
			t.Errorf("%v: loss %v, unweighted %v on XLA, %v and %v on pure Go", l, got.loss, got.unweighted, want.loss, want.unweighted)
		}
		for i := range want.gradient {
			if !near(got.gradient[i], want.gradient[i], 1e-9) {
				t.Errorf("%v: gradient %d is %v on XLA, %v on pure Go", l, i, got.gradient[i], want.gradient[i])
			}
		}
	}
}
