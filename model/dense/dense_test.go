package dense_test

import (
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	gomlx "github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model"
	"github.com/seqpair/seqpair/model/data"
	"github.com/seqpair/seqpair/model/dense"
)

var (
	tinyMLP  = dense.MLP{Hidden: []int{6, 5}, Dropout: -1}
	tinyUNet = dense.UNet{Filters: []int{3, 4, 5}, Dropout: -1}
)

var openBackend = sync.OnceValues(func() (compute.Backend, error) { return gobackend.New("ops_sequential") })

func backend(t *testing.T) compute.Backend {
	t.Helper()
	b, err := openBackend()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// noise is a tensor of reproducible numbers around 0.
func noise(dims ...int) *tensors.Tensor {
	size := 1
	for _, d := range dims {
		size *= d
	}
	values := make([]float32, size)
	for i := range values {
		values[i] = float32(math.Sin(float64(7*i+3)) + 0.5*math.Cos(float64(i*i)))
	}
	return tensors.FromFlatDataAndDimensions(values, dims...)
}

// exampleOf holds x, [N, …], with arbitrary labels.
func exampleOf(x *tensors.Tensor, labels int) *data.Examples {
	dims := x.Shape().Dimensions
	return &data.Examples{
		Columns: []data.Column{{Name: data.ColumnX, Shape: dims[1:], Floats: tensors.MustCopyFlatData[float32](x)}},
		Labels:  make([]bool, dims[0]*labels), Positions: labels,
	}
}

func learned(t *testing.T, n model.Network, x *tensors.Tensor, labels int) model.Network {
	t.Helper()
	n, err := n.(model.Learner).Learn(exampleOf(x, labels))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// logits are those of x, flat, with the variables of store.
func logits(t *testing.T, n model.Network, store *gomlx.Store, x *tensors.Tensor, columns int) (flat []float32, dims []int) {
	t.Helper()
	exec, err := gomlx.NewExec(backend(t), store, func(scope *gomlx.Scope, x *graph.Node) *graph.Node {
		return n.Logits(scope, map[string]*graph.Node{data.ColumnX: x}, make([]float32, columns))
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Call(x)
	if err != nil {
		t.Fatal(err)
	}
	return tensors.MustCopyFlatData[float32](out[0]), out[0].Shape().Dimensions
}

func TestShapes(t *testing.T) {
	for name, c := range map[string]struct {
		network model.Network
		x       []int
		labels  int
	}{
		"MLP":            {tinyMLP, []int{4, 3}, 1},
		"UNet":           {tinyUNet, []int{2, 8, 4, 1}, 32},
		"odd sides":      {tinyUNet, []int{2, 5, 7, 3}, 35},
		"one pixel":      {tinyUNet, []int{1, 1, 1, 2}, 1},
		"one scale":      {dense.UNet{Filters: []int{2}}, []int{1, 3, 3, 1}, 9},
		"MLP on a table": {tinyMLP, []int{2, 3, 4}, 1},
	} {
		for _, columns := range []int{1, 2} {
			x := noise(c.x...)
			flat, dims := logits(t, learned(t, c.network, x, c.labels), gomlx.NewStore(), x, columns)
			if len(flat) != c.x[0]*c.labels*columns || dims[len(dims)-1] != columns || dims[0] != c.x[0] {
				t.Errorf("%s: logits %v for %v and %d labels each", name, dims, c.x, c.labels)
			}
			for _, v := range flat {
				if math.IsNaN(float64(v)) {
					t.Errorf("%s: a logit is NaN", name)
				}
			}
		}
	}
}

// An example's logits do not depend on what else is in the batch.
func TestExamplesAreApart(t *testing.T) {
	store := gomlx.NewStore()
	both := noise(2, 5, 6, 2)
	n := learned(t, tinyUNet, both, 30)
	whole, _ := logits(t, n, store, both, 1)
	half := tensors.FromFlatDataAndDimensions(tensors.MustCopyFlatData[float32](both)[60:], 1, 5, 6, 2)
	alone, _ := logits(t, n, store, half, 1)
	for i, v := range alone {
		if math.Abs(float64(v-whole[30+i])) > 1e-5 {
			t.Fatalf("pixel %d: %v alone and %v among others", i, v, whole[30+i])
		}
	}
}

// Whatever the units that features are measured in, the logits are the same.
func TestUnitsChangeNothing(t *testing.T) {
	for name, c := range map[string]struct {
		network model.Network
		x       *tensors.Tensor
		labels  int
	}{"MLP": {tinyMLP, noise(9, 3), 1}, "UNet": {tinyUNet, noise(2, 4, 4, 3), 16}} {
		values := tensors.MustCopyFlatData[float32](c.x)
		for i := range values {
			values[i] = values[i]*[]float32{100, 0.02, -8}[i%3] + []float32{5, -3, 1000}[i%3]
		}
		other := tensors.FromFlatDataAndDimensions(values, c.x.Shape().Dimensions...)
		want, _ := logits(t, learned(t, c.network, c.x, c.labels), gomlx.NewStore(), c.x, 1)
		got, _ := logits(t, learned(t, c.network, other, c.labels), gomlx.NewStore(), other, 1)
		differs := false
		for i := range want {
			// A factor below zero turns a feature around, which is another input.
			differs = differs || math.Abs(float64(want[i]-got[i])) > 1e-2
		}
		if !differs {
			t.Errorf("%s: a feature that was turned around changes nothing: it is not read", name)
		}
		for i := range values {
			if i%3 == 2 {
				values[i] = 2000 - values[i]
			}
		}
		other = tensors.FromFlatDataAndDimensions(values, c.x.Shape().Dimensions...)
		got, _ = logits(t, learned(t, c.network, other, c.labels), gomlx.NewStore(), other, 1)
		for i := range want {
			if math.Abs(float64(want[i]-got[i])) > 1e-3 {
				t.Errorf("%s: logit %d is %v, and %v in other units", name, i, want[i], got[i])
			}
		}
	}
}

// A feature that never changes says nothing, and its value elsewhere must not blow up.
func TestConstantFeature(t *testing.T) {
	x := tensors.FromValue([][]float32{{1, 7}, {2, 7}, {3, 7}})
	store := gomlx.NewStore()
	n := learned(t, tinyMLP, x, 1)
	want, _ := logits(t, n, store, x, 1)
	got, _ := logits(t, n, store, tensors.FromValue([][]float32{{1, 9}, {2, 0}, {3, 7}}), 1)
	for i := range want {
		if want[i] != got[i] || math.IsNaN(float64(got[i])) {
			t.Errorf("logit %d is %v, and %v after a change of the constant feature", i, want[i], got[i])
		}
	}
}

// TestGradient compares the gradients of all weights with central differences, through both convolution layers, pooling,
// both ways across scales, and cropping.
func TestGradient(t *testing.T) {
	for name, c := range map[string]struct {
		network model.Network
		x       *tensors.Tensor
		labels  int
	}{"MLP": {tinyMLP, noise(5, 3), 1}, "UNet": {dense.UNet{Filters: []int{2, 3}, Dropout: -1}, noise(2, 3, 5, 2), 15}} {
		n, store := learned(t, c.network, c.x, c.labels), gomlx.NewStore()
		sum := func() float64 {
			total := 0.0
			flat, _ := logits(t, n, store, c.x, 2)
			for i, v := range flat {
				total += float64(v) * math.Sin(float64(i))
			}
			return total
		}
		sum() // makes the variables
		for v := range store.IterVariables() {
			if v.Name() == "bias" { // off the corners of the rectified units, where added pixels would stand
				v.MustValue().MustMutableFlatData(func(flat any) {
					for i := range flat.([]float32) {
						flat.([]float32)[i] += 0.1 + 0.02*float32(i)
					}
				})
			}
		}
		for v, gradient := range gradients(t, n, store, c.x, c.labels*2*c.x.Shape().Dimensions[0]) {
			const h = 3e-4
			for i := 0; i < len(gradient); i += 1 + len(gradient)/7 {
				shift := func(by float32) float64 {
					v.MustValue().MustMutableFlatData(func(flat any) { flat.([]float32)[i] += by })
					return sum()
				}
				above := shift(h)
				below := shift(-2 * h)
				shift(h)
				want := (above - below) / (2 * h)
				if got := float64(gradient[i]); math.Abs(got-want) > 0.01+0.03*math.Abs(want) {
					t.Errorf("%s: %s[%d]: gradient %v, difference %v", name, v.Path(), i, got, want)
				}
			}
		}
	}
}

func gradients(t *testing.T, n model.Network, store *gomlx.Store, x *tensors.Tensor, outputs int) map[*gomlx.Variable][]float32 {
	t.Helper()
	var variables []*gomlx.Variable
	for v := range store.IterVariables() {
		if v.Trainable {
			variables = append(variables, v)
		}
	}
	if len(variables) < 4 {
		t.Fatalf("%d trainable variables", len(variables))
	}
	weights := make([]float32, outputs)
	for i := range weights {
		weights[i] = float32(math.Sin(float64(i)))
	}
	exec, err := gomlx.NewExec(backend(t), store, func(scope *gomlx.Scope, x *graph.Node) []*graph.Node {
		z := n.Logits(scope, map[string]*graph.Node{data.ColumnX: x}, make([]float32, 2))
		sum := graph.ReduceAllSum(graph.Mul(graph.Reshape(z, outputs), graph.Const(z.Graph(), weights)))
		var of []*graph.Node
		for _, v := range variables {
			of = append(of, v.NodeValue(z.Graph()))
		}
		return graph.Gradient(sum, of...)
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Call(x)
	if err != nil {
		t.Fatal(err)
	}
	found := map[*gomlx.Variable][]float32{}
	for i, v := range variables {
		found[v] = tensors.MustCopyFlatData[float32](out[i])
	}
	return found
}

func TestCheck(t *testing.T) {
	for want, n := range map[string]model.Network{
		"Hidden holds 0":  dense.MLP{Hidden: []int{4, 0}},
		"Dropout is 1":    dense.MLP{Dropout: 1},
		"Dropout is NaN":  dense.UNet{Dropout: math.NaN()},
		"Filters holds 0": dense.UNet{Filters: []int{0}},
		"11 scales":       dense.UNet{Filters: make([]int, 11)},
	} {
		if err := n.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	for _, n := range []model.Network{dense.MLP{}, dense.UNet{}} {
		if err := n.Check(); err != nil {
			t.Error(err)
		}
		if _, err := n.(model.Learner).Learn(&data.Examples{Columns: []data.Column{{Name: "ids", Ints: []int32{1}}}}); err == nil || !strings.Contains(err.Error(), `"x"`) {
			t.Errorf("it learns from ids: %v", err)
		}
	}
}

// A zero and the default that it stands for are the same network, and what was learned is no part of its name.
func TestNetworksPrint(t *testing.T) {
	for want, n := range map[string]model.Network{
		`{"Name":"mlp","Hidden":[128,64],"Dropout":0.2}`:      dense.MLP{},
		`{"Name":"mlp","Hidden":[1000,500,250],"Dropout":-1}`: dense.MLP{Hidden: []int{1000, 500, 250}, Dropout: -0.5},
		`{"Name":"unet","Filters":[16,32,64],"Dropout":0.2}`:  learned(t, dense.UNet{}, noise(1, 2, 2, 1), 4),
	} {
		if got := n.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
