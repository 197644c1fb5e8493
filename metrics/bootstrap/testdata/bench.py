"""The peer of BenchmarkBootstrap: the bootstrap as one writes it over scikit-learn.

python3 bench.py [replicates]: prints the seconds that 1,000 replicates take, from the median of a few.
"""
import statistics
import sys
import time

import numpy as np
import sklearn
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 15
random = np.random.default_rng(1)
n = 100_000
label = (random.random(n) < 0.05).astype(np.int64)
score = 1 / (1 + np.exp(1 - random.standard_normal(n) - 1.5 * label))
seconds = []
processor = time.process_time()
for _ in range(replicates):
    start = time.perf_counter()
    drawn = random.integers(0, n, n)
    y, s = label[drawn], score[drawn]
    roc_auc_score(y, s)
    average_precision_score(y, s)
    f1_score(y, s >= 0.5)
    seconds.append(time.perf_counter() - start)
print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}: "
      f"{1000 * statistics.median(seconds):.1f} s per 1,000 replicates, "
      f"{1000 * (time.process_time() - processor) / replicates:.1f} s of processor time")
