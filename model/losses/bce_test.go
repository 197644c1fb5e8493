package losses_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/train/loss"

	"github.com/seqpair/seqpair/model/losses"
)

// BCE's method fits wherever GoMLX takes a loss.
var _ loss.LossFn = losses.BCE{}.Loss

// pointwise is a loss whose method is a loss function of GoMLX.
type pointwise interface {
	Loss(labels, predictions []*graph.Node) *graph.Node
}

func goBackend(t *testing.T) compute.Backend {
	t.Helper()
	b, err := gobackend.New("ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Finalize)
	return b
}

// each runs l on a batch and returns the loss of every example. weights may be nil.
func each(t *testing.T, l pointwise, labels []float32, logits [][]float32, weights []float32) []float32 {
	t.Helper()
	values, err := try(t, l, labels, logits, weights)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

// try is each, where what the loss panics with is the error.
func try(t *testing.T, l pointwise, labels []float32, logits [][]float32, weights []float32) ([]float32, error) {
	t.Helper()
	column := func(v []float32) [][]float32 {
		c := make([][]float32, len(v))
		for i := range v {
			c[i] = v[i : i+1]
		}
		return c
	}
	inputs := []any{column(labels), logits}
	if weights != nil {
		inputs = append(inputs, column(weights))
	}
	exec, err := graph.NewExec(goBackend(t), func(in []*graph.Node) *graph.Node {
		return l.Loss(append([]*graph.Node{in[0]}, in[2:]...), in[1:2])
	})
	if err != nil {
		return nil, err
	}
	out, err := exec.Call(inputs...)
	if err != nil {
		return nil, err
	}
	return out[0].Value().([]float32), nil
}

func mean(values []float32) float64 {
	sum := 0.0
	for _, v := range values {
		sum += float64(v)
	}
	return sum / float64(len(values))
}

func sigmoidLogits(x ...float32) [][]float32 {
	rows := make([][]float32, len(x))
	for i := range x {
		rows[i] = []float32{x[i]}
	}
	return rows
}

func softmaxLogits(x ...float32) [][]float32 {
	rows := make([][]float32, len(x))
	for i := range x {
		rows[i] = []float32{0.3 * x[i], 1.3 * x[i]}
	}
	return rows
}

// TestGolden compares with Keras 3.15.1, PyTorch and scikit-learn; the source of each case is in the file.
func TestGolden(t *testing.T) {
	text, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name      string
		Labels    []float32
		Logits    []float32
		Weights   []float32
		Class     *losses.Weights
		Reduction string
		Expected  float64
		Tolerance float64
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		l := losses.BCE{}
		if c.Class != nil {
			l.ClassWeight = *c.Class
		}
		for head, logits := range map[string][][]float32{"sigmoid": sigmoidLogits(c.Logits...), "softmax": softmaxLogits(c.Logits...)} {
			got := mean(each(t, l, c.Labels, logits, c.Weights))
			switch c.Reduction {
			case "sum":
				got *= float64(len(c.Labels))
			case "sum over weights":
				sum := 0.0
				for _, w := range c.Weights {
					sum += float64(w)
				}
				got *= float64(len(c.Labels)) / sum
			}
			if math.Abs(got-c.Expected) > c.Tolerance {
				t.Errorf("%s, %s head: %v, want %v", c.Name, head, got, c.Expected)
			}
		}
	}
}

func TestExtremeLogitsStayFinite(t *testing.T) {
	x := []float32{-1e4, -200, -1e-3, 0, 1e-3, 200, 1e4}
	for _, label := range []float32{0, 1} {
		labels := make([]float32, len(x))
		for i := range labels {
			labels[i] = label
		}
		for i, got := range each(t, losses.BCE{}, labels, sigmoidLogits(x...), nil) {
			z := float64(x[i])
			if label == 1 {
				z = -z
			}
			want := max(z, 0) + math.Log1p(math.Exp(-math.Abs(z)))
			if math.Abs(float64(got)-want) > 1e-6*max(1, want) {
				t.Errorf("label %v, logit %v: loss %v, want %v", label, x[i], got, want)
			}
		}
	}
}

// TestGradient compares with central differences of the formula in float64.
func TestGradient(t *testing.T) {
	l := losses.BCE{ClassWeight: losses.Weights{0: 0.5, 1: 4}}
	labels, weights := []float32{0, 1, 1, 0, 1}, []float32{1, 2, 0, 3, 0.25}
	x := []float32{-2.5, 0.75, 3, 0, -30}
	exec, err := graph.NewExec(goBackend(t), func(y, z, w *graph.Node) *graph.Node {
		return graph.Gradient(graph.ReduceAllSum(l.Loss([]*graph.Node{y, w}, []*graph.Node{z})), z)[0]
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Call(sigmoidLogits(labels...), sigmoidLogits(x...), sigmoidLogits(weights...))
	if err != nil {
		t.Fatal(err)
	}
	const h = 1e-5
	for i, got := range out[0].Value().([][]float32) {
		f := func(z float64) float64 {
			w := float64(weights[i]) * (0.5 + 3.5*float64(labels[i]))
			return w * (math.Max(z, 0) - z*float64(labels[i]) + math.Log1p(math.Exp(-math.Abs(z))))
		}
		want := (f(float64(x[i])+h) - f(float64(x[i])-h)) / (2 * h)
		if math.Abs(float64(got[0])-want) > 1e-4 {
			t.Errorf("example %d: gradient %v, want %v", i, got[0], want)
		}
	}
}

// TestWeightIsRepetition: the sum of the losses is the same whether an example weighs k or stands there k times.
func TestWeightIsRepetition(t *testing.T) {
	l := losses.BCE{ClassWeight: losses.Weights{0: 1, 1: 9}}
	weighted := each(t, l, []float32{0, 1, 1}, sigmoidLogits(0.5, -1, 2), []float32{3, 0, 2})
	repeated := each(t, l, []float32{0, 0, 0, 1, 1}, sigmoidLogits(0.5, 0.5, 0.5, 2, 2), nil)
	if a, b := mean(weighted)*3, mean(repeated)*5; math.Abs(a-b) > 1e-5 {
		t.Errorf("weighted %v, repeated %v", a, b)
	}
}

// classWeights of a rule for 900 negatives and 100 positives.
func TestClassWeights(t *testing.T) {
	for text, want := range map[string]losses.Weights{
		// sklearn.utils.class_weight.compute_class_weight("balanced"): 1000/(2·900), 1000/(2·100).
		"balanced": {1000.0 / 1800, 5},
		"inverse":  {1, 9},
		"0:2,1:6":  {2, 6},
		"1:6,0:2":  {2, 6},
		// Cui et al.: (1−β)/(1−β^n), to a sum of 2; as β nears 1 the ratio nears that of the counts, 9.
		"effective_number:0.99":     {0.7760416, 1.2239584},
		"effective_number:0.999999": {0.2000720, 1.7999280},
	} {
		w, err := losses.ParseClassWeight(text)
		if err != nil {
			t.Fatal(err)
		}
		resolved, err := losses.BCE{ClassWeight: w}.Resolve(losses.Training{Negatives: 900, Positives: 100})
		if err != nil {
			t.Fatal(err)
		}
		got := resolved.(losses.BCE).ClassWeight.(losses.Weights)
		if math.Abs(got[0]-want[0]) > 1e-6 || math.Abs(got[1]-want[1]) > 1e-6 {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		if shift := resolved.Traits().Shift; math.Abs(shift-want[1]/want[0]) > 1e-5 {
			t.Errorf("%s shifts the odds by %v", text, shift)
		}
	}
	// The golden case of class_balanced_weights(Cui): counts 1000 and 100, β .999.
	w, err := losses.EffectiveNumber{Beta: 0.999}.Weights(1000, 100)
	if diff := cmp.Diff(losses.Weights{0.26173533044083874, 1.7382646695591613}, w, cmpopts.EquateApprox(0, 1e-9)); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestClassWeightsRefuse(t *testing.T) {
	for text, want := range map[string]string{
		"auto": "balanced", "0:1": "class 1 is missing", "1:9": "class 0 is missing", "0:1,1:9,2:3": `no class "2"`,
		"0:1,1:x": "no number", "0:1,1:0": "above 0", "0:1,0:2": "twice", "effective_number:1": "(0, 1)", "effective_number:": "(0, 1)",
	} {
		if w, err := losses.ParseClassWeight(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v; want an error with %q", text, w, err, want)
		}
	}
	for name, w := range map[string]losses.ClassWeight{
		"one class": losses.Balanced, "no positives": losses.InverseFrequency, "no negatives": losses.EffectiveNumber{},
		"zero": losses.Weights{0: 1}, "negative": losses.Weights{-1, 1},
		"not a number": losses.Weights{1, math.NaN()}, "infinite": losses.Weights{1, math.Inf(1)},
	} {
		if _, err := (losses.BCE{ClassWeight: w}).Resolve(losses.Training{Negatives: 5}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, w := range []losses.ClassWeight{losses.Weights{-1, 1}, losses.Weights{1, math.NaN()}, losses.EffectiveNumber{Beta: 2}} {
		for _, l := range []losses.Loss{losses.BCE{}, losses.Focal{}, losses.GeneralizedCrossEntropy{}, losses.LDAM{}, losses.Contrastive{}} {
			weighted, err := losses.WithClassWeight(l, w)
			if (err != nil) != (l == losses.Loss(losses.Focal{})) || weighted.Check() == nil { // focal loss is checked at once
				t.Errorf("%v passes the check (%v)", weighted, err)
			}
		}
	}
}

func TestLossRefuses(t *testing.T) {
	for want, test := range map[string]struct {
		loss   losses.BCE
		labels []float32
		logits [][]float32
	}{
		"Resolve":                   {losses.BCE{ClassWeight: losses.Balanced}, []float32{0}, sigmoidLogits(1)},
		"want [B, 1]":               {losses.BCE{}, []float32{0}, [][]float32{{1, 2, 3}}},
		"one number for each logit": {losses.BCE{}, []float32{0, 1}, sigmoidLogits(1)},
	} {
		if _, err := try(t, test.loss, test.labels, test.logits, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestJSON(t *testing.T) {
	for want, l := range map[string]losses.Loss{
		`{"Name":"bce"}`: losses.BCE{},
		`{"Name":"bce","ClassWeight":"balanced"}`: losses.BCE{ClassWeight: losses.Balanced},
		`{"Name":"bce","ClassWeight":[1,9]}`:      losses.BCE{ClassWeight: losses.Weights{0: 1, 1: 9}},
		`{"Name":"bce","ClassWeight":"effective_number:0.5","Smoothing":0.1,"Reduction":"mean_with_sample_weight"}`: losses.BCE{
			ClassWeight: losses.EffectiveNumber{Beta: 0.5}, Smoothing: 0.1, Reduction: losses.MeanWithSampleWeight,
		},
	} {
		text, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != want {
			t.Errorf("%s, want %s", text, want)
		}
		back, err := losses.Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		if back != l {
			t.Errorf("%v, want %v", back, l)
		}
	}
	for _, bad := range []string{
		``, `[]`, `{}`, `{"Name":"hinge"}`, `{"Name":"bce","ClassWeight":"auto"}`, `{"Name":"bce","ClassWeight":[1]}`,
		`{"Name":"bce","ClassWeight":{"0":1}}`, `{"Name":"bce","ClassWeight":{"0":1,"1":2,"2":3}}`, `{"Name":"bce","Gamma":2}`,
		`{"Name":"bce","Reduction":"sum"}`,
	} {
		if _, err := losses.Decode([]byte(bad)); err == nil || !strings.Contains(err.Error(), "loss") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	back, err := losses.Decode([]byte(`{"Name":"bce","ClassWeight":{"0":1,"1":9}}`))
	if want := (losses.BCE{ClassWeight: losses.Weights{1, 9}}); err != nil || back != losses.Loss(want) {
		t.Errorf("%v, %v", back, err)
	}
}
