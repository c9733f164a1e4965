"""Errors of penalties by scikit-learn's RidgeCV, LassoCV, ElasticNetCV and LogisticRegression, and
by leaving rows out one at a time in numpy; least squares of many targets by numpy's lstsq.

Penalties are those of Assay's objective, a mean: alpha = l2 * rows for ridge. Data: optima.json.
Writes selection.json beside this file. Run with scikit-learn 1.9.1, numpy 2.4.6, Python 3.11.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import ElasticNetCV, LassoCV, LogisticRegression, RidgeCV
from sklearn.model_selection import KFold

HERE = pathlib.Path(__file__)
DATA = json.loads(HERE.with_name("optima.json").read_text())["data"]


def rows(data):
    return np.array(DATA[data]["inputs"]), np.array(DATA[data]["targets"])


def ridge_fit(x, y, s, penalty):
    """Σ s·(y − f)² + penalty·‖w‖², the intercept free."""
    mean, level = s @ x / s.sum(), s @ y / s.sum()
    root = np.sqrt(s)[:, None]
    stacked = np.vstack([(x - mean) * root, np.sqrt(penalty) * np.eye(x.shape[1])])
    right = np.concatenate([(y - level) * root[:, 0], np.zeros(x.shape[1])])
    w = np.linalg.lstsq(stacked, right, rcond=None)[0]
    return w, level - mean @ w


def ridge(data, l2s, weighted=False):
    x, y = rows(data)
    n = len(y)
    s = 0.5 + np.arange(n) % 4 * 0.5 if weighted else np.ones(n)
    fits = []
    for l2 in l2s:
        penalty = l2 * s.sum()
        w, b = ridge_fit(x, y, s, penalty)
        errors = []
        for i in range(n):
            rest = np.arange(n) != i
            wi, bi = ridge_fit(x[rest], y[rest], s[rest], penalty)
            errors.append(y[i] - x[i] @ wi - bi)
        centred = (x - s @ x / s.sum()) * np.sqrt(s)[:, None]
        inner = centred.T @ centred
        freedom = 1 + np.trace(np.linalg.solve(inner + penalty * np.eye(x.shape[1]), inner))
        training = float(s @ (y - x @ w - b) ** 2 / s.sum())
        fits.append(
            {
                "l2": l2,
                "weights": w.tolist(),
                "intercept": float(b),
                "leave_one_out": float(s @ np.square(errors) / s.sum()),
                "degrees_of_freedom": float(freedom),
                "gcv": training / (1 - freedom / n) ** 2,
            }
        )
    if not weighted:
        alphas = np.array(l2s) * n
        found = RidgeCV(alphas=alphas, store_cv_results=True).fit(x, y)
        ours = [fit["leave_one_out"] for fit in fits]
        assert np.allclose(found.cv_results_.mean(0), ours, rtol=1e-9, atol=0), data
    return {
        "data": data,
        "row_weights": s.tolist() if weighted else None,
        "fits": fits,
    }


def lasso(name, x, y, alphas, ratio):
    """Every fold counts with its rows: that is what weights of 1 make of scikit-learn's mean."""
    folds = KFold(5)
    settings = {"alphas": alphas, "cv": folds, "tol": 1e-14, "max_iter": 10**6}
    model = LassoCV(**settings) if ratio == 1 else ElasticNetCV(l1_ratio=ratio, **settings)
    model.fit(x, y, sample_weight=np.ones(len(y)))
    membership = np.zeros(len(y), int)
    for k, (_, held) in enumerate(folds.split(x)):
        membership[held] = k
    path = model.mse_path_.reshape(len(alphas), -1)
    return {
        "name": name,
        "inputs": x.tolist(),
        "targets": y.tolist(),
        "folds": membership.tolist(),
        "ratio": ratio,
        "alphas": model.alphas_.tolist(),
        "fold_errors": path.tolist(),
        "best": float(model.alpha_),
    }


def logistic(data, penalties, weighted=False):
    """Log losses of the rows left out, weighted as the fit is."""
    x, y = rows(data)
    y = y.astype(int)
    s = 0.5 + np.arange(len(y)) % 4 * 0.5 if weighted else np.ones(len(y))
    membership = np.arange(len(y)) % 4
    errors = []
    for l2 in penalties:
        own = []
        for k in range(4):
            rest, held = membership != k, membership == k
            model = LogisticRegression(
                solver="newton-cholesky", C=1 / (l2 * s[rest].sum()), tol=1e-12, max_iter=1000
            ).fit(x[rest], y[rest], sample_weight=s[rest])
            z = model.decision_function(x[held])
            losses = np.logaddexp(0, np.where(y[held] == 1, -z, z))
            own.append(float(s[held] @ losses / s[held].sum()))
        errors.append(own)
    return {
        "data": data,
        "row_weights": s.tolist() if weighted else None,
        "folds": membership.tolist(),
        "penalties": penalties,
        "fold_errors": errors,
    }


rng = np.random.default_rng(5)
x, y = rows("diabetes")
wide = rng.normal(size=(40, 150)).round(3)
wide_target = (wide[:, :5] @ [2, -1, 1, 0.5, -2] + rng.normal(size=40)).round(3)
x, y = x[:120], y[:120]
document = {
    "sklearn": sklearn.__version__,
    "numpy": np.__version__,
    "ridge": [
        ridge("diabetes", [1.0, 1e-2, 1e-3, 1e-5]),
        ridge("diabetes", [0.1, 1e-4], weighted=True),
        ridge("collinear", [0.1, 1e-4]),
        ridge("wide", [0.1, 1e-3]),
    ],
    "lasso": [
        lasso("tall", x, y, np.geomspace(2, 0.002, 20), 1),
        lasso("tall elastic", x, y, np.geomspace(2, 0.002, 20), 0.7),
        lasso("wide", wide, wide_target, np.geomspace(1, 0.05, 12), 1),
    ],
    "logistic": [
        logistic("cancer", [1.0, 0.1, 1e-2, 1e-3]),
        logistic("cancer", [0.3, 3e-3], weighted=True),
    ],
}
HERE.with_name("selection.json").write_text(json.dumps(document))
