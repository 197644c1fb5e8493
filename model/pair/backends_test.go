package pair_test

import (
	"fmt"
	"maps"
	"math"
	"os"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	backends "github.com/seqpair/seqpair/model/backend"
	"github.com/seqpair/seqpair/model/pair"
)

// TestBackendsAgree compares logits, and the gradients of all weights, of XLA, or what $GOMLX_BACKEND names, with those of pure Go, which reads the sides one by one:
// of sides padded to the same length, which XLA reads as one batch, and of others.
func TestBackendsAgree(t *testing.T) {
	if _, found := backends.Find(); !found && os.Getenv("GOMLX_BACKEND") == "" {
		t.Skip("there is no XLA plugin")
	}
	xla, err := backends.New()
	if err != nil {
		t.Fatal(err)
	}
	all := maps.Clone(architectures)
	all["differences"], all["similarities"] = pair.Differences{}, pair.Similarities{Hidden: 5}
	a := [][]int32{{2, 3, 2, 5, 0}, {5, 5, 0, 0, 0}, {0, 0, 0, 0, 0}}
	for _, b := range [][][]int32{{{4, 6, 7, 0, 0}, {8, 4, 6, 4, 1}, {2, 3, 0, 0, 0}}, {{4, 6, 7}, {8, 4, 6}, {2, 3, 0}}} {
		for name, s := range all {
			got, want := logitsAndGradients(t, xla, s, a, b), logitsAndGradients(t, backend(t), s, a, b)
			if len(got) != len(want) {
				t.Errorf("%s: %d tensors on XLA, %d on pure Go", name, len(got), len(want))
			}
			for path, values := range want {
				if at := differ(got[path], values); at != "" {
					t.Errorf("%s, B padded to %d: %s: %s on XLA", name, len(b[0]), path, at)
				}
			}
		}
	}
}

// differ says where two lists do; empty if nowhere.
func differ(got, want []float32) string {
	for i := range want {
		if i >= len(got) || !(math.Abs(float64(got[i]-want[i])) <= 1e-5+1e-4*math.Abs(float64(want[i]))) {
			return fmt.Sprintf("value %d of %v is not that of %v", i, want, got)
		}
	}
	return ""
}

// logitsAndGradients returns what a network with the first weights of its seed says, and the gradients of the sum of its logits'
// sines, by the path of the weights.
func logitsAndGradients(t *testing.T, on compute.Backend, s pair.Architecture, a, b [][]int32) map[string][]float32 {
	t.Helper()
	in := pair.Input{SizeA: vocabulary, SizeB: vocabulary}
	var paths []string
	exec, err := model.NewExec(on, model.NewStore(), func(scope *model.Scope, a, b *graph.Node) []*graph.Node {
		in.A, in.B, in.Differences, in.Similarities = a, b, graph.Const(a.Graph(), someDifferences), graph.Const(a.Graph(), someSimilarities)
		logits := s.Logits(scope, in, []float32{0.5})
		var weights []*graph.Node
		paths = []string{"logits"}
		for v := range scope.Store().IterVariables() {
			if v.Trainable {
				paths, weights = append(paths, v.Path()), append(weights, v.NodeValue(a.Graph()))
			}
		}
		return append([]*graph.Node{logits}, graph.Gradient(graph.ReduceAllSum(graph.Sin(logits)), weights...)...)
	})
	if err != nil {
		t.Fatal(err)
	}
	outputs, err := exec.Call(a, b)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]float32{}
	for i, output := range outputs {
		all[paths[i]] = tensors.MustCopyFlatData[float32](output)
	}
	return all
}
