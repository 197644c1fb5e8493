package losses_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/loss"

	"github.com/seqpair/seqpair/model/losses"
)

// every loss, at values that use all of its parts, resolved for 15 negatives and 5 positives.
func every(t *testing.T) []losses.Loss {
	t.Helper()
	all := []losses.Loss{
		losses.BCE{},
		losses.BCE{ClassWeight: losses.Balanced, Smoothing: 0.1},
		losses.BCE{ClassWeight: losses.InverseFrequency, Reduction: losses.MeanWithSampleWeight},
		losses.Focal{Alpha: 0.75},
		losses.Focal{Gamma: 0.5, ClassWeight: losses.EffectiveNumber{Beta: 0.9}},
		losses.GeneralizedCrossEntropy{Q: 0.7, ClassWeight: losses.Balanced},
		losses.LogitAdjusted{Tau: 0.5},
		losses.BalancedSoftmax,
		losses.LDAM{Scale: 3},
		losses.LDAM{ClassWeight: losses.Balanced, FromStep: 1},
		losses.Tversky{Alpha: 0.3, Beta: 0.7},
		losses.Dice,
		losses.SoftFBeta(2),
		losses.ROCAUC{},
		losses.ROCAUC{Surrogate: losses.Hinge},
		losses.ROCAUC{Surrogate: losses.SquaredHinge},
		losses.ROCAUC{Surrogate: losses.Squared, MaxFPR: 0.4, Shrink: -1},
		losses.ROCAUC{MaxFPR: 0.33, Shrink: -1},
		losses.PartialAUC(0.35),
		losses.AUCMargin{},
		losses.AveragePrecision{},
		losses.PrecisionRecallAUC{Anchors: 3, Prior: 0.25},
		losses.PrecisionRecallAUC{MinPrecision: 0.5, MaxPrecision: 0.9, Surrogate: losses.Hinge},
	}
	for _, objective := range []losses.Objective{losses.RecallAtPrecision, losses.PrecisionAtRecall, losses.TPRAtFPR, losses.FPRAtTPR} {
		all = append(all, losses.Constrained{Objective: objective, Target: 0.7},
			losses.Constrained{Objective: objective, Target: 0.3, Surrogate: losses.Hinge, Prior: 0.2})
	}
	for i, l := range all {
		if err := l.Check(); err != nil {
			t.Fatalf("%v: %v", l, err)
		}
		resolved, err := l.Resolve(losses.Training{Negatives: 15, Positives: 5, Steps: 10})
		if err != nil {
			t.Fatalf("%v: %v", l, err)
		}
		all[i] = resolved
	}
	return all
}

// These methods fit wherever GoMLX takes a loss, as BCE's does.
var _ = []loss.LossFn{
	losses.Focal{}.Loss, losses.GeneralizedCrossEntropy{}.Loss, losses.LogitAdjusted{}.Loss, losses.Tversky{}.Loss, losses.ROCAUC{}.Loss,
	losses.AveragePrecision{}.Loss, losses.Contrastive{}.Loss, losses.Triplet{}.Loss,
}

// rows is a batch on the host. nil weights or mask are left out.
type rows struct {
	logits, labels, weights, mask []float64
}

// random is a batch in which no two logits are equal, and no margin lies within 1e-3 of a kink.
func random(n int, seed uint64) rows {
	r := rand.New(rand.NewPCG(seed, 1))
	var b rows
	for i := range n {
		b.logits = append(b.logits, 4*r.Float64()-2)
		b.labels = append(b.labels, float64(min(1, i%4)^1))
	}
	return b
}

// outcome is what a loss says of a batch.
type outcome struct {
	loss, size, unweighted, unweightedSize float64
	readings                               []float32
	gradient                               []float64 // of the loss, by logit
}

// evaluator runs a loss on batches, in float64, with variables that live as long as it.
type evaluator struct {
	t        *testing.T
	loss     losses.Loss
	backend  compute.Backend
	store    *model.Store
	training bool
	shape    func(n int) []int // of labels, weights and mask; nil: [n]
	softmax  bool
}

func newEvaluator(t *testing.T, l losses.Loss) *evaluator {
	return &evaluator{t: t, loss: l, backend: goBackend(t), store: model.NewStore()}
}

