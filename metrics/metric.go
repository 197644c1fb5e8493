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

	// Table is what Read reads of the State's table at Threshold, so that whoever has the table needs no State. It is
	// nil for metrics that read more.
	Table     func(Confusion) Value
	Threshold float64
}

// defaultThreshold is what a name without a threshold means.
const defaultThreshold = 0.5

// atThreshold is the metric that reads the table at a threshold. Names carry thresholds other than ½: "f1@0.3".
func atThreshold(name string, threshold float64, read func(Confusion) Value) Metric {
	if threshold != defaultThreshold {
		name += "@" + strconv.FormatFloat(threshold, 'g', -1, 64)
	}
	return Metric{Name: name, Read: func(s *State) Value { return read(s.At(threshold)) }, Table: read, Threshold: threshold}
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

// ByName is the metric of that name, or of one of its aliases: iou is jaccard, sensitivity recall. [Names] lists
// all. Readers of a table read it at a threshold of ½, or at one written behind the name: recall@0.3.
// Parameters stand in parentheses, with or without their names, and may be left out where there are usual ones: ece(15),
// precision_at_recall(recall=0.9), expected_cost(1,9)@0.1. Any f is an F-beta: f0.5, f2.
func ByName(name string) (Metric, error) {
	n, err := parseMetricName(name)
	if err != nil {
		return Metric{}, err
	}
	if n.hasAt && !(n.threshold >= 0 && n.threshold <= math.Nextafter(1, 2)) { // at that one, nothing is positive
		return Metric{}, fmt.Errorf("metrics: %q: the threshold %s is not in [0, 1]", name, number(n.threshold))
	}
	if canonical, ok := aliases[n.base]; ok {
		n.base = canonical
	}
	for _, k := range append(knownTables(), knownStates()...) {
		if k.name != n.base {
			continue
		}
		ps, err := k.filled(n.arguments)
		if err != nil {
			return Metric{}, fmt.Errorf("metrics: %q: %w", name, err)
		}
		if n.hasAt && !k.thresholded() {
			return Metric{}, fmt.Errorf("metrics: %q: %s reads all thresholds: leave out @%s", name, k.name, number(n.threshold))
		}
		m := k.metric(ps, n.threshold)
		if why := m.impossible(); why != "" {
			return Metric{}, fmt.Errorf("metrics: %q: %s", name, why)
		}
		return m, nil
	}
	if digits, ok := strings.CutPrefix(n.base, "f"); ok && n.arguments == nil {
		if beta, err := strconv.ParseFloat(digits, 64); err == nil && beta >= 0 && beta <= maxBeta {
			return FBeta(beta, n.threshold), nil
		}
	}
	return Metric{}, fmt.Errorf("metrics: no metric is named %q: use average_precision, roc_auc, log_loss, brier, f1, f2, mcc, recall@0.3 "+
		"or another of metrics.Names()", name)
}

// impossible says why the parameters of a metric let it read nothing, of whatever examples; empty if they do not.
func (m Metric) impossible() Reason {
	two := NewState()
	if err := two.Update(Batch{Scores: []float64{0.25, 0.75}, Labels: []bool{false, true}}); err != nil {
		panic(err) // a fixed batch
	}
	switch why := m.Read(two).Undefined; why {
	case BadRate, BadAlpha, BadCosts, BadProbability, BadAlerts, BadBudget, BadBins, BadRange, BadBeta:
		return why
	}
	return ""
}

// Names are the names that ByName knows, without aliases, with their parameters: precision_at_recall(recall), and
// those that may be left out with the usual one: ece(bins=15).
func Names() []string {
	var names []string
	for _, k := range append(knownStates(), knownTables()...) {
		names = append(names, k.form())
	}
	return names
}
