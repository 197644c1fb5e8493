package metrics

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Metric is a named reader of a State. Better is declared, never derived from the name.
type Metric struct {
	Name   string
	Better Direction
	Read   func(*State) Value
}

// defaultThreshold is what a name without a threshold means.
const defaultThreshold = 0.5

// atThreshold is the metric that reads the table at a threshold. Names carry thresholds other than ½: "f1@0.3".
func atThreshold(name string, threshold float64, read func(Confusion) Value) Metric {
	if threshold != defaultThreshold {
		name += "@" + strconv.FormatFloat(threshold, 'g', -1, 64)
	}
	return Metric{Name: name, Read: func(s *State) Value { return read(s.At(threshold)) }}
}

// Accuracy reads [Confusion.Accuracy] at a threshold.
func Accuracy(threshold float64) Metric {
	return atThreshold("accuracy", threshold, Confusion.Accuracy)
}

// Precision reads [Confusion.Precision] at a threshold.
func Precision(threshold float64) Metric {
	return atThreshold("precision", threshold, Confusion.Precision)
}

// Recall reads [Confusion.Recall] at a threshold.
func Recall(threshold float64) Metric {
	return atThreshold("recall", threshold, Confusion.Recall)
}

// Specificity reads [Confusion.Specificity] at a threshold.
func Specificity(threshold float64) Metric {
	return atThreshold("specificity", threshold, Confusion.Specificity)
}

// FBeta reads [Confusion.FBeta] at a threshold. Its name is "f" and beta: "f0.5", "f2".
func FBeta(beta, threshold float64) Metric {
	name := "f" + strconv.FormatFloat(beta, 'g', -1, 64)
	return atThreshold(name, threshold, func(c Confusion) Value { return c.FBeta(beta) })
}

// F1 reads [Confusion.F1] at a threshold.
func F1(threshold float64) Metric { return FBeta(1, threshold) }

// MCC reads [Confusion.MCC] at a threshold.
func MCC(threshold float64) Metric { return atThreshold("mcc", threshold, Confusion.MCC) }

// BalancedAccuracy reads [Confusion.BalancedAccuracy] at a threshold.
func BalancedAccuracy(threshold float64) Metric {
	return atThreshold("balanced_accuracy", threshold, Confusion.BalancedAccuracy)
}

// ROCAUC reads [State.ROCAUC].
func ROCAUC() Metric { return Metric{Name: "roc_auc", Read: (*State).ROCAUC} }

// AveragePrecision reads [State.AveragePrecision].
func AveragePrecision() Metric {
	return Metric{Name: "average_precision", Read: (*State).AveragePrecision}
}

// LogLoss reads [State.LogLoss].
func LogLoss() Metric {
	return Metric{Name: "log_loss", Better: LowerIsBetter, Read: (*State).LogLoss}
}

// Brier reads [State.Brier].
func Brier() Metric { return Metric{Name: "brier", Better: LowerIsBetter, Read: (*State).Brier} }

// overall are the metrics that need no threshold.
func overall() []Metric {
	return []Metric{AveragePrecision(), ROCAUC(), LogLoss(), Brier()}
}

// thresholded makes the metrics that read the table at a threshold.
func thresholded() []func(threshold float64) Metric {
	return []func(float64) Metric{Precision, Recall, F1, Specificity, BalancedAccuracy, MCC, Accuracy}
}

// ByName is the metric of that name: average_precision, roc_auc, log_loss, brier, or, at a threshold of ½ or
// at one written behind it (recall@0.3), precision, recall, f1 and other betas (f0.5, f2), specificity,
// balanced_accuracy, mcc, accuracy.
func ByName(name string) (Metric, error) {
	var names []string
	for _, metric := range overall() {
		if metric.Name == name {
			return metric, nil
		}
		names = append(names, metric.Name)
	}
	base, at, written := strings.Cut(name, "@")
	threshold := defaultThreshold
	if written {
		parsed, err := strconv.ParseFloat(at, 64)
		if err != nil || math.IsNaN(parsed) || math.IsInf(parsed, 0) {
			return Metric{}, fmt.Errorf("metrics: %q: %q is no threshold: write a number, as in recall@0.3", name, at)
		}
		threshold = parsed
	}
	for _, metricAt := range thresholded() {
		known := metricAt(defaultThreshold).Name
		if known == base {
			return metricAt(threshold), nil
		}
		names = append(names, known)
	}
	if digits, ok := strings.CutPrefix(base, "f"); ok {
		if beta, err := strconv.ParseFloat(digits, 64); err == nil && beta >= 0 && beta <= maxBeta {
			return FBeta(beta, threshold), nil
		}
	}
	return Metric{}, fmt.Errorf("metrics: no metric is named %q: use one of %s, f0.5, f2; "+
		"behind those that need a threshold, one other than 0.5 is written as in recall@0.3", name, strings.Join(names, ", "))
}