func (e *evaluator) run(b rows) outcome {
	e.t.Helper()
	exec, err := model.NewExec(e.backend, e.store, func(scope *model.Scope, in []*graph.Node) []*graph.Node {
		scope.Store().SetTraining(in[0].Graph(), e.training)
		logits := in[0]
		dims := []int{len(b.labels)}
		if e.shape != nil {
			dims = e.shape(len(b.labels))
		}
		batch := losses.Batch{Logits: graph.Reshape(logits, append(dims, logits.Shape().Dim(-1))...), Labels: graph.Reshape(in[1], dims...)}
		next := 2
		if b.weights != nil {
			batch.Weights = graph.Reshape(in[next], dims...)
			next++
		}
		if b.mask != nil {
			batch.Mask = graph.Reshape(in[next], dims...)
		}
		r := e.loss.Graph(scope, batch)
		out := []*graph.Node{r.Loss.Value, r.Loss.Size, r.Unweighted.Value, r.Unweighted.Size, graph.Gradient(r.Loss.Value, logits)[0]}
		for i, v := range out {
			out[i] = graph.ConvertDType(v, dtypes.Float64)
		}
		return append(out, r.Numbers())
	})
	if err != nil {
		e.t.Fatalf("%v: %v", e.loss, err)
	}
	inputs := []any{logitRows(b.logits, e.softmax), b.labels}
	for _, extra := range [][]float64{b.weights, b.mask} {
		if extra != nil {
			inputs = append(inputs, extra)
		}
	}
	out, err := exec.Call(inputs...)
	if err != nil {
		e.t.Fatalf("%v: %v", e.loss, err)
	}
	o := outcome{readings: out[5].Value().([]float32)[4:]}
	for i, v := range []*float64{&o.loss, &o.size, &o.unweighted, &o.unweightedSize} {
		*v = out[i].Value().(float64)
	}
	for _, row := range out[4].Value().([][]float64) {
		o.gradient = append(o.gradient, row[len(row)-1])
	}
	if want := len(e.loss.Traits().Readings); len(o.readings) != want {
		e.t.Fatalf("%v: %d readings for %d names", e.loss, len(o.readings), want)
	}
	return o
}

// logitRows are the logits as a sigmoid head or as a softmax head gives them.
func logitRows(x []float64, softmax bool) [][]float64 {
	r := make([][]float64, len(x))
	for i, v := range x {
		r[i] = []float64{v}
		if softmax {
			r[i] = []float64{0.25*v - 1, 1.25*v - 1}
		}
	}
	return r
}

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance*(1+math.Abs(b)) }

func TestGradientsAreFiniteDifferences(t *testing.T) {
	const h = 1e-5
	for _, l := range every(t) {
		b := random(12, 3)
		b.weights = []float64{1, 2, 0.5, 1, 1, 3, 1, 0, 1, 1, 2, 1}
		b.mask = []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0}
		got := newEvaluator(t, l).run(b).gradient
		for i := range b.logits {
			up, down := b, b
			up.logits, down.logits = slices.Clone(b.logits), slices.Clone(b.logits)
			up.logits[i] += h
			down.logits[i] -= h
			want := (newEvaluator(t, l).run(up).loss - newEvaluator(t, l).run(down).loss) / (2 * h)
			if !near(got[i], want, 1e-6) {
				t.Errorf("%v: gradient %d is %v, finite differences give %v", l, i, got[i], want)
			}
		}
	}
}

// A weight of k is k copies: the same loss, where it is a mean over weights, or the same sum, where it is one over examples.
func TestWeightsAreCopies(t *testing.T) {
	for _, l := range every(t) {
		b := random(12, 5)
		b.weights = []float64{1, 2, 3, 1, 0, 1, 4, 1, 2, 1, 1, 2}
		var copies rows
		for i, w := range b.weights {
			for range int(w) {
				copies.logits, copies.labels = append(copies.logits, b.logits[i]), append(copies.labels, b.labels[i])
			}
		}
		weighted, repeated := newEvaluator(t, l).run(b), newEvaluator(t, l).run(copies)
		if !near(weighted.size, repeated.size, 1e-12) && weighted.size != 12 {
			t.Errorf("%v: sizes %v and %v", l, weighted.size, repeated.size)
		}
		wa, wb := weighted.loss, repeated.loss
		if perExample(l) {
			wa, wb = wa*12, wb*float64(len(copies.labels))
		}
		if !near(wa, wb, 1e-9) {
			t.Errorf("%v: %v with weights, %v with copies", l, wa, wb)
		}
		if plain := newEvaluator(t, l).run(random(12, 5)); !near(weighted.unweighted, plain.unweighted, 1e-12) {
			t.Errorf("%v: the unweighted loss depends on the weights: %v and %v", l, weighted.unweighted, plain.unweighted)
		}
	}
}

