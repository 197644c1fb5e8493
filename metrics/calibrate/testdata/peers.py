"""Reads cases as JSON lines, writes what scikit-learn fits to them and predicts."""
import json
import sys

import numpy as np
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

for line in sys.stdin:
    case = json.loads(line)
    p, y = np.array(case["scores"]), np.array(case["labels"], dtype=float)
    w, at = np.array(case["weights"], dtype=float), np.array(case["at"])
    x, x_at = np.log(p / (1 - p)), np.log(at / (1 - at))
    # Without penalty; two features for beta calibration, one without intercept for a temperature.
    exact = dict(C=np.inf, tol=1e-12, max_iter=100000, solver="newton-cholesky")
    both, both_at = np.stack([np.log(p), -np.log1p(-p)], 1), np.stack([np.log(at), -np.log1p(-at)], 1)
    beta = LogisticRegression(**exact).fit(both, y, sample_weight=w)
    temperature = LogisticRegression(fit_intercept=False, **exact).fit(x[:, None], y, sample_weight=w)
    isotonic = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(p, y, sample_weight=w)
    print(json.dumps({
        "platt": _SigmoidCalibration().fit(x, y, sample_weight=w).predict(x_at).tolist(),
        "temperature": temperature.predict_proba(x_at[:, None])[:, 1].tolist(),
        "beta": beta.predict_proba(both_at)[:, 1].tolist() if (beta.coef_ >= 0).all() else None,
        "isotonic": isotonic.predict(at).tolist(),
    }))
