"""Optima of linear models by scikit-learn and by Newton's method in numpy, on bundled data.

Test rows are those with i % 5 == 4; classification inputs are standardised with the training
rows' mean and population deviation. Objectives are means: sklearn's own divided by C·n.
Writes optima.json beside this file. Run with scikit-learn 1.9.1, numpy 2.4.6, Python 3.11.
"""

import json
import pathlib

import numpy as np
import sklearn
from scipy.special import logsumexp
from sklearn import datasets
from sklearn.linear_model import LinearRegression, Ridge


def split(bunch, standardise):
    x, y = bunch.data.astype(float), bunch.target
    test = np.arange(len(y)) % 5 == 4
    if standardise:
        mean, deviation = x[~test].mean(0), x[~test].std(0)
        deviation[deviation == 0] = 1
        x = (x - mean) / deviation
    return x[~test], y[~test], x[test], y[test]


def classifier(x, y, classes, c, weights=None):
    """Newton to rounding: one weight vector for two classes, else one for each."""
    n, d = x.shape
    weights = np.ones(n) if weights is None else weights
    l2 = 1 / (c * weights.sum())
    share = weights / weights.sum()
    k = 1 if classes == 2 else classes
    xe = np.hstack([x, np.ones((n, 1))])
    mask = np.ones((k, d + 1))
    mask[:, d] = 0

    def parts(p):
        w = p.reshape(k, d + 1)
        z = xe @ w.T
        if k == 1:
            z, t = z[:, 0], (y == 1).astype(float)
            loss = share @ (np.logaddexp(0, z) - t * z)
            prob = 1 / (1 + np.exp(-z))
            gradient = ((prob - t) * share) @ xe
            hessian = xe.T @ ((prob * (1 - prob) * share)[:, None] * xe)
        else:
            prob = np.exp(z - logsumexp(z, axis=1, keepdims=True))
            loss = share @ (logsumexp(z, axis=1) - z[np.arange(n), y])
            delta = prob.copy()
            delta[np.arange(n), y] -= 1
            gradient = ((delta * share[:, None]).T @ xe).ravel()
            hessian = np.zeros((k * (d + 1), k * (d + 1)))
            for a in range(k):
                for b in range(k):
                    f = prob[:, a] * ((a == b) - prob[:, b]) * share
                    hessian[
                        a * (d + 1) : (a + 1) * (d + 1), b * (d + 1) : (b + 1) * (d + 1)
                    ] = xe.T @ (f[:, None] * xe)
        flat_mask = mask.ravel()
        loss += 0.5 * l2 * (p * p * flat_mask).sum()
        return loss, gradient + l2 * p * flat_mask, hessian + l2 * np.diag(flat_mask)

    p = np.zeros(k * (d + 1))
    for _ in range(100):
        loss, gradient, hessian = parts(p)
        step = np.linalg.lstsq(hessian, -gradient, rcond=None)[0]
        t = 1.0
        while parts(p + t * step)[0] > loss + 1e-16 and t > 1e-6:
            t /= 2
        p = p + t * step
        if np.abs(gradient).max() < 1e-14:
            break
    loss, gradient, _ = parts(p)
    assert np.abs(gradient).max() < 1e-11, np.abs(gradient).max()
    w = p.reshape(k, d + 1)
    return loss, w[:, :d], w[:, d]


def probabilities(x, w, b):
    z = x @ w.T + b
    if len(b) == 1:
        p = 1 / (1 + np.exp(-z[:, 0]))
        return np.stack([1 - p, p], 1)
    return np.exp(z - logsumexp(z, axis=1, keepdims=True))


DATA = {}


def keep(name, x, y, xt, yt):
    DATA[name] = {
        "inputs": x.tolist(),
        "targets": y.tolist(),
        "test_inputs": xt.tolist(),
        "test_targets": yt.tolist(),
    }


def classification(name, bunch, balanced=False):
    x, y, xt, yt = split(bunch, True)
    keep(name, x, y, xt, yt)
    classes = int(y.max()) + 1
    weights = (len(y) / (classes * np.bincount(y)))[y] if balanced else None
    loss, w, b = classifier(x, y, classes, 1.0, weights)
    p = probabilities(xt, w, b)
    return {
        "data": name,
        "balanced": balanced,
        "classes": classes,
        "objective": loss,
        "weights": w.tolist(),
        "test_log_loss": float(-np.log(p[np.arange(len(yt)), yt]).mean()),
        "test_accuracy": float((p.argmax(1) == yt).mean()),
        "test_probabilities": p.tolist(),
    }


def regression(name, data, model, alpha, weights=None):
    x, y, xt, yt = (np.array(v) for v in DATA[data].values())
    model.fit(x, y, sample_weight=weights)
    return {
        "name": name,
        "data": data,
        "alpha": alpha,
        "row_weights": None if weights is None else weights.tolist(),
        "weights": model.coef_.tolist(),
        "intercept": float(model.intercept_),
        "test_mse": float(((model.predict(xt) - yt) ** 2).mean()),
    }


if __name__ == "__main__":
    diabetes = datasets.load_diabetes()
    x, y, xt, yt = split(diabetes, False)
    row_weights = 1 + np.arange(len(y)) % 3 * 0.5
    keep("diabetes full", diabetes.data, diabetes.target, xt, yt)
    keep("diabetes", x, y, xt, yt)
    keep("collinear", np.hstack([x, x[:, :2]]), y, np.hstack([xt, xt[:, :2]]), yt)
    keep("wide", x[:6], y[:6], xt, yt)
    cholesky = {"alpha": 1.0, "solver": "cholesky"}
    document = {
        "sklearn": sklearn.__version__,
        "numpy": np.__version__,
        "regression": [
            regression("ols full", "diabetes full", LinearRegression(), 0.0),
            regression("ols", "diabetes", LinearRegression(), 0.0),
            regression("ridge", "diabetes", Ridge(**cholesky), 1.0),
            regression("ols weighted", "diabetes", LinearRegression(), 0.0, row_weights),
            regression("ridge weighted", "diabetes", Ridge(**cholesky), 1.0, row_weights),
            regression("ols collinear", "collinear", LinearRegression(), 0.0),
            regression("ols wide", "wide", LinearRegression(), 0.0),
        ],
        "classification": [
            classification("iris", datasets.load_iris()),
            classification("wine", datasets.load_wine()),
            classification("cancer", datasets.load_breast_cancer()),
            classification("iris", datasets.load_iris(), balanced=True),
            classification("cancer", datasets.load_breast_cancer(), balanced=True),
        ],
    }
    document["data"] = DATA
    path = pathlib.Path(__file__).with_name("optima.json")
    path.write_text(json.dumps(document))
