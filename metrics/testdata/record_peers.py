"""Asks Keras and torchmetrics for their readings of random and degenerate inputs and writes questions and answers.

    python record_peers.py > recorded_peers.json

wants keras, torch and torchmetrics. Scores are float32, which is what both libraries compute in. Calls are named as
metrics.Explain and metrics.ByName name them. NaN is null, and so is what a library refuses.
"""
import json
import math
import os
import random
import warnings

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
import torch
import torchmetrics
from torchmetrics.functional import classification as tm

warnings.simplefilter("ignore")
random.seed(2026)


def case():
    rows = random.choice([1, 2, 3, 8, 15, 30])
    steps = random.choice([1, 4, 64, 2**20])  # how many scores there are, all exact in float32
    prevalence, skill = random.choice([0, 0.1, 0.5, 0.9, 1]), random.uniform(-0.3, 0.6)
    labels, scores = [], []
    for _ in range(rows):
        label = int(random.random() < prevalence)
        score = min(max(random.random() + skill * label, 0), 1)
        labels.append(label)
        scores.append(round(score * steps) / steps)
    weights = [random.choice([0.25, 1, 1, 3]) for _ in range(rows)] if random.random() < 0.3 else None
    return {"labels": labels, "scores": scores, "weights": weights, "threshold": random.choice([0.0, 0.25, 0.5, 0.75, 1.0])}


def keras_calls(t):
    m = keras.metrics
    return {
        "BinaryAccuracy(threshold)": m.BinaryAccuracy(threshold=t),
        "Accuracy()": m.Accuracy(),
        "TruePositives(threshold)": m.TruePositives(thresholds=t),
        "Precision(threshold)": m.Precision(thresholds=t),
        "Recall(threshold)": m.Recall(thresholds=t),
        "F1Score(threshold)": m.F1Score(threshold=t) if 0 < t <= 1 else None,
        "F1Score()": m.F1Score(),
        'AUC(curve="ROC")': m.AUC(curve="ROC"),
        'AUC(curve="ROC", from_logits=True)': m.AUC(curve="ROC", from_logits=True),
        'AUC(curve="PR")': m.AUC(curve="PR"),
        "true_negatives": m.TrueNegatives(thresholds=t),
        "false_positives": m.FalsePositives(thresholds=t),
        "false_negatives": m.FalseNegatives(thresholds=t),
        "brier": m.MeanSquaredError(),
        "log_loss": m.BinaryCrossentropy(),
    }


def torch_calls(t):
    return {
        "BinaryAccuracy(threshold)": lambda p, y: tm.binary_accuracy(p, y, threshold=t),
        "BinaryPrecision(threshold)": lambda p, y: tm.binary_precision(p, y, threshold=t),
        "BinaryRecall(threshold)": lambda p, y: tm.binary_recall(p, y, threshold=t),
        "BinaryF1Score(threshold)": lambda p, y: tm.binary_f1_score(p, y, threshold=t),
        "BinaryMatthewsCorrCoef(threshold)": lambda p, y: tm.binary_matthews_corrcoef(p, y, threshold=t),
        "BinaryAUROC()": tm.binary_auroc,
        "BinaryAUROC(thresholds=200)": lambda p, y: tm.binary_auroc(p, y, thresholds=200),
        "BinaryAveragePrecision()": tm.binary_average_precision,
        "specificity": lambda p, y: tm.binary_specificity(p, y, threshold=t),
        "npv": lambda p, y: tm.binary_negative_predictive_value(p, y, threshold=t),
        "jaccard": lambda p, y: tm.binary_jaccard_index(p, y, threshold=t),
        "kappa": lambda p, y: tm.binary_cohen_kappa(p, y, threshold=t),
        "error_rate": lambda p, y: tm.binary_hamming_distance(p, y, threshold=t),
        "f2": lambda p, y: tm.binary_fbeta_score(p, y, beta=2.0, threshold=t),
        "partial_roc_auc(0.3)": lambda p, y: tm.binary_auroc(p, y, max_fpr=0.3),
    }


def number(read):
    try:
        x = float(np.asarray(read()).reshape(-1)[0])
    except Exception:
        return None
    return float(f"{x:.7g}") if math.isfinite(x) else None


def ask_keras(c):
    y, p = np.array(c["labels"], "float32")[:, None], np.array(c["scores"], "float32")[:, None]
    w = None if c["weights"] is None else np.array(c["weights"], "float32")
    answers = {}
    for name, metric in keras_calls(c["threshold"]).items():
        if metric is not None:
            def read():
                metric.update_state(y, p, sample_weight=w)
                return keras.ops.convert_to_numpy(metric.result())
            answers[name] = number(read)
    return answers


def ask_torch(c):
    p, y = torch.tensor(c["scores"], dtype=torch.float32), torch.tensor(c["labels"])
    return {name: number(lambda: call(p, y)) for name, call in torch_calls(c["threshold"]).items()}


cases = [case() for _ in range(400)]
versions = {"keras": keras.__version__, "torchmetrics": torchmetrics.__version__, "torch": torch.__version__, "numpy": np.__version__}
print('{"versions": ' + json.dumps(versions) + ', "cases": [')
for i, c in enumerate(cases):
    c["keras"] = ask_keras(c)
    if c["weights"] is None:
        c["torchmetrics"] = ask_torch(c)
    print(json.dumps(c, separators=(",", ":")) + ("," if i + 1 < len(cases) else ""))
print("]}")
