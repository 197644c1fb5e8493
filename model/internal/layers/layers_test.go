package layers

import (
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph" //nolint:revive // GoMLX's own idiom in graph code
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/seqpair/seqpair/model/backend"
)

// backends are pure Go and XLA: $GOMLX_BACKEND's where it names one, else that on the CPU, where its plugin is.
func backends(t *testing.T) map[string]compute.Backend {
	t.Helper()
	pureGo, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]compute.Backend{goName: pureGo}
	if _, found := backend.Find(); found || os.Getenv("GOMLX_BACKEND") != "" {
		if all["XLA"], err = backend.New(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

const goName = "pure Go"

// call runs a graph once and returns its outputs.
func call(t *testing.T, b compute.Backend, store *model.Store, build func(*model.Scope, []*Node) []*Node, inputs ...any) [][]float32 {
	t.Helper()
	exec, err := model.NewExec(b, store, build)
	if err != nil {
		t.Fatal(err)
	}
	outputs, err := exec.Call(inputs...)
	if err != nil {
		t.Fatal(err)
	}
	all := make([][]float32, len(outputs))
	for i, output := range outputs {
		all[i] = tensors.MustCopyFlatData[float32](output)
	}
	return all
}

// TestProduct compares a product and its gradients with what is worked out by hand: of the sum of squares of y = x·w they
// are 2y·wᵀ and xᵀ·2y.
func TestProduct(t *testing.T) {
	x, w := []float32{1, 2, 3, 4, 5, 6, 7, 8}, []float32{1, -1, 0, 2, 1, 1}
	want := [][]float32{
		{5, 1, 2, 11, 1, 4, 17, 1, 6, 23, 1, 8},
		{8, 26, 20, 54, 32, 82, 44, 110},
		{568, 32, 200, 680, 40, 240},
	}
	for name, b := range backends(t) {
		for _, dims := range [][]int{{4, 2}, {2, 2, 2}} {
			got := call(t, b, model.NewStore(), func(_ *model.Scope, in []*Node) []*Node {
				y := Product(in[0], in[1])
				return append([]*Node{y}, Gradient(ReduceAllSum(Square(y)), in...)...)
			}, tensors.FromFlatDataAndDimensions(x, dims...), tensors.FromFlatDataAndDimensions(w, 2, 3))
			for i := range want {
				for j := range want[i] {
					if got[i][j] != want[i][j] {
						t.Errorf("%s, %v: output %d is %v, want %v", name, dims, i, got[i], want[i])
						break
					}
				}
			}
		}
	}
}

// TestProductOfRows compares products of rows much wider than what comes out, and narrower, and their gradients, with GoMLX's own.
func TestProductOfRows(t *testing.T) {
	for name, b := range backends(t) {
		for _, dims := range [][]int{{2, 3, 2 * wide}, {2, 2, 3, 2 * wide}, {2, 3, 1}, {9, 8}, {2, 8}} {
			const units = 2
			both := func(of func(x, weights *Node) *Node) [][]float32 {
				return call(t, b, model.NewStore(), func(_ *model.Scope, in []*Node) []*Node {
					y := of(in[0], in[1])
					return append([]*Node{y}, Gradient(ReduceAllSum(Mul(y, Sin(y))), in...)...)
				}, numbers(dims...), numbers(dims[len(dims)-1], units))
			}
			near(t, fmt.Sprint(name, dims), both(Product), both(product))
		}
	}
}

// TestConvolution compares a convolution and its gradients with GoMLX's.
func TestConvolution(t *testing.T) {
	const filters = 2
	for name, b := range backends(t) {
		for _, width := range []int{1, 3, 5} {
			both := func(convolve func(scope *model.Scope, x *Node) *Node) [][]float32 {
				store := model.NewStore()
				return call(t, b, store, func(scope *model.Scope, in []*Node) []*Node {
					y := convolve(scope, in[0])
					weights := scope.Store().GetVariable("/weights").NodeValue(y.Graph())
					return append([]*Node{y}, Gradient(ReduceAllSum(Mul(y, Sin(y))), in[0], weights)...)
				}, numbers(3, 4, 3))
			}
			got := both(func(scope *model.Scope, x *Node) *Node { return Convolution(scope, x, width, filters) })
			want := both(func(scope *model.Scope, x *Node) *Node {
				kernel := Reshape(Weights(scope, x.Graph(), width*3, filters), width, 3, filters)
				return Add(Convolve(x, kernel).PadSame().Done(), InsertAxes(Bias(scope, x.Graph(), filters, nil), 0, 0))
			})
			near(t, fmt.Sprint(name, " width ", width), got, want)
		}
	}
}

// numbers are a tensor of different ones.
func numbers(dims ...int) *tensors.Tensor {
	flat := make([]float32, shapes.Make(dtypes.Float32, dims...).Size())
	for i := range flat {
		flat[i] = float32(math.Sin(float64(3*i + 1)))
	}
	return tensors.FromFlatDataAndDimensions(flat, dims...)
}

// near compares outputs to 1e-5.
func near(t *testing.T, name string, got, want [][]float32) {
	t.Helper()
	for i := range want {
		for j := range want[i] {
			if math.Abs(float64(got[i][j]-want[i][j])) > 1e-5 {
				t.Errorf("%s: output %d is %v, want %v", name, i, got[i], want[i])
				break
			}
		}
	}
}

// TestDropout counts what is left of ones: within 5 standard deviations, and as often beside a zero as beside another.
func TestDropout(t *testing.T) {
	const n, share = 40_000, 0.35
	ones := make([]float32, n)
	for i := range ones {
		ones[i] = 1
	}
	for name, b := range backends(t) {
		got := call(t, b, model.NewStore(), func(scope *model.Scope, in []*Node) []*Node {
			scope.Store().SetTraining(in[0].Graph(), true)
			return []*Node{Dropout(scope, in[0], share), Dropout(scope, in[0], share)}
		}, tensors.FromFlatDataAndDimensions(ones, 200, 200))
		var left, besides, both int
		for i, v := range got[0] {
			if v == 0 {
				continue
			}
			if math.Abs(float64(v)-1/(1-share)) > 1e-6 {
				t.Fatalf("%s: 1 becomes %v", name, v)
			}
			left++
			if i > 0 && got[0][i-1] != 0 {
				besides++
			}
			if got[1][i] != 0 {
				both++
			}
		}
		for what, k := range map[string]float64{
			"stay": float64(left) / n / (1 - share), "stay beside another": float64(besides) / float64(left) / (1 - share),
			"stay in both layers": float64(both) / float64(left) / (1 - share),
		} {
			if math.Abs(k-1) > 0.02 {
				t.Errorf("%s: %v times as many %s as should", name, k, what)
			}
		}
	}
}

// TestOrthogonal: rows are of length 1 and at right angles, and those of one seed and place are the same.
func TestOrthogonal(t *testing.T) {
	const rows, columns = 24, 96
	b := backends(t)[goName]
	draw := func() []float32 {
		return call(t, b, model.NewStore(), func(scope *model.Scope, inputs []*Node) []*Node {
			return []*Node{Orthogonal(scope.In("recurrent"), inputs[0].Graph(), rows, columns)}
		}, float32(0))[0]
	}
	weights := draw()
	for i := range rows {
		for j := range i + 1 {
			product := 0.0
			for k := range columns {
				product += float64(weights[i*columns+k]) * float64(weights[j*columns+k])
			}
			if want := float64(max(0, 1-(i-j))); math.Abs(product-want) > 1e-6 {
				t.Errorf("rows %d and %d: product %v, want %v", i, j, product, want)
			}
		}
	}
	if !slices.Equal(weights, draw()) {
		t.Error("the same seed gives other weights")
	}
}
