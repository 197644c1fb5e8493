package losses_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/model/losses"
)

// golden is a case of testdata/golden_objectives.json, computed by other libraries; the source of each is in the file.
type golden struct {
	Name     string
	Inputs   map[string]any
	Params   map[string]any
	Expected any
	Tol      float64
}

// numbers flattens nested lists.
func numbers(v any) []float64 {
	switch v := v.(type) {
	case float64:
		return []float64{v}
	case []any:
		var flat []float64
		for _, e := range v {
			flat = append(flat, numbers(e)...)
		}
		return flat
	}
	return nil
}

// columnOf is column j of a matrix, or a flat list.
func columnOf(v any, j int) []float64 {
	var column []float64
	for _, row := range v.([]any) {
		n := numbers(row)
		column = append(column, n[min(j, len(n)-1)])
	}
	return column
}

func (g golden) param(name string, otherwise float64) float64 {
	if v, ok := g.Params[name].(float64); ok {
		return v
	}
	return otherwise
}

func (g golden) surrogate() losses.Surrogate {
	if g.Params["surrogate_type"] == "hinge" {
		return losses.Hinge
	}
	return losses.LogisticLoss
}

// logits of probabilities; 0 and 1 become ∓40.
func logitsOf(p []float64) []float64 {
	x := make([]float64, len(p))
	for i, v := range p {
		x[i] = max(-40, min(40, math.Log(v)-math.Log1p(-v)))
	}
	return x
}

func TestGoldenObjectives(t *testing.T) {
	text, err := os.ReadFile("testdata/golden_objectives.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, g := range cases {
		got := ours(t, g)
		want := numbers(g.Expected)
		if got == nil || strings.HasPrefix(g.Name, "TRAP") {
			continue
		}
		if len(got) != len(want) {
			t.Errorf("%s: %v, want %v", g.Name, got, want)
			continue
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > max(g.Tol, 1e-6) {
				t.Errorf("%s: %v, want %v", g.Name, got, want)
				break
			}
		}
	}
}

// ours is our value of a golden case; nil if another test has it.
func ours(t *testing.T, g golden) []float64 {
	t.Helper()
	name := g.Name
	switch {
	case strings.HasPrefix(name, "keras.") || strings.HasPrefix(name, "tversky/"):
		return keras(t, g)
	case strings.HasPrefix(name, "libauc"), strings.HasPrefix(name, "ldam"), strings.HasPrefix(name, "logit_adjusted"):
		return published(t, g)
	case strings.Contains(name, "_bound/"):
		return bounds(t, g)
	case strings.Contains(name, "lambda step"):
		return dualStep(t, g)
	case strings.Contains(name, "roc_auc_loss"):
		b := rows{logits: numbers(g.Inputs["logits"]), labels: numbers(g.Inputs["labels"])}
		o := newEvaluator(t, losses.ROCAUC{Surrogate: g.surrogate()}).run(b)
		return []float64{o.loss * o.size / float64(len(b.labels))} // the sum over the pairs, divided by B
	case strings.Contains(name, "_loss"):
		return objective(t, g)
	case strings.Contains(name, "label_priors"):
		return priors(t, g)
	case strings.HasPrefix(name, "TRAP"), strings.HasPrefix(name, "class_balanced"), strings.Contains(name, "dual"):
		return nil // TestTrapsDiffer, TestClassWeights, TestDualStep
	}
	t.Errorf("no test of golden case %q", name)
	return nil
}

