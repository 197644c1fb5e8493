package losses_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/gomlx/core/tensors"

	"github.com/seqpair/seqpair/model/losses"
)

// set gives a variable of the evaluator's loss a value, of the given shape.
func (e *evaluator) set(name string, value float32, dims ...int) {
	e.t.Helper()
	if _, err := e.store.RootScope().CreateVariable(name, tensors.FromFlatDataAndDimensions([]float32{value}, dims...)); err != nil {
		e.t.Fatal(err)
	}
}

// aucMargin is the loss at given a, b and α.
func aucMargin(t *testing.T, g golden) float64 {
	t.Helper()
	e := newEvaluator(t, losses.AUCMargin{Margin: g.param("margin", 0), Prior: 0.4})
	for _, name := range []string{"a", "b", "alpha"} {
		e.set(name, float32(g.Inputs[name].(float64)))
	}
	return e.run(rows{logits: logitsOf(numbers(g.Inputs["y_pred"])), labels: numbers(g.Inputs["y_true"])}).loss
}

// The wrong values of other systems are not ours: Keras's class weights by the position of the first 1, its swapped Tversky, LibAUC's v2.
func TestTrapsDiffer(t *testing.T) {
	text, err := os.ReadFile("testdata/golden_objectives.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, g := range cases {
		switch g.Name {
		case "TRAP libauc.AUCMLoss v2":
			found++
			wrong := g.Expected.(map[string]any)["code"].(float64)
			if got := aucMargin(t, g); math.Abs(got-wrong) < 0.01 {
				t.Errorf("%s: %v", g.Name, got)
			}
		case "keras.Tversky/alpha.8beta.2 (installed release)":
			found++
			b := rows{logits: logitsOf(numbers(g.Inputs["y_pred"])), labels: numbers(g.Inputs["y_true"])}
			if got := newEvaluator(t, losses.Tversky{Alpha: 0.8, Beta: 0.2}).run(b).loss; math.Abs(got-numbers(g.Expected)[0]) < 0.01 {
				t.Errorf("%s: %v", g.Name, got)
			}
		case "TRAP keras class_weight on (N,T) 0/1 sequence labels":
			found++
			positionWeights(t, g)
		}
	}
	if found != 3 {
		t.Errorf("%d of 3 traps are in the file", found)
	}
}

// positionWeights: every position has the weight of its own class, so the loss at logit 0 is log 2 times the mean weight.
func positionWeights(t *testing.T, g golden) {
	t.Helper()
	y := numbers(g.Inputs["y"])
	e := newEvaluator(t, losses.BCE{ClassWeight: losses.Weights{1, 9}})
	e.shape = func(n int) []int { return []int{4, n / 4} }
	want := 0.0
	for _, label := range y {
		want += math.Ln2 * (1 + 8*label) / float64(len(y))
	}
	if got := e.run(rows{logits: make([]float64, len(y)), labels: y}).loss; math.Abs(got-want) > 1e-9 {
		t.Errorf("%s: %v, want %v", g.Name, got, want)
	}
}

// A dual that has fallen to 0 rises again once its constraint is broken, and never falls below.
func TestDualLeavesZero(t *testing.T) {
	e := newEvaluator(t, losses.Constrained{Objective: losses.RecallAtPrecision, Target: 0.9, DualRate: 5, Prior: 0.5})
	e.training = true
	kept := rows{logits: []float64{9, 9, -9, -9}, labels: []float64{1, 1, 0, 0}}
	for range 10 {
		e.run(kept)
	}
	if lambda := e.run(kept).readings[0]; lambda != 0 {
		t.Fatalf("λ is %v where the constraint holds", lambda)
	}
	broken := rows{logits: []float64{9, 9, 9, 9}, labels: []float64{1, 1, 0, 0}}
	e.run(broken)
	if lambda := e.run(broken).readings[0]; lambda <= 0 {
		t.Errorf("λ is %v where the constraint is broken", lambda)
	}
}

// DualRate below zero holds the dual, as trainable=False does in the original.
func TestDualStays(t *testing.T) {
	e := newEvaluator(t, losses.Constrained{Objective: losses.TPRAtFPR, Target: 0.1, DualRate: -1})
	e.training = true
	b := random(12, 1)
	e.run(b)
	if lambda := e.run(b).readings[0]; lambda != 1 {
		t.Errorf("λ is %v", lambda)
	}
}

