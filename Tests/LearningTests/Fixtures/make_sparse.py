"""Optima of linear models with l1 penalties by scikit-learn, on the data of optima.json.

Objectives are means, as Assay writes them: half the mean squared error, or the mean cross entropy,
plus l1·‖w‖₁ + ½·l2·‖w‖². Every optimum is checked against its optimality conditions.
Writes sparse.json beside this file. Run with scikit-learn 1.9.1, numpy 2.4.6, Python 3.11.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from scipy.special import logsumexp
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__)
DATA = json.loads(HERE.with_name("optima.json").read_text())["data"]


def violation(slopes, w, l1, l2):
    """How far the optimality conditions are from holding."""
    slopes = slopes - l2 * w
    return np.where(w != 0, abs(slopes - l1 * np.sign(w)), np.maximum(0, abs(slopes) - l1)).max()


def regression(data, l1, l2, weighted=False):
    x, y = np.array(DATA[data]["inputs"]), np.array(DATA[data]["targets"])
    s = 1 + np.arange(len(y)) % 3 * 0.5 if weighted else np.ones(len(y))
    model = ElasticNet(alpha=l1 + l2, l1_ratio=l1 / (l1 + l2), tol=1e-15, max_iter=10**6)
    model.fit(x, y, sample_weight=s)
    w, share = model.coef_, s / s.sum()
    r = y - x @ w - model.intercept_
    assert violation(x.T @ (share * r), w, l1, l2) < 1e-7 * l1, data
    return {
        "data": data,
        "l1": l1,
        "l2": l2,
        "row_weights": s.tolist() if weighted else None,
        "objective": float(0.5 * share @ r**2 + l1 * abs(w).sum() + 0.5 * l2 * w @ w),
        "weights": w.tolist(),
        "intercept": float(model.intercept_),
    }


def classification(data, l1, l2):
    x, y = np.array(DATA[data]["inputs"]), np.array(DATA[data]["targets"]).astype(int)
    n = len(y)
    c = 1 / (n * (l1 + l2))
    model = LogisticRegression(
        solver="saga", l1_ratio=l1 / (l1 + l2), C=c, tol=1e-13, max_iter=10**6, random_state=0
    ).fit(x, y)
    w, b = model.coef_, model.intercept_
    z = x @ w.T + b
    if len(b) == 1:
        z = np.hstack([np.zeros((n, 1)), z])
    p = np.exp(z - logsumexp(z, axis=1, keepdims=True))
    loss = float(-np.log(p[np.arange(n), y]).mean())
    residual = (np.eye(z.shape[1])[y] - p)[:, -len(b) :]
    assert violation(residual.T @ x / n, w, l1, l2) < 1e-7, data
    return {
        "data": data,
        "classes": z.shape[1],
        "l1": l1,
        "l2": l2,
        "objective": loss + l1 * abs(w).sum() + 0.5 * l2 * (w * w).sum(),
        "weights": w.tolist(),
    }


def ridge_path(data, l2s):
    """Leave-one-out errors by leaving out each row and fitting again."""
    x, y = np.array(DATA[data]["inputs"]), np.array(DATA[data]["targets"])
    n = len(y)
    fits = []
    for l2 in l2s:
        model = Ridge(alpha=l2 * n, solver="svd").fit(x, y)
        errors = []
        for i in range(n):
            rest = np.arange(n) != i
            # The same sum of penalties: closed forms hold alpha, not alpha / rows.
            left = Ridge(alpha=l2 * n, solver="svd").fit(x[rest], y[rest])
            errors.append(y[i] - left.predict(x[i : i + 1])[0])
        fits.append(
            {
                "l2": l2,
                "weights": model.coef_.tolist(),
                "intercept": float(model.intercept_),
                "leave_one_out": float(np.mean(np.square(errors))),
            }
        )
    return {"data": data, "fits": fits}


document = {
    "sklearn": sklearn.__version__,
    "numpy": np.__version__,
    "regression": [
        regression("diabetes", 0.5, 0.0),
        regression("diabetes", 0.01, 0.0),
        regression("diabetes", 0.02, 0.02),
        regression("diabetes", 0.1, 0.005, weighted=True),
        regression("collinear", 0.05, 0.0),
        regression("collinear", 0.02, 0.01),
        regression("wide", 0.3, 0.0),
    ],
    "classification": [
        classification("cancer", 0.01, 0.0),
        classification("cancer", 0.002, 0.004),
        classification("iris", 0.01, 0.0),
        classification("iris", 0.005, 0.01),
        classification("wine", 0.01, 0.0),
    ],
    "ridge": [ridge_path("diabetes", [1.0, 0.1, 1e-3, 1e-5])],
}
HERE.with_name("sparse.json").write_text(json.dumps(document))
