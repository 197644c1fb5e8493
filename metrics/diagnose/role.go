package diagnose

import (
	"strconv"
	"strings"
)

// splitWords are the words of a name that say which split it is about.
var splitWords = map[string]int{
	"validation": 1, "valid": 1, "val": 1, "eval": 1, "dev": 1, "test": 2, "training": 0, "train": 0,
}

// roles are the names that frameworks give to the same reading.
var roles = map[string]string{
	"loss": "loss", "log_loss": "loss", "logloss": "loss", "binary_logloss": "loss", "bce": "loss",

	"acc": "accuracy", "accuracy": "accuracy", "accuracy_score": "accuracy", "binaryaccuracy": "accuracy",
	"binary_accuracy": "accuracy", "categorical_accuracy": "accuracy", "sparse_categorical_accuracy": "accuracy",

	"precision": "precision", "prec": "precision", "precision_m": "precision", "precision_score": "precision",
	"binaryprecision": "precision", "ppv": "precision",
	"recall": "recall", "rec": "recall", "recall_m": "recall", "recall_score": "recall", "binaryrecall": "recall",
	"sensitivity": "recall", "tpr": "recall",

	"f1": "f1", "f1_m": "f1", "f1_score": "f1", "f1score": "f1", "f1_metric": "f1", "fmeasure": "f1", "f_measure": "f1",
	"binaryf1score": "f1", "f_score": "f1", "fscore": "f1", "get_f1": "f1",
	"fbeta": "f", "fbeta_score": "f", "f_beta": "f", "fbetascore": "f", "f2": "f", "f2_score": "f",

	"auc": "auc", "auroc": "auc", "roc_auc": "auc", "auc_roc": "auc", "roc_auc_score": "auc", "binaryauroc": "auc", "rocauc": "auc",
	"pr_auc": "pr_auc", "prauc": "pr_auc", "auprc": "pr_auc", "auc_pr": "pr_auc", "aucpr": "pr_auc", "auc_score": "auc",
	"average_precision": "pr_auc", "average_precision_score": "pr_auc", "ap": "pr_auc", "avg_precision": "pr_auc",

	"mcc": "mcc", "matthews": "mcc", "matthews_corrcoef": "mcc", "matthews_correlation": "mcc", "binarymatthewscorrcoef": "mcc",
	"balanced_accuracy": "balanced", "balanced_acc": "balanced", "bacc": "balanced", "bal_acc": "balanced",
	"specificity": "specificity", "tnr": "specificity",

	"iou": "iou", "binary_iou": "iou", "binary_io_u": "iou", "io_u": "iou", "jaccard": "iou", "iou_score": "iou", "iou_coef": "iou", "jaccard_index": "iou",
	"mean_iou": "mean_iou", "miou": "mean_iou", "mean_io_u": "mean_iou", "one_hot_mean_io_u": "mean_iou", "meaniou": "mean_iou",
	"dice": "dice", "dice_coef": "dice", "dice_coefficient": "dice", "dice_score": "dice",

	"tp": "tp", "true_positives": "tp", "fp": "fp", "false_positives": "fp",
	"tn": "tn", "true_negatives": "tn", "fn": "fn", "false_negatives": "fn",

	"grad_norm": "gradient_norm", "gradient_norm": "gradient_norm", "grad_2.0_norm_total": "gradient_norm", "gradient": "gradient_norm",
	"threshold": "threshold", "thresholds": "threshold", "best_threshold": "threshold",
}

// parse says which split a name is about and what it reads; the role is "" for a
// name it does not know. Keras numbers the metrics of a second model in the same
// process: precision_1, auc_2.
func parse(name string) (split int, role string) {
	name = strings.NewReplacer("-", "_", " ", "_", "/", "_").Replace(strings.ToLower(name))
	name = strings.TrimSuffix(name, "_epoch")
	if first, rest, cut := strings.Cut(name, "_"); cut {
		if of, is := splitWords[first]; is {
			name, split = strings.TrimLeft(rest, "0123456789_"), of // validation_0-auc
		}
	}
	if i := strings.LastIndexByte(name, '_'); i > 0 {
		if of, is := splitWords[name[i+1:]]; is {
			name, split = name[:i], of
		}
	}
	if role := roles[name]; role != "" {
		return split, role
	}
	if i := strings.LastIndexByte(name, '_'); i > 0 {
		if _, err := strconv.ParseUint(name[i+1:], 10, 16); err == nil {
			return split, roles[name[:i]]
		}
	}
	return split, ""
}