// The saddle point of the AUC margin loss for fixed scores: a and b are the mean scores of the classes, α is m + b − a.
func TestAUCMarginFindsItsSaddlePoint(t *testing.T) {
	e := newEvaluator(t, losses.AUCMargin{Prior: 0.4, Rate: 0.5})
	b := rows{logits: logitsOf([]float64{0.9, 0.2, 0.6, 0.4, 0.1}), labels: []float64{1, 0, 1, 0, 0}}
	if begun := e.run(b).readings; !slices.Equal(begun, []float32{0.5, 0.5, 0}) {
		t.Errorf("a, b and α begin at %v", begun)
	}
	e.training = true
	for range 200 {
		e.run(b)
	}
	got := e.run(b).readings
	for i, want := range []float64{0.75, 0.7 / 3, 1 + 0.7/3 - 0.75} {
		if math.Abs(float64(got[i])-want) > 1e-3 {
			t.Errorf("%s is %v, want %v", []string{"a", "b", "α"}[i], got[i], want)
		}
	}
}

// Biases of the precision-recall area go down their gradient, duals up.
func TestPrecisionRecallAUCSteps(t *testing.T) {
	const rate, prior, h = 0.1, 0.5, 1e-4
	l := losses.PrecisionRecallAUC{Anchors: 1, DualRate: rate, Prior: prior}
	b := rows{logits: []float64{1, -0.5, 0.3, -2}, labels: []float64{1, 1, 0, 0}}
	at := func(lambda, bias float32) float64 {
		e := newEvaluator(t, l)
		e.set("dual", lambda, 1)
		e.set("bias", bias, 1)
		return e.run(b).loss
	}
	e := newEvaluator(t, l)
	e.training = true
	e.run(b)
	e.training = false
	got := e.run(b).readings
	wantDual := 1 + rate/prior*(at(1+h, 0)-at(1-h, 0))/(2*h)
	wantBias := 0 - rate/prior*(at(1, h)-at(1, -h))/(2*h)
	if math.Abs(float64(got[0])-wantDual) > 1e-3 || math.Abs(float64(got[1])-wantBias) > 1e-3 {
		t.Errorf("λ %v and b %v, want %v and %v", got[0], got[1], wantDual, wantBias)
	}
}

func TestDeferredReweighting(t *testing.T) {
	l, err := losses.LDAM{ClassWeight: losses.Weights{1, 9}}.Resolve(losses.Training{Negatives: 9, Positives: 1, Steps: 5})
	if err != nil {
		t.Fatal(err)
	}
	e := newEvaluator(t, l)
	e.training = true
	b := random(12, 1)
	for step := 1; step <= 6; step++ {
		o := e.run(b)
		if late := step >= 5; (o.readings[0] == 1) != late || (o.loss > o.unweighted) != late {
			t.Errorf("step %d of 5: %+v", step, o)
		}
	}
}

// What would come in behind the last step never would.
func TestWhatComesTooLateIsRefused(t *testing.T) {
	planned := losses.Training{Negatives: 9, Positives: 1, Steps: 5}
	for remedy, l := range map[string]losses.Loss{
		"lower FromStep": losses.LDAM{ClassWeight: losses.Balanced, FromStep: 6},
		"lower Shrink":   losses.ROCAUC{MaxFPR: 0.1, Shrink: 6},
	} {
		if _, err := l.Resolve(planned); err == nil || !strings.Contains(err.Error(), remedy) {
			t.Errorf("%v: %v", l, err)
		}
	}
	if err := (losses.LDAM{FromStep: 3}).Check(); err == nil || !strings.Contains(err.Error(), "set ClassWeight") {
		t.Errorf("FromStep without class weights: %v", err)
	}
}

// The hardest negatives by hand: two of the five negatives weigh a share of 0.4.
func TestPartialAUC(t *testing.T) {
	b := rows{logits: []float64{1, 3, 0.5, -1, 2, -3, 0}, labels: []float64{1, 0, 0, 0, 0, 0, 1}}
	got := newEvaluator(t, losses.ROCAUC{MaxFPR: 0.4, Shrink: -1}).run(b)
	want := 0.0
	for _, d := range []float64{1 - 3, 1 - 2, 0 - 3, 0 - 2} {
		want += math.Log1p(math.Exp(-d)) / 4
	}
	if !near(got.loss, want, 1e-12) || got.size != 4 {
		t.Errorf("%v over %v pairs, want %v over 4", got.loss, got.size, want)
	}
}