// perExample says whether a loss divides by the number of examples, whatever they weigh.
func perExample(l losses.Loss) bool {
	switch l := l.(type) {
	case losses.BCE:
		return l.Reduction == losses.SumOverBatchSize
	case losses.Tversky, losses.ROCAUC, losses.AUCMargin, losses.AveragePrecision:
		return false
	}
	return true
}

func TestPaddingDoesNotCount(t *testing.T) {
	for _, l := range every(t) {
		b := random(8, 7)
		padded := rows{
			logits: append(slices.Clone(b.logits), 50, -50), labels: append(slices.Clone(b.labels), 1, 0),
			mask: []float64{1, 1, 1, 1, 1, 1, 1, 1, 0, 0},
		}
		want, got := newEvaluator(t, l).run(b), newEvaluator(t, l).run(padded)
		if !near(got.loss, want.loss, 1e-9) || !near(got.unweighted, want.unweighted, 1e-9) || got.size != want.size {
			t.Errorf("%v: %+v with padding, %+v without", l, got, want)
		}
		if got.gradient[8] != 0 || got.gradient[9] != 0 {
			t.Errorf("%v: padding has gradients %v", l, got.gradient[8:])
		}
	}
}

func TestHeadsAndPositions(t *testing.T) {
	for _, l := range every(t) {
		b := random(12, 9)
		want := newEvaluator(t, l).run(b)
		softmax := newEvaluator(t, l)
		softmax.softmax = true
		positions := newEvaluator(t, l)
		positions.shape = func(n int) []int { return []int{n / 4, 4} }
		column := newEvaluator(t, l)
		column.shape = func(n int) []int { return []int{n, 1} }
		for name, e := range map[string]*evaluator{"softmax head": softmax, "[3, 4]": positions, "[12, 1]": column} {
			if got := e.run(b); !near(got.loss, want.loss, 1e-9) {
				t.Errorf("%v, %s: %v, want %v", l, name, got.loss, want.loss)
			}
		}
	}
}

func TestOneClassIsUndefined(t *testing.T) {
	for _, l := range every(t) {
		for class := range 2 {
			b := random(6, 11)
			for i := range b.labels {
				b.labels[i] = float64(class)
			}
			o := newEvaluator(t, l).run(b)
			if math.IsNaN(o.loss) || slices.ContainsFunc(o.gradient, math.IsNaN) {
				t.Errorf("%v, only class %d: %+v", l, class, o)
			}
			if !l.Traits().BothClasses {
				continue
			}
			if _, counts := l.(losses.Tversky); counts && class == 1 {
				continue
			}
			if o.size != 0 || o.loss != 0 || slices.ContainsFunc(o.gradient, func(v float64) bool { return v != 0 }) {
				t.Errorf("%v, only class %d: the loss counts: %+v", l, class, o)
			}
		}
	}
}

func TestExtremeLogitsHaveFiniteLosses(t *testing.T) {
	for _, l := range every(t) {
		for _, x := range [][]float64{{-1e4, 1e4, 0, 30}, {1e4, -1e4, -30, 0}, {0, 0, 0, 0}} {
			o := newEvaluator(t, l).run(rows{logits: x, labels: []float64{1, 0, 1, 0}})
			if math.IsNaN(o.loss) || math.IsInf(o.loss, 0) || slices.ContainsFunc(o.gradient, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
				t.Errorf("%v at %v: %+v", l, x, o)
			}
		}
	}
}

// Validation leaves every variable of a loss as it was.
func TestValidationChangesNothing(t *testing.T) {
	for _, l := range every(t) {
		if len(l.Traits().Readings) == 0 {
			continue
		}
		e := newEvaluator(t, l)
		e.training = true
		e.run(random(12, 1))
		e.training = false
		first := e.run(random(12, 2))
		e.run(random(12, 3))
		if again := e.run(random(12, 2)); !slices.Equal(first.readings, again.readings) || first.loss != again.loss {
			t.Errorf("%v: %v, and after validation %v", l, first, again)
		}
	}
}

