package metrics_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// explained are the readings of a peer by call.
func explained(t *testing.T, peer metrics.Peer, threshold float64, batches ...metrics.Batch) map[string]metrics.Explanation {
	t.Helper()
	all, err := metrics.Explain(peer, threshold, batches...)
	if err != nil {
		t.Fatal(err)
	}
	byCall := make(map[string]metrics.Explanation)
	for _, e := range all {
		if strings.Contains(e.String(), "differ") && e.Why == "" {
			t.Errorf("%v", e)
		}
		if _, err := json.Marshal(e); err != nil {
			t.Errorf("%v: %v", e, err)
		}
		byCall[e.Call] = e
	}
	return byCall
}

// raw is the batch of a case, its scores as they are.
func (g golden) raw() metrics.Batch {
	b := metrics.Batch{Scores: g.column("y_score", "y_pred", "preds", "score", "logits")}
	for _, label := range g.column("y_true", "target", "label") {
		b.Labels = append(b.Labels, label == 1)
	}
	return b
}

// expect is a number of a peer, its place in a TRAP case and a word of the reason.
type expect struct {
	call  string
	place []string
	why   string
}

// traps are the TRAP cases about scores. The others are about losses, segmentation, class weights and top-k ties.
var traps = map[string]struct {
	peer  metrics.Peer
	reads []expect
}{
	"TRAP torchmetrics MCC on collapse":                       {metrics.Torchmetrics, []expect{{"BinaryMatthewsCorrCoef(threshold)", nil, "0/0"}}},
	"TRAP torchmetrics MCC all positive with misses":          {metrics.Torchmetrics, []expect{{"BinaryMatthewsCorrCoef(threshold)", []string{"torchmetrics"}, "0/0"}}},
	"TRAP torchmetrics binned AUROC, saturated scores":        {metrics.Torchmetrics, []expect{{"BinaryAUROC(thresholds=200)", []string{"binned"}, "(0,0)"}, {"BinaryAUROC()", []string{"exact"}, ""}}},
	"TRAP keras AUC(200) vs exact on tiny scores":             {metrics.Keras, []expect{{`AUC(curve="ROC")`, []string{"keras"}, "200 thresholds"}}},
	"TRAP keras AUC on logits (clipped to [0,1])":             {metrics.Keras, []expect{{`AUC(curve="ROC")`, []string{"auc_default"}, "clips"}, {`AUC(curve="ROC", from_logits=True)`, []string{"auc_from_logits"}, "sigmoid"}}},
	"TRAP keras Accuracy() on probabilities":                  {metrics.Keras, []expect{{"Accuracy()", nil, "equal their label"}}},
	"TRAP keras.F1Score() default on one sigmoid column":      {metrics.Keras, []expect{{"F1Score()", []string{"default_argmax"}, "one column"}, {"F1Score(threshold)", []string{"threshold_half"}, ""}}},
	"TRAP imbalanced-learn specificity_score, one class only": {metrics.Sklearn, []expect{{"imblearn specificity_score", []string{"imblearn"}, "only class"}}},
	"TRAP torchmetrics one NaN score turns the whole batch into logits": {metrics.Torchmetrics, []expect{
		{"BinaryAccuracy(threshold)", []string{"with_nan", "accuracy"}, "NaN"}, {"BinaryMatthewsCorrCoef(threshold)", []string{"with_nan", "mcc"}, "NaN"}}},
}

func TestExplainTraps(t *testing.T) {
	cases := readGolden(t)
	for name, trap := range traps {
		t.Run(name, func(t *testing.T) {
			c := cases[name]
			got := explained(t, trap.peer, 0.5, c.raw())
			for _, read := range trap.reads {
				want := c.Expected
				for _, key := range read.place {
					want = want.(map[string]any)[key]
				}
				e := got[read.call]
				if !agree(e.Theirs, numbers(want)[0], math.Max(c.Tol, 1e-7)) || !strings.Contains(e.Why, read.why) || (read.why == "") != (e.Why == "") {
					t.Errorf("want %v because of %q: %v", want, read.why, e)
				}
			}
		})
	}
}

func TestExplainOperators(t *testing.T) {
	c := readGolden(t)["TRAP torchmetrics threshold operators"]
	for peer, call := range map[metrics.Peer]string{metrics.Torchmetrics: "BinaryRecall(threshold)", metrics.Keras: "Recall(threshold)"} {
		if e := explained(t, peer, 0.5, c.raw())[call]; e.Theirs != 0 || e.Ours.V != 1 || !strings.Contains(e.Why, "equal to it") {
			t.Errorf("%v", e)
		}
	}
	if e := explained(t, metrics.Torchmetrics, 0.5, c.raw())["BinaryAveragePrecision()"]; e.Theirs != 1 || e.Why != "" {
		t.Errorf("curves count from the threshold on: %v", e)
	}
}

