"""Answers cases, one JSON line each, with what scikit-learn reads: a JSON line of numbers by name.

scikit-learn takes milliseconds for each number, so that a case is asked for every fourth of them, in turn.
A number is left out where scikit-learn refuses or has none. NaN is null.
"""
import json
import math
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")
sklearn.set_config(skip_parameter_validation=True, assume_finite=True)  # a third of the time


def table(y, positive, weight):
    labels = [0, 1]
    nan = {"zero_division": math.nan}
    scores = {
        "accuracy": lambda: metrics.accuracy_score(y, positive, sample_weight=weight),
        "precision": lambda: metrics.precision_score(y, positive, sample_weight=weight, **nan),
        "recall": lambda: metrics.recall_score(y, positive, sample_weight=weight, **nan),
        "specificity": lambda: metrics.recall_score(y, positive, pos_label=0, sample_weight=weight, **nan),
        "npv": lambda: metrics.precision_score(y, positive, pos_label=0, sample_weight=weight, **nan),
        "f1": lambda: metrics.f1_score(y, positive, sample_weight=weight, **nan),
        "f0.5": lambda: metrics.fbeta_score(y, positive, beta=0.5, sample_weight=weight, **nan),
        "f2": lambda: metrics.fbeta_score(y, positive, beta=2, sample_weight=weight, **nan),
        "jaccard": lambda: metrics.jaccard_score(y, positive, sample_weight=weight),
        "mcc": lambda: metrics.matthews_corrcoef(y, positive, sample_weight=weight),
        "kappa": lambda: metrics.cohen_kappa_score(y, positive, labels=labels, sample_weight=weight, replace_undefined_by=math.nan),
        "balanced_accuracy": lambda: metrics.balanced_accuracy_score(y, positive, sample_weight=weight),
        "informedness": lambda: metrics.balanced_accuracy_score(y, positive, sample_weight=weight, adjusted=True),
        "error_rate": lambda: metrics.zero_one_loss(y, positive, sample_weight=weight),
        "hamming": lambda: metrics.hamming_loss(y, positive, sample_weight=weight),
        "likelihood ratios": lambda: metrics.class_likelihood_ratios(y, positive, labels=labels, sample_weight=weight),
        "confusion": lambda: metrics.confusion_matrix(y, positive, labels=labels, sample_weight=weight).ravel(),
    }
    return scores


def state(y, score, weight):
    def trapezoid():
        precision, recall, _ = metrics.precision_recall_curve(y, score, sample_weight=weight)
        return metrics.auc(recall, precision)

    scores = {
        "roc_auc": lambda: metrics.roc_auc_score(y, score, sample_weight=weight),
        "partial_roc_auc(0.1)": lambda: metrics.roc_auc_score(y, score, sample_weight=weight, max_fpr=0.1),
        "partial_roc_auc(0.35)": lambda: metrics.roc_auc_score(y, score, sample_weight=weight, max_fpr=0.35),
        "average_precision": lambda: metrics.average_precision_score(y, score, sample_weight=weight),
        "pr_trapezoid": trapezoid,
        "log_loss": lambda: metrics.log_loss(y, score, sample_weight=weight, labels=[0, 1]),
        "brier": lambda: metrics.brier_score_loss(y, score, sample_weight=weight, labels=[0, 1]),
        "brier_skill": lambda: metrics.d2_brier_score(y, score, sample_weight=weight, labels=[0, 1]),
        "d2_log_loss": lambda: metrics.d2_log_loss_score(y, score, sample_weight=weight, labels=[0, 1]),
        "roc": lambda: np.concatenate(metrics.roc_curve(y, score, sample_weight=weight, drop_intermediate=False)[:2]),
        "pr": lambda: np.concatenate(metrics.precision_recall_curve(y, score, sample_weight=weight)[:2]),
        "det": lambda: np.concatenate(metrics.det_curve(y, score, sample_weight=weight)),
        "tables": lambda: np.concatenate(metrics.confusion_matrix_at_thresholds(y, score, sample_weight=weight)),
    }
    if weight is None:
        for bins in (1, 4, 5, 10):
            scores[f"uniform {bins}"] = lambda bins=bins: np.concatenate(calibration_curve(y, score, n_bins=bins))
        for bins in (1, 2, 4, 8):  # quarters are exact in binary, so that quantiles are not a matter of rounding
            scores[f"quantile {bins}"] = lambda bins=bins: np.concatenate(
                calibration_curve(y, score, n_bins=bins, strategy="quantile"))
    return scores


def read(scores):
    answers = {}
    for name, score in scores.items():
        try:
            numbers = np.atleast_1d(np.asarray(score(), dtype=float))
        except (ValueError, IndexError):
            continue
        answers[name] = [x if math.isfinite(x) else None for x in numbers.tolist()]
    return answers


print(json.dumps({"sklearn": sklearn.__version__}), flush=True)
for number, line in enumerate(sys.stdin):
    case = json.loads(line)
    y = np.array(case["labels"], dtype=int)
    score = np.array(case["scores"], dtype=float)
    weight = None if case["weights"] is None else np.array(case["weights"], dtype=float)
    scores = table(y, (score >= case["threshold"]).astype(int), weight) | state(y, score, weight)
    print(json.dumps(read(dict(list(scores.items())[number % 4::4]))), flush=True)
