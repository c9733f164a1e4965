"""The objectives that all sides are judged by, whatever they minimised."""

import numpy as np


def logistic(x, y, weights, intercept, strength=1.0):
    """½‖w‖² + C Σ log(1 + exp(−s z))"""
    z = x @ weights + intercept
    losses = np.logaddexp(0, np.where(y > 0, -z, z))
    return 0.5 * float(weights @ weights) + strength * float(losses.sum())


def softmax(x, y, weights, intercepts, strength):
    """½‖W‖² + C Σ cross entropy, W [classes, columns]"""
    z = x @ weights.T + intercepts
    largest = z.max(1)
    losses = np.log(np.exp(z - largest[:, None]).sum(1)) + largest - z[np.arange(len(y)), y]
    return 0.5 * float((weights**2).sum()) + strength * float(losses.sum())


def softmax_data(job):
    """Inputs in [0, 1], classes and C of a set of images."""
    name = job.text("set", "digits-1797")
    x, y = job.arrays(name)
    if name.startswith("digits"):
        return name, x / 16.0, y, 1.0
    return name, x.astype(np.float64) / 255.0, y, 0.01


def lasso_strengths(x, y, count):
    """From max |xᵀy| / n down to a thousandth of it; x and y are centred."""
    return np.abs(x.T @ y).max() / len(y) * np.logspace(0, -3, count)


def lasso_objectives(x, y, weights, strengths):
    """1/(2n) ‖y − Xw‖² + a ‖w‖₁ for each column of weights [columns, strengths]."""
    n = len(y)
    residuals = y[:, None] - x @ weights
    return 0.5 * (residuals**2).sum(0) / n + strengths * np.abs(weights).sum(0)
