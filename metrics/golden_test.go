package metrics_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// strict makes At say ">" as Keras, torchmetrics and TFMA do, where seqpair and scikit-learn's curves say ">=".
var strict = math.Nextafter(0.5, 2)

// golden is a case of testdata/golden.json: values that other libraries compute and document.
type golden struct {
	Name     string
	Inputs   map[string]any
	Params   map[string]any
	Expected any
	Tol      float64
}

func readGolden(t *testing.T) map[string]golden {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	byName := make(map[string]golden, len(cases))
	for _, c := range cases {
		byName[c.Name] = c
	}
	return byName
}

// columns are the first inputs of those names, nested lists flattened.
func (g golden) column(names ...string) []float64 {
	for _, name := range names {
		if v, ok := g.Inputs[name]; ok && v != nil {
			if _, ok := v.(string); ok {
				return nil
			}
			return numbers(v)
		}
	}
	return nil
}

func numbers(v any) []float64 {
	switch v := v.(type) {
	case []any:
		var all []float64
		for _, x := range v {
			all = append(all, numbers(x)...)
		}
		return all
	case float64:
		return []float64{v}
	case string:
		x, err := strconv.ParseFloat(v, 64)
		if err != nil {
			panic(fmt.Sprintf("golden number %q: %v", v, err))
		}
		return []float64{x}
	}
	panic(fmt.Sprintf("golden number %v", v))
}

func (g golden) batch() metrics.Batch {
	labels := g.column("y_true", "target", "classes", "label", "labels")
	scores := g.column("y_score", "y_pred", "y_proba", "preds", "score", "y", "y_prob")
	if len(scores) == 2*len(labels) { // two columns: the second is P(positive)
		for i := range labels {
			scores[i] = scores[2*i+1]
		}
		scores = scores[:len(labels)]
	}
	highest := 1.0
	for _, score := range scores {
		highest = math.Max(highest, score)
	}
	b := metrics.Batch{Weights: g.column("sample_weight", "weights")}
	for i := range scores { // gonum's cut-offs go up to 8, sklearn's MCC example has labels and predictions of -1
		b.Scores = append(b.Scores, math.Max(0, scores[i])/highest)
		b.Labels = append(b.Labels, labels[i] == 1)
	}
	return b
}

func newState(t testing.TB, b metrics.Batch) *metrics.State {
	t.Helper()
	s := metrics.NewState()
	if err := s.Update(b); err != nil {
		t.Fatal(err)
	}
	return s
}

func binnedOf(bins int, b metrics.Batch) *metrics.State {
	s := metrics.NewBinnedState(bins)
	if err := s.Update(b); err != nil {
		panic(err)
	}
	return s
}

// number is a Value in the references' terms, where undefined is NaN.
func number(v metrics.Value) float64 {
	if v.Undefined != "" {
		return math.NaN()
	}
	return v.V
}

type table = func(metrics.Confusion) metrics.Value

func cells(c metrics.Confusion) []float64 { return []float64{c.TP, c.FP, c.TN, c.FN} }