func TestEveryLossSaves(t *testing.T) {
	texts := map[string]bool{}
	for _, l := range every(t) {
		text, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		back, err := losses.Decode(text)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(back); err != nil || string(again) != string(text) {
			t.Errorf("%s comes back as %s, %v", text, again, err)
		}
		if back.String() != l.String() || texts[l.String()] {
			t.Errorf("%v comes back as %v, or another loss prints the same", l, back)
		}
		texts[l.String()] = true
		if !slices.Contains(losses.Names(), l.Traits().Name) {
			t.Errorf("%s is not among the names", l.Traits().Name)
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]losses.Loss{
		"bce": losses.BCE{},
		"bce:smoothing=0.1,reduction=mean_with_sample_weight": losses.BCE{Smoothing: 0.1, Reduction: losses.MeanWithSampleWeight},
		"focal:Gamma=3,alpha=0.25":                            losses.Focal{Gamma: 3, Alpha: 0.25},
		"dice":                                                losses.Dice,
		"balanced_softmax":                                    losses.BalancedSoftmax,
		"soft_f_beta:beta=2":                                  losses.SoftFBeta(2),
		"partial_auc:max_fpr=0.1":                             losses.PartialAUC(0.1),
		"roc_auc:surrogate=hinge":                             losses.ROCAUC{Surrogate: losses.Hinge},
		"bce:class_weight=balanced":                           losses.BCE{ClassWeight: losses.Balanced},
		"bce:class_weight=0:1,1:9,smoothing=0.1":              losses.BCE{ClassWeight: losses.Weights{1, 9}, Smoothing: 0.1},
		"contrastive:ClassWeight=effective_number:0.9":        losses.Contrastive{ClassWeight: losses.EffectiveNumber{Beta: 0.9}},
		"tpr_at_fpr:target=.01":                               losses.Constrained{Objective: losses.TPRAtFPR, Target: 0.01},
		"tversky:alpha=1,per_example=true,beta=2":             losses.Tversky{Alpha: 1, Beta: 2, PerExample: true},
	} {
		got, err := losses.Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		if got != want {
			t.Errorf("%s: %#v", text, got)
		}
	}
	for text, want := range map[string]string{
		"hinge": "the losses are bce, focal", "": "the losses are bce", "focal:gama=2": `there is no field "gama": use Gamma, Alpha`, "focal:gamma": "field=value",
		"focal:gamma=x": "Gamma is a string, want a float64", "focal:gamma=1,gamma=2": "twice", "recall_at_precision": "Target", "dice:alpha=1": "no more fields",
		"soft_f_beta": "beta=B", "partial_auc": "max_fpr", "bce:smoothing=2": "[0, 1)", "roc_auc:surrogate=cubic": "squared_hinge",
		"tpr_at_fpr:target=2": "(0, 1]", "focal:alpha=1.5": "(0, 1)", "tpr_at_fpr:target=0.1,surrogate=squared": "hinge",
	} {
		if l, err := losses.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want an error with %q", text, l, err, want)
		}
	}
	for _, name := range losses.Names() {
		_, err := losses.Parse(name)
		if err != nil && strings.Contains(err.Error(), "unknown name") {
			t.Error(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"bce", "focal:gamma=2,alpha=0.5", "recall_at_precision:target=0.9", "ldam:margins=[1,2]", "x:y=z,"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := losses.Parse(text)
		if err != nil {
			return
		}
		saved, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := losses.Decode(saved); err != nil || back.String() != l.String() {
			t.Fatalf("%q: %s comes back as %v, %v", text, saved, back, err)
		}
	})
}

func TestWithClassWeight(t *testing.T) {
	for _, name := range []string{"bce", "focal", "generalized_cross_entropy", "ldam"} {
		l, err := losses.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		if l, err = losses.WithClassWeight(l, losses.Balanced); err != nil || !l.Traits().ClassWeights {
			t.Errorf("%s: %v, %v", name, l, err)
		}
	}
	for _, l := range []losses.Loss{losses.ROCAUC{}, losses.Dice, losses.BalancedSoftmax, losses.Focal{Alpha: 0.5}} {
		if _, err := losses.WithClassWeight(l, losses.Balanced); err == nil {
			t.Errorf("%v takes class weights", l)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		`{"Name":"bce","ClassWeight":[1,9]}`, `{"Name":"focal","ClassWeight":{"0":1,"1":9}}`, `{"Name":"ldam","ClassWeight":"effective_number:0.9","Margins":[1,2]}`,
		`{"Name":"tpr_at_fpr","Target":0.1}`, `{"Name":"precision_recall_auc","Anchors":1000000000}`, `[]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := losses.Decode(text)
		if err != nil || l.Check() != nil {
			return
		}
		saved, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := losses.Decode(saved); err != nil || back.String() != l.String() {
			t.Fatalf("%s: %s comes back as %v, %v", text, saved, back, err)
		}
	})
}