func keras(t *testing.T, g golden) []float64 {
	b := rows{logits: numbers(g.Inputs["y_pred"]), labels: numbers(g.Inputs["y_true"])}
	if g.Params["from_logits"] == nil {
		b.logits = logitsOf(b.logits)
	}
	var l losses.Loss
	switch name := g.Name; {
	case strings.Contains(name, "(installed release)"):
		return nil // swapped: TestTrapsDiffer
	case strings.HasPrefix(name, "keras.CategoricalFocal"):
		return categoricalFocal(t, g)
	case strings.HasPrefix(name, "keras.BinaryFocal"):
		f := losses.Focal{Gamma: g.param("gamma", 2)}
		if g.Params["apply_class_balancing"] == true {
			f.Alpha = g.param("alpha", 0)
		}
		l = f
	case strings.HasPrefix(name, "tversky/"):
		l = losses.Tversky{Alpha: g.param("alpha", 0), Beta: g.param("beta", 0)}
	case strings.HasPrefix(name, "keras.Dice/axis"):
		e := newEvaluator(t, losses.Tversky{PerExample: true})
		e.shape = func(n int) []int { return []int{2, n / 2} }
		want := numbers(g.Expected)
		if got := e.run(b).loss; math.Abs(got-(want[0]+want[1])/2) > 1e-6 {
			t.Errorf("%s: %v", name, got)
		}
		return nil
	case strings.HasPrefix(name, "keras.Dice"):
		l = losses.Dice
	case strings.Contains(name, "label_smoothing"):
		l = losses.BCE{Smoothing: g.param("label_smoothing", 0)}
	default: // mean_with_sample_weight: one weight for both columns of a row
		w := numbers(g.Inputs["sample_weight"])
		b.weights = []float64{w[0], w[0], w[1], w[1]}
		l = losses.BCE{Reduction: losses.MeanWithSampleWeight}
	}
	loss := newEvaluator(t, l).run(b).loss
	switch reduction, declared := g.Params["reduction"]; {
	case reduction == "sum": // over rows of two columns
		return []float64{loss * 2}
	case declared && reduction == nil:
		half := func(from int) float64 {
			return newEvaluator(t, l).run(rows{logits: b.logits[from : from+2], labels: b.labels[from : from+2]}).loss
		}
		return []float64{half(0), half(2)}
	}
	return []float64{loss}
}

// categoricalFocal: of a row only the probability of its true class matters, here as a positive; α multiplies every class.
func categoricalFocal(t *testing.T, g golden) []float64 {
	p, y := g.Inputs["y_pred"].([]any), g.Inputs["y_true"].([]any)
	var each []float64
	for i := range p {
		row, truth := numbers(p[i]), numbers(y[i])
		for j := range row {
			if truth[j] == 1 {
				o := newEvaluator(t, losses.Focal{Gamma: g.param("gamma", 2)}).run(rows{logits: logitsOf(row[j : j+1]), labels: []float64{1}})
				each = append(each, g.param("alpha", 0.25)*o.loss)
			}
		}
	}
	if w := numbers(g.Inputs["sample_weight"]); w != nil {
		each[0], each[1] = w[0]*each[0], w[1]*each[1]
	}
	if _, none := g.Params["reduction"]; none {
		return each
	}
	return []float64{(each[0] + each[1]) / 2}
}

func published(t *testing.T, g golden) []float64 {
	if g.Name == "libauc.AUCMLoss v1" {
		return []float64{aucMargin(t, g)}
	}
	if strings.HasPrefix(g.Name, "libauc") {
		b := rows{logits: numbers(g.Inputs["y_pred"]), labels: numbers(g.Inputs["y_true"])}
		return []float64{newEvaluator(t, losses.ROCAUC{}).run(b).loss}
	}
	var l losses.Loss
	if counts := numbers(g.Inputs["cls_num_list"]); counts != nil {
		l = losses.LDAM{MaxMargin: g.param("max_m", 0), Scale: g.param("s", 0)}
		resolved, err := l.Resolve(losses.Training{Negatives: int64(counts[0]), Positives: int64(counts[1])})
		if err != nil {
			t.Fatal(err)
		}
		l = resolved
	} else {
		l = losses.LogitAdjusted{Tau: g.param("tau", 0), Prior: numbers(g.Inputs["base_probs"])[1]}
	}
	z0, z1 := columnOf(g.Inputs["logits"], 0), columnOf(g.Inputs["logits"], 1)
	b := rows{labels: numbers(g.Inputs["target"])}
	for i := range z0 {
		b.logits = append(b.logits, z1[i]-z0[i])
	}
	return []float64{newEvaluator(t, l).run(b).loss}
}