// tables are the cases that one reader of the table answers.
var tables = map[string]table{
	"keras.Precision":                                 metrics.Confusion.Precision,
	"keras.Precision/weighted":                        metrics.Confusion.Precision,
	"keras.Recall":                                    metrics.Confusion.Recall,
	"keras.Recall/weighted":                           metrics.Confusion.Recall,
	"keras.BinaryAccuracy":                            metrics.Confusion.Accuracy,
	"keras.BinaryAccuracy/weighted":                   metrics.Confusion.Accuracy,
	"sklearn.f1_score/all negative/zero_division=nan": metrics.Confusion.F1,
	"COLLAPSE sklearn.gmean":                          metrics.Confusion.GMean,
	"COLLAPSE sklearn.kappa":                          metrics.Confusion.Kappa,
	"EDGE kappa, one class only, perfect":             metrics.Confusion.Kappa,
	"torchmetrics.binary_cohen_kappa":                 metrics.Confusion.Kappa,
	"tfma.fowlkes_mallows":                            metrics.Confusion.FowlkesMallows,
	"tfma.prevalence_threshold":                       metrics.Confusion.PrevalenceThreshold,
	"sklearn.jaccard_score":                           metrics.Confusion.Jaccard,
	"sklearn.matthews_corrcoef":                       metrics.Confusion.MCC,
	"sklearn.recall/weighted":                         metrics.Confusion.Recall,
	"sklearn.f1/weighted":                             metrics.Confusion.F1,
	"sklearn.balanced_accuracy/weighted":              metrics.Confusion.BalancedAccuracy,
	"sklearn.matthews_corrcoef/weighted":              metrics.Confusion.MCC,
	"sklearn.accuracy/weighted":                       metrics.Confusion.Accuracy,
	"COLLAPSE sklearn.f1":                             metrics.Confusion.F1,
	"torchmetrics.binary_recall":                      metrics.Confusion.Recall,
	"torchmetrics.binary_f1_score":                    metrics.Confusion.F1,
	"torchmetrics.binary_specificity":                 metrics.Confusion.Specificity,
	"torchmetrics.binary_negative_predictive_value":   metrics.Confusion.NPV,
	"torchmetrics.binary_fbeta_score(2)":              func(c metrics.Confusion) metrics.Value { return c.FBeta(2) },
	"torchmetrics.binary_hamming_distance":            metrics.Confusion.ErrorRate,
	"torchmetrics.binary_jaccard_index":               metrics.Confusion.Jaccard,
	"torchmetrics.binary_matthews_corrcoef":           metrics.Confusion.MCC,
	"tfma.precision":                                  metrics.Confusion.Precision,
	"tfma.recall":                                     metrics.Confusion.Recall,
	"tfma.fpr":                                        metrics.Confusion.FalsePositiveRate,
	"tfma.fnr":                                        metrics.Confusion.FalseNegativeRate,
	"tfma.npv":                                        metrics.Confusion.NPV,
	"tfma.fdr":                                        metrics.Confusion.FalseDiscoveryRate,
	"tfma.false_omission_rate":                        metrics.Confusion.FalseOmissionRate,
	"tfma.prevalence":                                 metrics.Confusion.Prevalence,
	"tfma.predicted_positive_rate":                    metrics.Confusion.PredictedPositiveRate,
	"tfma.threat_score":                               metrics.Confusion.Jaccard,
	"tfma.balanced_accuracy":                          metrics.Confusion.BalancedAccuracy,
	"tfma.f1":                                         metrics.Confusion.F1,
	"tfma.mcc":                                        metrics.Confusion.MCC,
	"tfma.informedness":                               metrics.Confusion.Informedness,
	"tfma.markedness":                                 metrics.Confusion.Markedness,
	"tfma.positive_likelihood_ratio":                  metrics.Confusion.PositiveLikelihoodRatio,
	"tfma.negative_likelihood_ratio":                  metrics.Confusion.NegativeLikelihoodRatio,
}

