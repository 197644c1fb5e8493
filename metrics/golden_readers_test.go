package metrics_test

import (
	"math"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// searched are the golden cases of readers that look over all thresholds.
var searched = map[string]func(*metrics.State) []float64{
	"keras.SensitivityAtSpecificity(0.5)":          point((*metrics.State).SensitivityAtSpecificity, 0.5),
	"keras.SensitivityAtSpecificity(0.5)/weighted": point((*metrics.State).SensitivityAtSpecificity, 0.5),
	"keras.SpecificityAtSensitivity(0.5)":          point((*metrics.State).SpecificityAtSensitivity, 0.5),
	"keras.SpecificityAtSensitivity(0.5)/weighted": point((*metrics.State).SpecificityAtSensitivity, 0.5),
	"keras.PrecisionAtRecall(0.5)":                 point((*metrics.State).PrecisionAtRecall, 0.5),
	"keras.PrecisionAtRecall(0.5)/weighted":        point((*metrics.State).PrecisionAtRecall, 0.5),
	"keras.RecallAtPrecision(0.8)":                 point((*metrics.State).RecallAtPrecision, 0.8),
	"keras.RecallAtPrecision(0.8)/weighted":        point((*metrics.State).RecallAtPrecision, 0.8),
	"torchmetrics.binary_recall_at_fixed_precision(0.5)": func(s *metrics.State) []float64 {
		p := s.RecallAtPrecision(0.5)
		return []float64{p.Value.V, p.Threshold}
	},
	"keras.BinaryIoU":          func(s *metrics.State) []float64 { return []float64{s.At(0.3).MeanJaccard().V} },
	"keras.BinaryIoU/weighted": func(s *metrics.State) []float64 { return []float64{s.At(0.3).MeanJaccard().V} },
	"imblearn.make_index_balanced_accuracy(gmean)": func(s *metrics.State) []float64 {
		c := s.At(0.5)
		return []float64{c.Flipped().IBA(0.1, true).V, c.IBA(0.1, true).V}
	},
	"sklearn.calibration_curve(n_bins=3) (prob_true,prob_pred)": func(s *metrics.State) []float64 {
		x, y, _ := s.Reliability(metrics.UniformBins(3)).Curve().Columns()
		return concat(y, x)
	},
	"torchmetrics.binary_calibration_error/l1":  func(s *metrics.State) []float64 { return []float64{s.ECE(2).V} },
	"torchmetrics.binary_calibration_error/l2":  func(s *metrics.State) []float64 { return []float64{s.RMSCE(2).V} },
	"torchmetrics.binary_calibration_error/max": func(s *metrics.State) []float64 { return []float64{s.MCE(2).V} },
	"tfma.auc_pr/weighted":                      func(s *metrics.State) []float64 { return []float64{s.PRDavisGoadrich().V} },
}

func point(search func(*metrics.State, float64) metrics.OperatingPoint, limit float64) func(*metrics.State) []float64 {
	return func(s *metrics.State) []float64 { return []float64{search(s, limit).Value.V} }
}

// specialReaders are those of the newer readers whose inputs or answers have a form of their own.
var specialReaders = map[string]func(*testing.T, golden){
	"torchmetrics.binary_sensitivity_at_specificity(0.5)/thr=5": func(t *testing.T, c golden) {
		p := binnedOf(4, c.batch()).SensitivityAtSpecificity(0.5) // five thresholds cut [0,1] into four bins
		checkNumbers(t, []float64{p.Value.V, p.Threshold}, numbers(c.Expected), c.Tol)
	},
	"keras.AUC/ROC/minoring": func(t *testing.T, c golden) { // what Keras sums at worst and at best is our bound
		s := binnedOf(4, c.batch())
		checkNumbers(t, []float64{s.ROCAUC().V - s.AUCBound()}, numbers(c.Expected), c.Tol)
	},
	"keras.AUC/ROC/majoring": func(t *testing.T, c golden) {
		s := binnedOf(4, c.batch())
		checkNumbers(t, []float64{s.ROCAUC().V + s.AUCBound()}, numbers(c.Expected), c.Tol)
	},
	"keras.AUC/PRGAIN/interpolation": func(t *testing.T, c golden) {
		checkNumbers(t, []float64{binnedOf(4, c.batch()).PRGain().V}, numbers(c.Expected), c.Tol)
	},
	"keras.BinaryCrossentropy(from_logits)":            func(t *testing.T, c golden) { checkLogits(t, c, 1) },
	"keras.BinaryCrossentropy/2x2":                     func(t *testing.T, c golden) { checkLogits(t, c, 1) },
	"keras.BinaryCrossentropy/sum":                     func(t *testing.T, c golden) { checkLogits(t, c, 2) }, // of two rows
	"keras.BinaryCrossentropy/mean_with_sample_weight": func(t *testing.T, c golden) { checkLogits(t, c, 1) },
	"keras.F1Score(threshold=0.5)": func(t *testing.T, c golden) {
		checkColumns(t, c, metrics.Confusion.F1)
	},
	"keras.FBetaScore(beta=2,threshold=0.5)": func(t *testing.T, c golden) {
		checkColumns(t, c, func(table metrics.Confusion) metrics.Value { return table.FBeta(2) })
	},
	"torchmetrics.binary_stat_scores/samplewise": func(t *testing.T, c golden) {
		checkSamples(t, c, func(table metrics.Confusion) []float64 {
			return append(cells(table), table.TP+table.FN)
		})
	},
	"torchmetrics.binary_precision/samplewise": func(t *testing.T, c golden) {
		checkSamples(t, c, func(table metrics.Confusion) []float64 { return []float64{table.Precision().V} })
	},
	"torchmetrics.binary_recall/samplewise": func(t *testing.T, c golden) {
		checkSamples(t, c, func(table metrics.Confusion) []float64 { return []float64{table.Recall().V} })
	},
	"tfma.calibration/unweighted":                          checkCalibration,
	"tfma.calibration/weighted":                            checkCalibration,
	"tfma.coefficient_of_discrimination (Tjur)/unweighted": checkTjur,
	"tfma.coefficient_of_discrimination (Tjur)/weighted":   checkTjur,
	"imblearn.classification_report_imbalanced(class 0: pre,rec,spe,f1,geo,iba,sup)": func(t *testing.T, c golden) {
		table := metrics.NewConfusion(1, 1, 3, 0) // class 0 against the others
		checkNumbers(t, []float64{
			table.Precision().V, table.Recall().V, table.Specificity().V, table.F1().V,
			table.GMean().V, table.IBA(0.1, true).V, table.TP + table.FN,
		}, numbers(c.Expected), c.Tol)
	},
	"bayes threshold": func(t *testing.T, c golden) {
		costs := metrics.Costs{FP: c.column("cost_fp")[0], FN: c.column("cost_fn")[0]}
		checkNumbers(t, []float64{costs.Threshold()}, numbers(c.Expected), c.Tol)
	},
	"TRAP keras.Precision(top_k=2) with tied scores": func(t *testing.T, c golden) { // Keras: 0 or 1, as the backend breaks ties
		alerts := newState(t, c.batch()).TopK(2)
		checkNumbers(t, []float64{alerts.Precision().V, alerts.Fewest, alerts.Most, float64(alerts.Tied)}, []float64{0.5, 0, 2, 4}, 0)
	},
	"TRAP keras.IoU absent class": func(t *testing.T, c golden) { // Keras: 1 for the mean, 0 for the class
		table := newState(t, c.batch()).At(0.5)
		for _, v := range []metrics.Value{table.Jaccard(), table.MeanJaccard()} {
			if v.Undefined != metrics.NoPositives {
				t.Errorf("got %v, want it undefined: %v", v, metrics.NoPositives)
			}
		}
		checkNumbers(t, []float64{table.Flipped().Jaccard().V}, []float64{1}, 0)
	},
	"TRAP keras.MeanIoU default dtype int truncates float weights": func(t *testing.T, c golden) {
		want := c.Expected.(map[string]any)["float32"].(float64)
		checkNumbers(t, []float64{newState(t, c.batch()).At(0.5).MeanJaccard().V}, []float64{want}, c.Tol)
	},
}

// checkLogits compares with a mean over rows, times the scale. Weights are those of rows of several columns.
func checkLogits(t *testing.T, c golden, scale float64) {
	var b metrics.Batch
	logits, labels, weights := c.column("y_pred"), c.column("y_true"), c.column("sample_weight")
	for i, logit := range logits {
		b.Scores, b.Labels = append(b.Scores, 1/(1+math.Exp(-logit))), append(b.Labels, labels[i] == 1)
		if weights != nil {
			b.Weights = append(b.Weights, weights[i*len(weights)/len(logits)])
		}
	}
	checkNumbers(t, []float64{scale * newState(t, b).LogLoss().V}, numbers(c.Expected), c.Tol)
}

// checkColumns reads each label's column by itself.
func checkColumns(t *testing.T, c golden, read table) {
	want := numbers(c.Expected)
	labels, scores := c.column("y_true"), c.column("y_pred")
	for column := range want {
		var b metrics.Batch
		for i := column; i < len(labels); i += len(want) {
			b.Scores, b.Labels = append(b.Scores, scores[i]), append(b.Labels, labels[i] == 1)
		}
		checkNumbers(t, []float64{read(newState(t, b).At(strict)).V}, want[column:column+1], c.Tol)
	}
}

// checkSamples reads each of the first dimension's samples by itself.
func checkSamples(t *testing.T, c golden, read func(metrics.Confusion) []float64) {
	var got []float64
	for i, labels := range c.Inputs["target"].([]any) {
		g := golden{Inputs: map[string]any{"target": labels, "preds": c.Inputs["preds"].([]any)[i]}}
		got = append(got, read(newState(t, g.batch()).At(strict))...)
	}
	checkNumbers(t, got, numbers(c.Expected), c.Tol)
}

func checkCalibration(t *testing.T, c golden) {
	s, want := newState(t, c.batch()), c.Expected.(map[string]any)
	checkNumbers(t, []float64{s.Prevalence().V, s.MeanScore().V, s.CalibrationRatio().V},
		[]float64{want["mean_label"].(float64), want["mean_prediction"].(float64), want["calibration"].(float64)}, c.Tol)
}

func checkTjur(t *testing.T, c golden) {
	s, want := newState(t, c.batch()), c.Expected.(map[string]any)
	checkNumbers(t, []float64{s.Tjur().V, s.RelativeTjur().V},
		[]float64{want["tjur"].(float64), want["relative"].(float64)}, c.Tol)
}