// constrained makes the objective of a golden case.
func constrained(g golden) losses.Constrained {
	l := losses.Constrained{Surrogate: g.surrogate()}
	for name, objective := range map[string]losses.Objective{
		"recall_at_precision": losses.RecallAtPrecision, "precision_at_recall": losses.PrecisionAtRecall, "tpr_at_fpr": losses.TPRAtFPR,
	} {
		if strings.Contains(g.Name, name) {
			l.Objective = objective
		}
	}
	for _, target := range []string{"target", "target_precision", "target_recall", "target_rate"} {
		l.Target += g.param(target, 0)
	}
	return l
}

// objective is the loss of each example, or the sum.
func objective(t *testing.T, g golden) []float64 {
	var l losses.Loss
	prior := numbers(g.Inputs["label_priors"])[0]
	if strings.Contains(g.Name, "precision_recall_auc") {
		precisions := numbers(g.Params["precision_range"])
		l = losses.PrecisionRecallAUC{
			MinPrecision: precisions[0], MaxPrecision: precisions[1], Anchors: int(g.param("num_anchors", 0)), Surrogate: g.surrogate(), Prior: prior,
		}
	} else {
		c := constrained(g)
		c.Prior = prior
		l = c
	}
	b := rows{logits: numbers(g.Inputs["logits"]), labels: numbers(g.Inputs["labels"])}
	if strings.Contains(g.Name, "weighted sum") {
		b.weights = numbers(g.Params["weights"])
		return []float64{newEvaluator(t, l).run(b).loss * float64(len(b.labels))}
	}
	var each []float64
	for i := range b.logits {
		each = append(each, newEvaluator(t, l).run(rows{logits: b.logits[i : i+1], labels: b.labels[i : i+1]}).loss)
	}
	return each
}

// bounds are those of two labels, which we take one by one.
func bounds(t *testing.T, g golden) []float64 {
	var found []float64
	for j := range 2 {
		b := rows{logits: columnOf(g.Inputs["logits"], j), labels: columnOf(g.Inputs["labels"], j)}
		if w, ok := g.Inputs["weights"].([]any); ok {
			b.weights = numbers(w)
		}
		readings := newEvaluator(t, losses.Constrained{Objective: losses.TPRAtFPR, Target: 0.1, Surrogate: g.surrogate()}).run(b).readings
		of := readings[2]
		if strings.Contains(g.Name, "false_positives") {
			of = readings[3]
		}
		found = append(found, float64(of)*float64(len(b.labels)))
	}
	return found
}

// dualStep is λ after one step. Theirs has the rate of the optimizer times a factor times the sum over the batch.
func dualStep(t *testing.T, g golden) []float64 {
	var lambda []float64
	for j, prior := range numbers(g.Inputs["label_priors"]) {
		b := rows{logits: columnOf(g.Inputs["logits"], j), labels: columnOf(g.Inputs["labels"], j)}
		l := constrained(g)
		l.Prior, l.DualRate = prior, g.param("sgd_lr", 0)*g.param("dual_rate_factor", 0)*float64(len(b.labels))*prior
		if l.Objective == losses.TPRAtFPR {
			l.DualRate *= l.Target // of 1−π, which is π here
		}
		e := newEvaluator(t, l)
		e.training = true
		if before := e.run(b).readings[0]; before != 1 {
			t.Errorf("%s: λ starts at %v", g.Name, before)
		}
		e.training = false
		lambda = append(lambda, float64(e.run(b).readings[0]))
	}
	return lambda
}

func priors(t *testing.T, g golden) []float64 {
	e := newEvaluator(t, losses.Constrained{Objective: losses.RecallAtPrecision, Target: 0.5})
	e.training = true
	var found []float64
	for _, labels := range g.Inputs["batches"].([]any) {
		y := numbers(labels)
		found = append(found, float64(e.run(rows{logits: make([]float64, len(y)), labels: y}).readings[1]))
	}
	return found
}
