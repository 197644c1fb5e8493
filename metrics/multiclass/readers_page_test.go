package multiclass_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// peersReaders are the classes and functions of the libraries for several classes or labels, as they list themselves.
const peersReaders = `
keras: CategoricalAccuracy SparseCategoricalAccuracy TopKCategoricalAccuracy SparseTopKCategoricalAccuracy CategoricalCrossentropy
SparseCategoricalCrossentropy CategoricalHinge IoU BinaryIoU MeanIoU OneHotIoU OneHotMeanIoU F1Score FBetaScore
torchmetrics: MulticlassAUROC MulticlassAccuracy MulticlassAveragePrecision MulticlassCalibrationError MulticlassCohenKappa
MulticlassConfusionMatrix MulticlassEER MulticlassExactMatch MulticlassF1Score MulticlassFBetaScore MulticlassHammingDistance
MulticlassHingeLoss MulticlassJaccardIndex MulticlassLogAUC MulticlassMatthewsCorrCoef MulticlassNegativePredictiveValue
MulticlassPrecision MulticlassPrecisionAtFixedRecall MulticlassPrecisionRecallCurve MulticlassROC MulticlassRecall
MulticlassRecallAtFixedPrecision MulticlassSensitivityAtSpecificity MulticlassSpecificity MulticlassSpecificityAtSensitivity
MulticlassStatScores MultilabelAUROC MultilabelAccuracy MultilabelAveragePrecision MultilabelConfusionMatrix MultilabelCoverageError
MultilabelEER MultilabelExactMatch MultilabelF1Score MultilabelFBetaScore MultilabelHammingDistance MultilabelJaccardIndex
MultilabelLogAUC MultilabelMatthewsCorrCoef MultilabelNegativePredictiveValue MultilabelPrecision MultilabelPrecisionAtFixedRecall
MultilabelPrecisionRecallCurve MultilabelROC MultilabelRankingAveragePrecision MultilabelRankingLoss MultilabelRecall
MultilabelRecallAtFixedPrecision MultilabelSensitivityAtSpecificity MultilabelSpecificity MultilabelSpecificityAtSensitivity
MultilabelStatScores BinaryFairness BinaryGroupStatRates DiceScore GeneralizedDiceScore BinaryTargetTransformer ClasswiseWrapper
FeatureShare LambdaInputTransformer MetricInputTransformer MultioutputWrapper MultitaskWrapper
sklearn: accuracy_score balanced_accuracy_score classification_report cohen_kappa_score confusion_matrix f1_score fbeta_score hamming_loss
jaccard_score log_loss matthews_corrcoef multilabel_confusion_matrix precision_score recall_score roc_auc_score zero_one_loss
top_k_accuracy_score coverage_error label_ranking_average_precision_score label_ranking_loss
imblearn: sensitivity_specificity_support sensitivity_score specificity_score geometric_mean_score make_index_balanced_accuracy
classification_report_imbalanced macro_averaged_mean_absolute_error
tfma: SemanticSegmentationConfusionMatrix MultiClassConfusionMatrixPlot MultiLabelConfusionMatrixPlot`

// TestReadersPage: READERS.md names everything that the libraries have.
func TestReadersPage(t *testing.T) {
	data, err := os.ReadFile("READERS.md")
	if err != nil {
		t.Fatal(err)
	}
	page := map[string]bool{}
	for _, word := range regexp.MustCompile(`\w+`).FindAllString(string(data), -1) {
		page[word] = true
	}
	for _, name := range strings.Fields(peersReaders) {
		if !strings.HasSuffix(name, ":") && !page[name] {
			t.Errorf("READERS.md does not name %s", name)
		}
	}
}
