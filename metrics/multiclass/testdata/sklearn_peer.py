"""Answers, line by line, what scikit-learn reads for the examples of a JSON line."""
import json
import sys
import warnings

import numpy as np
from sklearn import metrics as m

warnings.filterwarnings("ignore")


def number(x):
    x = float(x)
    return x if np.isfinite(x) else None


def decisions(q):
    k, y, p, w = q["k"], q["truth"], q["predicted"], q["weights"]
    classes = list(range(k))
    out = {
        "accuracy": m.accuracy_score(y, p, sample_weight=w),
        "balanced": m.balanced_accuracy_score(y, p, sample_weight=w),
        "adjusted": m.balanced_accuracy_score(y, p, sample_weight=w, adjusted=True),
        "mcc": m.matthews_corrcoef(y, p, sample_weight=w),
        "mae": m.mean_absolute_error(y, p, sample_weight=w),
    }
    for name, weights in (("nominal", None), ("linear", "linear"), ("quadratic", "quadratic")):
        out["kappa " + name] = m.cohen_kappa_score(y, p, labels=classes, weights=weights, sample_weight=w)
    for average in ("macro", "weighted", "micro"):
        shared = dict(labels=classes, average=average, sample_weight=w, zero_division=0)
        out["precision " + average] = m.precision_score(y, p, **shared)
        out["recall " + average] = m.recall_score(y, p, **shared)
        out["f1 " + average] = m.f1_score(y, p, **shared)
        out["f2 " + average] = m.fbeta_score(y, p, beta=2, **shared)
    for c, (tn, fp, fn, tp) in enumerate(m.multilabel_confusion_matrix(y, p, labels=classes, sample_weight=w).reshape(k, 4)):
        for name, x in (("tn", tn), ("fp", fp), ("fn", fn), ("tp", tp)):
            out[f"{name} {c}"] = x
    return out


def scores(q):
    k, y, w = q["k"], np.array(q["truth"]), q["weights"]
    s = np.array(q["scores"]).reshape(-1, k)
    classes = list(range(k))
    one_hot = np.eye(k)[y]
    out = {
        "log loss": m.log_loss(y, s, labels=classes, sample_weight=w),
        "brier": m.brier_score_loss(y, s, labels=classes, sample_weight=w, scale_by_half=False),
        "hinge": m.hinge_loss(y, s, labels=classes, sample_weight=w),
    }
    for top in range(1, k):
        out[f"top {top}"] = m.top_k_accuracy_score(y, s, k=top, labels=classes, sample_weight=w)
    if len(set(q["truth"])) == k:
        for average in ("macro", "weighted", "micro"):
            out["ovr " + average] = m.roc_auc_score(y, s, multi_class="ovr", average=average, sample_weight=w)
            out["ap " + average] = m.average_precision_score(one_hot, s, average=average, sample_weight=w)
        if w is None:
            for average in ("macro", "weighted"):
                out["ovo " + average] = m.roc_auc_score(y, s, multi_class="ovo", average=average)
            out["d2 log loss"] = m.d2_log_loss_score(y, s)
            out["d2 brier"] = m.d2_brier_score(y, s)
    return out


def labels(q):
    k, w = q["k"], q["weights"]
    y = np.array(q["labels"], dtype=int).reshape(-1, k)
    s = np.array(q["scores"]).reshape(-1, k)
    p = (s >= 0.5).astype(int)
    out = {
        "hamming": m.hamming_loss(y, p, sample_weight=w),
        "subset": m.accuracy_score(y, p, sample_weight=w),
        "ranking ap": m.label_ranking_average_precision_score(y, s, sample_weight=w),
        "ranking loss": m.label_ranking_loss(y, s, sample_weight=w),
        "coverage": m.coverage_error(y, s, sample_weight=w),
    }
    for average in ("macro", "weighted", "micro", "samples"):
        shared = dict(average=average, sample_weight=w, zero_division=0)
        out["precision " + average] = m.precision_score(y, p, **shared)
        out["recall " + average] = m.recall_score(y, p, **shared)
        out["f1 " + average] = m.f1_score(y, p, **shared)
        out["jaccard " + average] = m.jaccard_score(y, p, **shared)
    if y.sum(axis=0).min() > 0:
        for average in ("macro", "weighted", "micro"):
            out["ap " + average] = m.average_precision_score(y, s, average=average, sample_weight=w)
    return out


for line in sys.stdin:
    question = json.loads(line)
    answer = {"decisions": decisions, "scores": scores, "labels": labels}[question["kind"]](question)
    print(json.dumps({name: number(x) for name, x in answer.items()}), flush=True)
