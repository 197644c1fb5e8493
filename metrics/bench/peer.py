"""Times scikit-learn's calls by name: one name a line in, milliseconds a line out. The columns lie in a folder."""
import sys
import time

import numpy as np
from sklearn import metrics

folder = sys.argv[1]
score = np.fromfile(folder + "/scores", "<f4")
label = np.fromfile(folder + "/labels", "?")
weight = np.fromfile(folder + "/weights", "<f4")


def bootstrap(replicates=100, rows=100_000):
    random = np.random.default_rng(7)
    y, s = label[:rows], score[:rows]
    for _ in range(replicates):
        drawn = random.integers(0, len(y), len(y))
        metrics.roc_auc_score(y[drawn], s[drawn])
        metrics.average_precision_score(y[drawn], s[drawn])
        metrics.f1_score(y[drawn], s[drawn] >= 0.5)


calls = {
    "bootstrap": bootstrap,
    "confusion_matrix": lambda: metrics.confusion_matrix(label, score >= 0.5),
    "precision_recall_f1": lambda: metrics.precision_recall_fscore_support(label, score >= 0.5, average="binary"),
    "log_loss": lambda: metrics.log_loss(label, score),
    "brier_score_loss": lambda: metrics.brier_score_loss(label, score),
    "roc_auc_score": lambda: metrics.roc_auc_score(label, score),
    "average_precision_score": lambda: metrics.average_precision_score(label, score),
    "roc_curve": lambda: metrics.roc_curve(label, score),
    "precision_recall_curve": lambda: metrics.precision_recall_curve(label, score),
    "weighted roc_auc_score": lambda: metrics.roc_auc_score(label, score, sample_weight=weight),
    "weighted average_precision_score": lambda: metrics.average_precision_score(label, score, sample_weight=weight),
}
for line in sys.stdin:
    start = time.perf_counter()
    calls[line.strip()]()
    print((time.perf_counter() - start) * 1e3, flush=True)