// readings are the cases that a State answers with a number or with columns.
var readings = map[string]func(*metrics.State) []float64{
	"keras.FalsePositives":                 func(s *metrics.State) []float64 { return []float64{s.At(strict).FP} },
	"keras.FalsePositives/weighted":        func(s *metrics.State) []float64 { return []float64{s.At(strict).FP} },
	"keras.TruePositives":                  func(s *metrics.State) []float64 { return []float64{s.At(strict).TP} },
	"keras.AUC(num_thresholds=3)/weighted": rocAUC,
	"sklearn.roc_auc_score":                rocAUC,
	"sklearn.roc_auc_score/weighted ties":  rocAUC,
	"torchmetrics.binary_auroc/thr=None":   rocAUC,
	"tfma.auc/weighted":                    rocAUC,
	"COLLAPSE sklearn.ap const (== prevalence)": func(s *metrics.State) []float64 {
		return []float64{s.AveragePrecision().V}
	},
	"sklearn.brier_score_loss": func(s *metrics.State) []float64 { return []float64{s.Brier().V} },
	"sklearn.log_loss":         func(s *metrics.State) []float64 { return []float64{s.LogLoss().V} },
	"sklearn.d2_brier_score": func(s *metrics.State) []float64 {
		return []float64{s.BrierSkill().V}
	},
	"sklearn.d2_log_loss_score": func(s *metrics.State) []float64 {
		return []float64{s.D2LogLoss().V}
	},
	"sklearn.class_likelihood_ratios": func(s *metrics.State) []float64 {
		c := s.At(0.5)
		return []float64{c.PositiveLikelihoodRatio().V, c.NegativeLikelihoodRatio().V}
	},
	"sklearn.confusion_matrix ravel (tn,fp,fn,tp)": func(s *metrics.State) []float64 {
		c := s.At(0.5)
		return []float64{c.TN, c.FP, c.FN, c.TP}
	},
	"torchmetrics.binary_stat_scores (tp,fp,tn,fn,sup)": func(s *metrics.State) []float64 {
		return append(cells(s.At(strict)), s.PositiveWeight())
	},
	"sklearn.roc_curve": func(s *metrics.State) []float64 {
		return concat(s.ROC().Columns())
	},
	"sklearn.confusion_matrix_at_thresholds (tns,fps,fns,tps,thr)": func(s *metrics.State) []float64 {
		var tns, fps, fns, tps, thresholds []float64
		for threshold, c := range s.Tables(0) {
			tns, fps, fns, tps = append(tns, c.TN), append(fps, c.FP), append(fns, c.FN), append(tps, c.TP)
			thresholds = append(thresholds, threshold)
		}
		return concat(tns, fps, fns, tps, thresholds)
	},
	"sklearn.metric_at_thresholds(accuracy)": func(s *metrics.State) []float64 {
		var accuracies, thresholds []float64
		for threshold, c := range s.Tables(0) {
			accuracies, thresholds = append(accuracies, c.Accuracy().V), append(thresholds, threshold)
		}
		return concat(accuracies, thresholds)
	},
	"sklearn.det_curve": func(s *metrics.State) []float64 { // it drops the ends where one error rate stays as it is
		x, y, thresholds := s.DET().Columns()
		slices.Reverse(x)
		slices.Reverse(y)
		slices.Reverse(thresholds)
		return concat(x[1:4], y[1:4], thresholds[1:4])
	},
}

func rocAUC(s *metrics.State) []float64 { return []float64{s.ROCAUC().V} }

func concat(columns ...[]float64) []float64 {
	var all []float64
	for _, column := range columns {
		all = append(all, column...)
	}
	return all
}

func agree(got, want, tolerance float64) bool {
	return got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= tolerance
}

func checkNumbers(t *testing.T, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range got {
		if !agree(got[i], want[i], tolerance) {
			t.Errorf("number %d: got %v, want %v", i, got[i], want[i])
		}
	}
}

func TestGolden(t *testing.T) {
	cases := readGolden(t)
	if len(cases) < 100 {
		t.Errorf("only %d golden cases", len(cases))
	}
	for name, c := range cases {
		read, isTable := tables[name]
		if base, _, ok := strings.Cut(name, "/"); ok && !isTable {
			read, isTable = tables[base]
		}
		of, isReading := readings[name]
		if !isReading {
			of, isReading = searched[name]
		}
		t.Run(name, func(t *testing.T) {
			switch {
			case specialReaders[name] != nil:
				specialReaders[name](t, c)
			case isTable:
				got := number(read(newState(t, c.batch()).At(strict)))
				checkNumbers(t, []float64{got}, numbers(c.Expected), c.Tol)
			case isReading:
				checkNumbers(t, of(newState(t, c.batch())), numbers(c.Expected), c.Tol)
			case special[name] != nil:
				special[name](t, c)
			default:
				t.Error("no test reads this case")
			}
		})
	}
}