// TestExplainBatches: what depends on how rows are cut into batches.
func TestExplainBatches(t *testing.T) {
	cases := readGolden(t)
	rows := cases["TRAP torchmetrics per-batch sigmoid"].raw()
	var single []metrics.Batch
	for i := range rows.Scores {
		single = append(single, metrics.Batch{Scores: rows.Scores[i : i+1], Labels: rows.Labels[i : i+1]})
	}
	want := cases["TRAP torchmetrics per-batch sigmoid"].Expected.(map[string]any)
	whole := explained(t, metrics.Torchmetrics, 0.5, rows)["BinaryAUROC()"]
	apart := explained(t, metrics.Torchmetrics, 0.5, single...)["BinaryAUROC()"]
	checkNumbers(t, []float64{whole.Theirs, apart.Theirs}, []float64{want["one_batch"].(float64), want["one_by_one"].(float64)}, 1e-6)
	if !strings.Contains(whole.Why, "each batch") {
		t.Errorf("%v", whole)
	}

	batches := cases["TRAP batch-mean recall"]
	var parts []metrics.Batch
	for _, part := range batches.Inputs["batches"].([]any) {
		parts = append(parts, golden{Inputs: map[string]any{"label": part.(map[string]any)["y"], "score": part.(map[string]any)["p"]}}.raw())
	}
	recall := explained(t, metrics.Keras, 0.5, parts...)["mean of the batches' recalls"]
	if recall.Theirs != 0.25 || recall.Ours.V != 0.5 || !strings.Contains(recall.Why, "mean of ratios") {
		t.Errorf("%v", recall)
	}

	stalls := cases["TRAP float32 counter stalls"]
	count := metrics.Batch{Scores: []float64{0.9}, Labels: []bool{true}, Weights: numbers(stalls.Inputs["count"])}
	positives := explained(t, metrics.Keras, 0.5, count, metrics.Batch{Scores: []float64{0.9}, Labels: []bool{true}})["TruePositives(threshold)"]
	if positives.Theirs != numbers(stalls.Expected)[0] || positives.Ours.V != positives.Theirs+1 || !strings.Contains(positives.Why, "float32") {
		t.Errorf("%v", positives)
	}
}

func TestExplainDegenerate(t *testing.T) {
	one := constant(0, 3, 0.2)
	sklearn, torch := explained(t, metrics.Sklearn, 0.5, one), explained(t, metrics.Torchmetrics, 0.5, one)
	if got := sklearn["roc_auc_score"]; !math.IsNaN(got.Theirs) || got.Ours.Undefined != metrics.NoPositives {
		t.Errorf("%v", got)
	}
	if got := torch["BinaryAUROC()"]; got.Theirs != 0 || !strings.Contains(got.Why, "class is missing") {
		t.Errorf("%v", got)
	}
	if got := torch["BinaryMatthewsCorrCoef(threshold)"]; got.Theirs != 1 {
		t.Errorf("%v", got)
	}
	nan := metrics.Batch{Scores: []float64{math.NaN(), 0.5}, Labels: []bool{true, false}}
	if got := explained(t, metrics.Sklearn, 0.5, nan)["roc_auc_score"]; !strings.Contains(got.Raises, "NaN") {
		t.Errorf("%v", got)
	}
	if got := explained(t, metrics.Torchmetrics, 0.5)["BinaryAccuracy(threshold)"]; got.Raises == "" {
		t.Errorf("%v", got)
	}
	if _, err := metrics.Explain("gonum", 0.5, one); err == nil || !strings.Contains(err.Error(), "no peer") {
		t.Error(err)
	}
	if _, err := metrics.Explain(metrics.Keras, 0.5, metrics.Batch{Scores: []float64{1}}); err == nil {
		t.Error("a score without label is taken")
	}
}

func TestConventions(t *testing.T) {
	s := newState(t, metrics.Batch{Scores: []float64{0.5, 0.25, 0.75, 0.5}, Labels: []bool{true, false, true, false}})
	if got := metrics.KerasConvention.At(s, 0.5); got.TP != 1 || got.FP != 0 {
		t.Errorf("above: %+v", got)
	}
	if got := metrics.SklearnConvention.At(s, 0.5); got.TP != 2 || got.FP != 1 {
		t.Errorf("from the threshold on: %+v", got)
	}
	nothing := s.At(1).Precision()
	for _, c := range []struct {
		rule metrics.ZeroRule
		want float64
		ok   bool
	}{{metrics.KeepUndefined, 0, false}, {metrics.ZeroIfUndefined, 0, true}, {metrics.OneIfUndefined, 1, true}, {metrics.NaNIfUndefined, math.NaN(), true}} {
		got, ok := metrics.Convention{Zero: c.rule}.Number(nothing)
		if !agree(got, c.want, 0) || ok != c.ok {
			t.Errorf("rule %d: %v, %v", c.rule, got, ok)
		}
	}
	steps, trapezoids := metrics.Convention{}.PRAUC(s).V, metrics.Convention{PRArea: metrics.PRTrapezoids}.PRAUC(s).V
	if steps != s.AveragePrecision().V || trapezoids == steps || metrics.KerasConvention.PRAUC(s).V == steps {
		t.Errorf("areas %v and %v", steps, trapezoids)
	}
}
