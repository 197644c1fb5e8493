package multiclass_test

import (
	"testing"

	"github.com/seqpair/seqpair/metrics"
	"github.com/seqpair/seqpair/metrics/multiclass"
)

// special are the golden cases with several answers, and those where ours has to differ: TRAP cases hold values of
// others that are wrong.
var special = map[string]func(*testing.T, golden){
	"SEED collapse 10:1 one-hot micro": func(t *testing.T, g golden) { checkMicro(t, collapsed(t), g) },
	"IDENTITY constant softmax-2, one-hot micro: everything equals the majority share (n=11,k=1)": func(t *testing.T, g golden) {
		checkMicro(t, constant(t, 10, 1), g)
	},
	"IDENTITY constant softmax-2, one-hot micro: everything equals the majority share (n=20,k=5)": func(t *testing.T, g golden) {
		checkMicro(t, constant(t, 15, 5), g)
	},
	"COLLAPSE keras.Precision(class_id=1) on one-hot softmax-2": func(t *testing.T, _ golden) { // Keras: 0
		if got := argmax(collapsed(t)).Class(1).Precision().Undefined; got != metrics.NothingPositive {
			t.Errorf("undefined for %q", got)
		}
	},
	"TRAP torchmetrics MCC on collapse":              undefinedMCC(multiclass.OnePrediction),
	"TRAP torchmetrics MCC all positive with misses": undefinedMCC(multiclass.OneClass),
	"TRAP keras.F1Score() default on one sigmoid column": func(t *testing.T, g golden) {
		var b multiclass.LabelBatch
		for i, y := range g.column("y_true") {
			b.Labels, b.Scores = append(b.Labels, y == 1), append(b.Scores, g.column("y_pred")[i])
		}
		table, err := newLabels(t, b, "yes").At(0.5)
		if err != nil {
			t.Fatal(err)
		}
		if got := table.Label(0).F1().V; got != 0 {
			t.Errorf("got %v, want 0", got)
		}
	},
	"TRAP keras.Precision(top_k=2) with tied scores": func(t *testing.T, _ golden) {
		// Which two of four equal scores are first is arbitrary: the backends answer 0 and 1, ours says the
		// range and the mean over all orders. Each of the two right labels is in the first two half the time.
		for truth := 2; truth < 4; truth++ {
			top := newState(t, multiclass.Batch{Truth: []int{truth}, Scores: []float64{1, 1, 1, 1}}, multiclass.Numbered(4)...).TopK(2)
			if top.Value.V != 0.5 || top.Least != 0 || top.Most != 1 || top.Tied != 1 {
				t.Errorf("got %+v", top)
			}
		}
	},
}

func undefinedMCC(why metrics.Reason) func(*testing.T, golden) {
	return func(t *testing.T, g golden) {
		if got := g.confusion(t).MCC().Undefined; got != why {
			t.Errorf("undefined for %q, want %q", got, why)
		}
	}
}

// checkMicro: micro averages of two softmax columns are all the accuracy, and micro AUC of a constant the majority share.
func checkMicro(t *testing.T, s *multiclass.State, g golden) {
	c, micro := argmax(s), map[string]float64{"micro_auc": s.OneVsRestAUC(multiclass.Micro).Value.V}
	for name, read := range map[string]multiclass.Reader{
		"precision": metrics.Confusion.Precision, "recall": metrics.Confusion.Recall, "f1": metrics.Confusion.F1,
	} {
		micro[name] = c.Average(read, multiclass.Micro).Value.V
		micro["micro_"+name] = micro[name]
	}
	micro["accuracy"] = c.Accuracy().V
	for name, want := range g.Expected.(map[string]any) {
		if got, ok := micro[name]; ok && !near(got, want.(float64), g.Tol) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	idle := s.OneVsRestAUC(multiclass.Micro).Value.Baseline
	if !near(micro["micro_auc"], idle, 1e-12) {
		t.Errorf("a constant reads a micro AUC of %v, but without skill it is %v", micro["micro_auc"], idle)
	}
}
