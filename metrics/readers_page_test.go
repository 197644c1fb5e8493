package metrics_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/seqpair/seqpair/metrics"
)

// peersReaders are the binary classes and functions of the libraries, as they list themselves.
const peersReaders = `
keras: AUC Accuracy BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy ConcordanceCorrelation CosineSimilarity F1Score
FBetaScore FalseNegatives FalsePositives Hinge IoU KLDivergence LogCoshError Mean MeanAbsoluteError MeanAbsolutePercentageError MeanIoU
MeanMetricWrapper MeanSquaredError MeanSquaredLogarithmicError Metric OneHotIoU OneHotMeanIoU PearsonCorrelation Poisson Precision
PrecisionAtRecall R2Score Recall RecallAtPrecision RootMeanSquaredError SensitivityAtSpecificity SpecificityAtSensitivity SquaredHinge Sum
TrueNegatives TruePositives
torchmetrics: BinaryAUROC BinaryAccuracy BinaryAveragePrecision BinaryCalibrationError BinaryCohenKappa BinaryConfusionMatrix BinaryEER
BinaryF1Score BinaryFBetaScore BinaryFairness BinaryGroupStatRates BinaryHammingDistance BinaryHingeLoss BinaryJaccardIndex BinaryLogAUC
BinaryMatthewsCorrCoef BinaryNegativePredictiveValue BinaryPrecision BinaryPrecisionAtFixedRecall BinaryPrecisionRecallCurve BinaryROC
BinaryRecall BinaryRecallAtFixedPrecision BinarySensitivityAtSpecificity BinarySpecificity BinarySpecificityAtSensitivity BinaryStatScores
BootStrapper MetricCollection MetricTracker MinMaxMetric Running
sklearn: accuracy_score average_precision_score balanced_accuracy_score brier_score_loss class_likelihood_ratios classification_report
cohen_kappa_score confusion_matrix confusion_matrix_at_thresholds metric_at_thresholds d2_brier_score d2_log_loss_score det_curve f1_score
fbeta_score hamming_loss hinge_loss jaccard_score log_loss matthews_corrcoef multilabel_confusion_matrix precision_recall_curve
precision_recall_fscore_support precision_score recall_score roc_auc_score roc_curve zero_one_loss top_k_accuracy_score calibration_curve
TunedThresholdClassifierCV FixedThresholdClassifier CalibratedClassifierCV
imblearn: sensitivity_specificity_support sensitivity_score specificity_score geometric_mean_score make_index_balanced_accuracy
classification_report_imbalanced macro_averaged_mean_absolute_error
tfma: AUCPrecisionRecall BalancedAccuracy BooleanFlipRates SymmetricFlipRate Calibration MeanLabel MeanPrediction CoefficientOfDiscrimination
RelativeCoefficientOfDiscrimination ConfusionMatrixAtThresholds DiagnosticOddsRatio FallOut FalseDiscoveryRate FalseOmissionRate
FowlkesMallowsIndex Informedness Markedness MatthewsCorrelationCoefficient MaxRecall MissRate NegativeLikelihoodRatio PositiveLikelihoodRatio
NegativePredictiveValue PredictedPositiveRate Prevalence PrevalenceThreshold RecallAtFalsePositiveRate Specificity SymmetricPredictionDifference
ThreatScore ThresholdAtRecall FalsePositiveFeatureSampler FalseNegativeFeatureSampler CalibrationPlot ConfusionMatrixPlot ScoreDistributionPlot`

// TestReadersPage: READERS.md names every reader, every name and everything that the libraries have.
func TestReadersPage(t *testing.T) {
	data, err := os.ReadFile("READERS.md")
	if err != nil {
		t.Fatal(err)
	}
	page := words(string(data))
	for _, name := range strings.Fields(peersReaders) {
		if !strings.HasSuffix(name, ":") && !page[name] {
			t.Errorf("READERS.md does not name %s", name)
		}
	}
	for _, form := range metrics.Names() {
		if name, _, _ := strings.Cut(form, "("); !page[name] {
			t.Errorf("READERS.md does not name %s", name)
		}
	}
	for _, of := range []any{metrics.Confusion{}, &metrics.State{}, metrics.Alerts{}, metrics.Reliability{}} {
		typ := reflect.TypeOf(of)
		for i := range typ.NumMethod() {
			method := typ.Method(i)
			if isReader(method.Type) && !page[method.Name] {
				t.Errorf("READERS.md does not name %v.%s", typ, method.Name)
			}
		}
	}
}

// isReader says whether a method answers with something that was read.
func isReader(method reflect.Type) bool {
	for i := range method.NumOut() {
		switch reflect.Zero(method.Out(i)).Interface().(type) {
		case metrics.Value, metrics.Curve, metrics.OperatingPoint, metrics.Alerts, metrics.Reliability, metrics.BrierParts,
			metrics.CostCurve, metrics.DecisionCurve, metrics.Choice, metrics.Confusion:
			return true
		}
	}
	return false
}

// words are what stands between back quotes, cut at everything that is no part of a name.
func words(text string) map[string]bool {
	found := make(map[string]bool)
	for i, part := range strings.Split(text, "`") {
		if i%2 == 0 {
			continue
		}
		for _, word := range strings.FieldsFunc(part, func(r rune) bool {
			return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		}) {
			found[word] = true
		}
	}
	return found
}
