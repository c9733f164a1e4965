"""Writes weighted.json: every metric of weighted rows by scikit-learn's `sample_weight`.

Made with Python 3, numpy 2.4.6, scikit-learn 1.9.1. Run it in this folder:
    python weighted.py
"""

import json

import numpy as np
import sklearn
from sklearn import metrics

random = np.random.default_rng(20260202)


def specificity(y, predicted, w):
    return metrics.recall_score(y, predicted, pos_label=0, sample_weight=w)


def of_classes(y, p, predicted, w, average):
    """Of each metric its value; scikit-learn has no weighted Brier score of several classes."""
    macro = {"average": "macro", "sample_weight": w}
    own = {"average": average, "sample_weight": w}
    errors = (p - np.eye(p.shape[1])[y]) ** 2
    return {
        "accuracy": metrics.accuracy_score(y, predicted, sample_weight=w),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, predicted, sample_weight=w),
        "precision": metrics.precision_score(y, predicted, **own),
        "recall": metrics.recall_score(y, predicted, **own),
        "f1": metrics.f1_score(y, predicted, **own),
        "macro_precision": metrics.precision_score(y, predicted, **macro),
        "macro_recall": metrics.recall_score(y, predicted, **macro),
        "macro_f1": metrics.f1_score(y, predicted, **macro),
        "mcc": metrics.matthews_corrcoef(y, predicted, sample_weight=w),
        "kappa": metrics.cohen_kappa_score(y, predicted, sample_weight=w),
        "log_loss": metrics.log_loss(y, p, sample_weight=w),
        "multiclass_brier": np.average(errors.sum(1), weights=w),
    }


def binary(y, p, w):
    # Our rule is "positive from one half upwards".
    predicted = (p >= .5).astype(int)
    two = np.column_stack([1 - p, p])
    return two, of_classes(y, two, predicted, w, "binary") | {
        "specificity": specificity(y, predicted, w),
        "brier": metrics.brier_score_loss(y, p, sample_weight=w),
        "roc_auc": metrics.roc_auc_score(y, p, sample_weight=w),
        "average_precision": metrics.average_precision_score(y, p, sample_weight=w),
    }


def multiclass(y, p, w):
    return p, of_classes(y, p, p.argmax(1), w, "macro") | {
        "roc_auc": metrics.roc_auc_score(y, p, multi_class="ovr", sample_weight=w),
    }


def regression(y, p, w):
    weighted = {"sample_weight": w}
    return p, {
        "rmse": metrics.root_mean_squared_error(y, p, **weighted),
        "mse": metrics.mean_squared_error(y, p, **weighted),
        "mae": metrics.mean_absolute_error(y, p, **weighted),
        "r2": metrics.r2_score(y, p, **weighted),
        "median_absolute_error": metrics.median_absolute_error(y, p, **weighted),
        # It takes no weights: the rows that have one.
        "max_error": metrics.max_error(y[w > 0], p[w > 0]),
        "bias": np.average(p - y, weights=w),
        "explained_variance": metrics.explained_variance_score(y, p, **weighted),
    }


def case(task, y, p, w):
    outputs, values = {"binary": binary, "multiclass": multiclass, "regression": regression}[task](
        y, p, w)
    outputs = np.asarray(outputs, dtype=float).reshape(len(y), -1)
    return {
        "task": task, "class_count": 0 if task == "regression" else outputs.shape[1],
        "truth": [float(t) for t in y], "outputs": outputs.ravel().tolist(),
        "weights": [float(v) for v in w],
        "metrics": {k: float(v) for k, v in values.items()},
    }


cases = {}
for kind, draw in (("whole weights", lambda n: random.integers(0, 4, n).astype(float)),
                   ("fractional weights", lambda n: random.gamma(.7, 1, n)),
                   ("equal quarters", lambda n: np.full(n, .25))):
    y = random.integers(0, 2, 90)
    # Multiples of 1/32 tie often and subtract exactly from one.
    p = np.clip(np.round((.3 * y + .8 * random.random(90)) * 32) / 32, 1 / 32, 31 / 32)
    cases["binary, " + kind] = case("binary", y, p, draw(90))
    y = random.integers(0, 4, 80)
    p = random.dirichlet(np.ones(4), 80) + .4 * np.eye(4)[y]
    p /= p.sum(1, keepdims=True)
    cases["four classes, " + kind] = case("multiclass", y, p, draw(80))
    y = random.gamma(2., 30., 64)
    cases["regression, " + kind] = case("regression", y, .7 * y + random.normal(20, 12, 64), draw(64))

with open("weighted.json", "w") as file:
    json.dump({
        "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "cases": cases,
    }, file, separators=(",", ":"))
    file.write("\n")