// The share of negatives falls from 1 over half of the planned steps.
func TestPartialAUCShrinks(t *testing.T) {
	l, err := losses.PartialAUC(0.2).Resolve(losses.Training{Negatives: 9, Positives: 3, Steps: 8})
	if err != nil {
		t.Fatal(err)
	}
	e := newEvaluator(t, l)
	e.training = true
	for step, want := range []float64{0.8, 0.6, 0.4, 0.2, 0.2} {
		o := e.run(random(12, 1))
		if !near(float64(o.readings[0]), want, 1e-6) || !near(o.size, want*27, 1e-6) {
			t.Errorf("step %d: %v of the negatives, %v pairs", step+1, o.readings[0], o.size)
		}
	}
}

// As the temperature nears 0 the smooth average precision is that of the batch.
func TestAveragePrecisionSharpens(t *testing.T) {
	b := rows{logits: []float64{3, 2, 1, 0, -1}, labels: []float64{1, 0, 1, 0, 1}}
	got := newEvaluator(t, losses.AveragePrecision{Temperature: 0.01}).run(b).loss
	if want := 1 - (1.0/1+2.0/3+3.0/5)/3; !near(got, want, 1e-9) {
		t.Errorf("%v, want %v", got, want)
	}
}

// D34: F1 itself has no gradient; the soft one has, even where everything is called negative.
func TestSoftF1HasAGradient(t *testing.T) {
	o := newEvaluator(t, losses.Dice).run(rows{logits: []float64{-4, -5, -6}, labels: []float64{1, 0, 0}})
	if o.gradient[0] >= 0 {
		t.Errorf("the gradient of the positive is %v", o.gradient[0])
	}
}

// A batch of one example has the size of one, however many positions are in it.
func TestTverskyPerExampleAveragesExamples(t *testing.T) {
	for _, examples := range []int{1, 2} {
		b := random(4*examples, 1)
		e := newEvaluator(t, losses.Tversky{PerExample: true})
		e.shape = func(int) []int { return []int{examples, 4} }
		if got := e.run(b); got.size != float64(examples) || got.unweightedSize != got.size {
			t.Errorf("the sizes of %d examples are %v and %v", examples, got.size, got.unweightedSize)
		}
	}
}

// D29: α is of the positive class, is never ignored, and the loss says what it comes to.
func TestFocalAlphaWeighsThePositives(t *testing.T) {
	l := losses.Focal{Alpha: 0.25}
	at := func(label float64) float64 {
		return newEvaluator(t, l).run(rows{logits: []float64{0}, labels: []float64{label}}).loss
	}
	if ratio := at(1) / at(0); !near(ratio, 1.0/3, 1e-12) || !strings.Contains(l.String(), "0.333 times") {
		t.Errorf("a positive counts %v times a negative; %v", ratio, l)
	}
}

// Keras's CategoricalGeneralizedCrossEntropy: (1 − pₜ^q)/q.
func TestGeneralizedCrossEntropy(t *testing.T) {
	for _, q := range []float64{0.3, 0.7, 1} {
		for _, p := range []float64{0.05, 0.5, 0.99} {
			b := rows{logits: logitsOf([]float64{p}), labels: []float64{1}}
			got := newEvaluator(t, losses.GeneralizedCrossEntropy{Q: q}).run(b).loss
			if want := (1 - math.Pow(p, q)) / q; !near(got, want, 1e-9) {
				t.Errorf("q %v, p %v: %v, want %v", q, p, got, want)
			}
		}
	}
}

// PyTorch's CrossEntropyLoss divides by Σw and its BCEWithLogitsLoss by N: with weights of 1 and 3 on two examples of each
// class they differ by 4/8.
func TestReductions(t *testing.T) {
	b := rows{logits: []float64{1, -2, 0.5, 3}, labels: []float64{1, 0, 1, 0}}
	byN := newEvaluator(t, losses.BCE{ClassWeight: losses.Weights{1, 3}}).run(b)
	byWeight := newEvaluator(t, losses.BCE{ClassWeight: losses.Weights{1, 3}, Reduction: losses.MeanWithSampleWeight}).run(b)
	if !near(byWeight.loss, byN.loss*4/8, 1e-12) || byN.size != 4 || byWeight.size != 8 {
		t.Errorf("%+v and %+v", byN, byWeight)
	}
	b.weights = make([]float64, 4)
	if o := newEvaluator(t, losses.BCE{Reduction: losses.MeanWithSampleWeight}).run(b); o.loss != 0 || o.size != 0 {
		t.Errorf("without weight: %+v", o)
	}
}
