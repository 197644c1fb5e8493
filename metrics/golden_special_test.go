package metrics_test

import (
	"math"
	"slices"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// constant is a classifier that gives every example the same score.
func constant(positives, negatives int, score float64) metrics.Batch {
	var b metrics.Batch
	for i := range positives + negatives {
		b.Scores = append(b.Scores, score)
		b.Labels = append(b.Labels, i < positives)
	}
	return b
}

// special are the golden cases whose inputs or answers need more than one reader.
// TRAP cases hold values of others that are wrong: ours must differ and be right.
var special = map[string]func(*testing.T, golden){
	"keras.AUC/ROC/interpolation": func(t *testing.T, c golden) { // five thresholds cut [0,1] into four bins
		checkNumbers(t, []float64{binnedOf(4, c.batch()).ROCAUC().V}, numbers(c.Expected), c.Tol)
	},
	"torchmetrics.binary_average_precision/thr=5": func(t *testing.T, c golden) {
		checkNumbers(t, []float64{binnedOf(4, c.batch()).AveragePrecision().V}, numbers(c.Expected), c.Tol)
	},
	"sklearn.precision_recall_curve":             checkPR,
	"torchmetrics.binary_precision_recall_curve": checkPR,
	"torchmetrics.binary_precision_recall_curve/thr=5": func(t *testing.T, c golden) {
		s := binnedOf(4, c.batch())
		var precision, recall, thresholds []float64
		for k := range 5 {
			threshold := float64(k) / 4
			table := s.At(threshold)
			precision, recall = append(precision, number(table.Precision())), append(recall, table.Recall().V)
			thresholds = append(thresholds, threshold)
		}
		checkNumbers(t, concat(precision, []float64{1}, recall, []float64{0}, thresholds), numbers(c.Expected), c.Tol)
	},
	"torchmetrics.binary_roc": func(t *testing.T, c golden) { // its first threshold is 1, ours is +Inf
		x, y, thresholds := newState(t, c.batch()).ROC().Columns()
		checkNumbers(t, concat(x, y, []float64{1}, thresholds[1:]), numbers(c.Expected), c.Tol)
	},
	"gonum.ROC/case0": checkGonumROC,
	"gonum.ROC/case1": checkGonumROC,
	"gonum.ROC/case4": checkGonumROC,

	"SEED collapse 10:1 one-hot micro": func(t *testing.T, c golden) {
		checkMicro(t, newState(t, constant(1, 10, 0)), c, "accuracy", "precision", "recall", "f1")
	},
	"COLLAPSE keras.Recall on one-hot softmax-2":              collapsedMicro,
	"COLLAPSE keras.BinaryAccuracy on one-hot softmax-2":      collapsedMicro,
	"COLLAPSE keras.CategoricalAccuracy on one-hot softmax-2": collapsedMicro,
	"COLLAPSE keras.Precision(class_id=1) on one-hot softmax-2": func(t *testing.T, _ golden) { // Keras: 0
		if got := newState(t, constant(1, 10, 0)).At(0.5).Precision().Undefined; got != metrics.NothingPositive {
			t.Errorf("undefined for %q, want %q", got, metrics.NothingPositive)
		}
	},
	"COLLAPSE keras.Recall(class_id=1) on one-hot softmax-2": func(t *testing.T, c golden) {
		got := newState(t, constant(1, 10, 0)).At(0.5).Recall()
		checkNumbers(t, []float64{number(got)}, numbers(c.Expected), c.Tol)
	},
	"COLLAPSE keras.AUC(multi_label) on one-hot softmax-2": func(t *testing.T, c golden) {
		checkNumbers(t, rocAUC(newState(t, constant(1, 10, 0))), numbers(c.Expected), c.Tol)
	},
	"IDENTITY constant softmax-2, one-hot micro: everything equals the majority share (n=11,k=1)": func(t *testing.T, c golden) {
		checkMicro(t, newState(t, constant(1, 10, 0.3)), c, "micro_auc", "micro_precision", "micro_recall", "micro_f1", "accuracy")
	},
	"IDENTITY constant softmax-2, one-hot micro: everything equals the majority share (n=20,k=5)": func(t *testing.T, c golden) {
		checkMicro(t, newState(t, constant(5, 15, 0.3)), c, "micro_auc", "micro_precision", "micro_recall", "micro_f1", "accuracy")
	},
	"IDENTITY skilled softmax-2, one-hot: micro P=R=F1=accuracy always; macro AUC = binary AUC; micro AUC inflated": checkSkilled,
	"IDENTITY no-skill baselines (n=11,k=1)":           checkBaselines,
	"tfma undefined -> NaN":                            checkUndefined,
	"TRAP torchmetrics MCC on collapse":                differs(metrics.Confusion.MCC, metrics.NothingPositive),
	"TRAP torchmetrics MCC all positive with misses":   differs(metrics.Confusion.MCC, metrics.NoNegatives),
	"TRAP keras AUC(200) vs exact on tiny scores":      checkTinyScores,
	"TRAP torchmetrics binned AUROC, saturated scores": checkSaturated,
	"TRAP torchmetrics threshold operators": func(t *testing.T, c golden) { // one operator, >=, everywhere
		s := newState(t, c.batch())
		checkNumbers(t, cells(s.At(0.5)), []float64{1, 0, 0, 0}, 0)
		x, _ := s.PR().Point(0)
		checkNumbers(t, []float64{x, s.PR().Threshold(0)}, []float64{1, 0.5}, 0)
	},
	"TRAP imbalanced-learn specificity_score, one class only": func(t *testing.T, c golden) {
		got := newState(t, c.batch()).At(0.5).Specificity()
		checkNumbers(t, []float64{number(got)}, []float64{c.Expected.(map[string]any)["exact"].(float64)}, 0)
	},
	"TRAP keras Accuracy() on probabilities": func(t *testing.T, c golden) { // Keras compares labels with scores
		checkNumbers(t, []float64{newState(t, c.batch()).At(0.5).Accuracy().V}, []float64{1}, 0)
	},
	"TRAP keras.F1Score() default on one sigmoid column": func(t *testing.T, c golden) {
		checkNumbers(t, []float64{number(newState(t, c.batch()).At(0.5).F1())}, []float64{0}, 0)
	},
	"TRAP batch-mean recall": func(t *testing.T, c golden) {
		s := metrics.NewState()
		for _, part := range c.Inputs["batches"].([]any) {
			g := golden{Inputs: map[string]any{"label": part.(map[string]any)["y"], "score": part.(map[string]any)["p"]}}
			if err := s.Update(g.batch()); err != nil {
				t.Fatal(err)
			}
		}
		checkNumbers(t, []float64{s.At(0.5).Recall().V}, []float64{0.5}, 0)
	},
	"TRAP float32 counter stalls": func(t *testing.T, c golden) {
		one := metrics.NewBinnedState(1)
		if err := one.Update(constant(1, 0, 0.5)); err != nil {
			t.Fatal(err)
		}
		sum := one.Clone()
		for range 24 {
			if err := sum.Merge(sum); err != nil { // 2^24 examples
				t.Fatal(err)
			}
		}
		if err := sum.Merge(one); err != nil {
			t.Fatal(err)
		}
		if got := sum.At(0.5).TP; got != numbers(c.Expected)[0]+1 {
			t.Errorf("counted %v", got)
		}
	},
	"TRAP keras AUC on logits (clipped to [0,1])": func(t *testing.T, c golden) {
		refused(t, metrics.Batch{Scores: c.column("logits"), Labels: []bool{false, true, false, true}}, 0)
	},
	"TRAP torchmetrics per-batch sigmoid": func(t *testing.T, c golden) {
		refused(t, metrics.Batch{Scores: c.column("score"), Labels: []bool{true, false, true}}, 0)
	},
	"TRAP torchmetrics one NaN score turns the whole batch into logits": func(t *testing.T, c golden) {
		refused(t, metrics.Batch{Scores: c.column("preds"), Labels: []bool{false, true, false, true}}, 1)
	},
}

// checkPR compares with a curve in rising order of thresholds and with an invented last point (0,1).
func checkPR(t *testing.T, c golden) {
	recall, precision, thresholds := newState(t, c.batch()).PR().Columns()
	slices.Reverse(recall)
	slices.Reverse(precision)
	slices.Reverse(thresholds)
	checkNumbers(t, concat(precision, []float64{1}, recall, []float64{0}, thresholds), numbers(c.Expected), c.Tol)
}

func checkGonumROC(t *testing.T, c golden) {
	const highest = 8 // its cut-offs were divided by that
	x, y, thresholds := newState(t, c.batch()).ROC().Columns()
	for i := range thresholds {
		thresholds[i] *= highest
	}
	want := c.Expected.(map[string]any)
	checkNumbers(t, x, numbers(want["fpr"]), c.Tol)
	checkNumbers(t, y, numbers(want["tpr"]), c.Tol)
	checkNumbers(t, thresholds, numbers(want["thresh"]), c.Tol)
}

// microReaders are what flattened metrics of two softmax columns print.
func microReadings(s *metrics.State) map[string]float64 {
	flat := metrics.OneHotMicro(s)
	c := flat.At(0.5)
	return map[string]float64{
		"accuracy": c.Accuracy().V, "precision": c.Precision().V, "recall": c.Recall().V, "f1": c.F1().V,
		"micro_precision": c.Precision().V, "micro_recall": c.Recall().V, "micro_f1": c.F1().V, "micro_auc": flat.ROCAUC().V,
	}
}

func checkMicro(t *testing.T, s *metrics.State, c golden, names ...string) {
	got, want := microReadings(s), c.Expected.(map[string]any)
	for _, name := range names {
		if !agree(got[name], want[name].(float64), c.Tol) {
			t.Errorf("%s: got %v, want %v", name, got[name], want[name])
		}
	}
}

func collapsedMicro(t *testing.T, c golden) {
	got := microReadings(newState(t, constant(1, 10, 0)))
	checkNumbers(t, []float64{got["recall"], got["accuracy"]}, slices.Repeat(numbers(c.Expected), 2), c.Tol)
}

func checkSkilled(t *testing.T, c golden) {
	s := newState(t, c.batch())
	got := microReadings(s)
	got["micro_p"], got["micro_r"] = got["precision"], got["recall"]
	got["binary_auc"], got["macro_auc"] = s.ROCAUC().V, s.ROCAUC().V // column 0 mirrors column 1
	got["precision"], got["recall"] = s.At(0.5).Precision().V, s.At(0.5).Recall().V
	for name, want := range c.Expected.(map[string]any) {
		if !agree(got[name], want.(float64), c.Tol) {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	if got["accuracy"] != got["micro_p"] || got["micro_p"] != got["micro_r"] || got["micro_r"] != got["f1"] {
		t.Errorf("the identity is not exact: %v", got)
	}
}

func checkBaselines(t *testing.T, c golden) {
	s := newState(t, constant(1, 10, 1.0/11))
	all, none := s.At(0), s.At(1)
	got := map[string]float64{
		"accuracy": none.Accuracy().Baseline, "f1_all_positive": none.F1().Baseline, "f1_all_negative": none.F1().V,
		"average_precision_constant": s.AveragePrecision().Baseline, "roc_auc_constant": s.ROCAUC().Baseline,
		"balanced_accuracy": none.BalancedAccuracy().Baseline, "mcc": none.MCC().Baseline,
		"log_loss_at_prior": s.LogLoss().Baseline, "brier_at_prior": s.Brier().Baseline,
	}
	for name, want := range c.Expected.(map[string]any) {
		if !agree(got[name], want.(float64), c.Tol) {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	// The constant classifiers read their baselines.
	for _, v := range []metrics.Value{all.F1(), none.Accuracy(), s.AveragePrecision(), s.ROCAUC(), s.LogLoss(), s.Brier(),
		none.BalancedAccuracy(), all.FBeta(2), all.Precision(), all.Recall(), none.Recall(), none.Specificity(), none.NPV()} {
		if !agree(v.V, v.Baseline, 1e-12) {
			t.Errorf("a constant classifier reads %v, but its baseline is %v", v.V, v.Baseline)
		}
	}
}

func checkUndefined(t *testing.T, c golden) {
	negative, positive := metrics.NewConfusion(0, 0, 1, 0), metrics.NewConfusion(1, 0, 0, 0)
	for name, v := range map[string]metrics.Value{
		"precision": negative.Precision(), "recall": negative.Recall(), "f1": negative.F1(), "mcc": negative.MCC(),
		"threat_score": negative.Jaccard(), "specificity": positive.Specificity(), "npv": positive.NPV(),
		"fnr": negative.FalseNegativeRate(), "fdr": negative.FalseDiscoveryRate(),
		"fallout": positive.FalsePositiveRate(), "false omission rate": positive.FalseOmissionRate(),
	} {
		if v.Undefined == "" {
			t.Errorf("%s reads %v, want it undefined", name, v.V)
		}
	}
}

func differs(read table, why metrics.Reason) func(*testing.T, golden) {
	return func(t *testing.T, c golden) {
		if got := read(newState(t, c.batch()).At(0.5)); got.Undefined != why {
			t.Errorf("got %v, want it undefined: %v", got, why)
		}
	}
}

func checkTinyScores(t *testing.T, c golden) {
	want := c.Expected.(map[string]any)["exact"].(float64)
	b := c.batch()
	checkNumbers(t, rocAUC(newState(t, b)), []float64{want}, 1e-12)
	if binned := binnedOf(199, b); math.Abs(binned.ROCAUC().V-want) > binned.AUCBound() || binned.AUCBound() < 0.2 {
		t.Errorf("199 bins read %v and claim to be within %v of %v", binned.ROCAUC().V, binned.AUCBound(), want)
	}
}

func checkSaturated(t *testing.T, c golden) {
	want := c.Expected.(map[string]any)["exact"].(float64)
	for _, s := range []*metrics.State{newState(t, c.batch()), binnedOf(199, c.batch())} {
		checkNumbers(t, rocAUC(s), []float64{want}, 0)
	}
}

func refused(t *testing.T, b metrics.Batch, row int) {
	t.Helper()
	var rowError *metrics.RowError
	if err := metrics.NewState().Update(b); !asRowError(err, &rowError) || rowError.Row != row {
		t.Errorf("got error %v, want one for row %d", err, row)
	}
}
