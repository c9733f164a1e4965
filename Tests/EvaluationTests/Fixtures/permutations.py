"""Writes permutations.json: paired tests by exchanging predictions, by scipy and by plain enumeration.

Made with Python 3, numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1. Run it in this folder:
    python permutations.py
"""

import itertools
import json
import math

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as m

random = np.random.default_rng(20261201)


def ranks(scores, weights):
    """Weighted middle ranks as shares of the weight."""
    below = np.array([weights[scores < s].sum() for s in scores])
    tied = np.array([weights[scores == s].sum() for s in scores])
    return (below + tied / 2) / weights.sum()


def ranked(outputs, weights):
    return np.column_stack([ranks(outputs[:, k], weights) for k in range(outputs.shape[1])])


def weighted_median(values, weights):
    order = np.argsort(values, kind="stable")
    values, weights = values[order], weights[order]
    reached, half = np.cumsum(weights), weights.sum() / 2
    i = int(np.searchsorted(reached, half - 1e-12))
    if abs(reached[i] - half) < 1e-12:
        return (values[i] + values[i + 1]) / 2
    return values[i]


def predicted(outputs):
    if outputs.shape[1] == 2:
        return (outputs[:, 1] >= outputs[:, 0]).astype(int)
    return outputs.argmax(axis=1)


def share(hits, weights):
    return np.dot(hits, weights) / weights.sum() if weights.sum() > 0 else math.nan


def binary_metrics(y, w):
    def of_classes(function, **more):
        return lambda o: function(y, predicted(o), sample_weight=w, **more)

    return {
        "accuracy": of_classes(m.accuracy_score),
        "balanced_accuracy": of_classes(m.balanced_accuracy_score),
        "recall": of_classes(m.recall_score),
        "specificity": of_classes(m.recall_score, pos_label=0),
        "precision": of_classes(m.precision_score, zero_division=np.nan),
        "f1": of_classes(m.f1_score),
        "macro_f1": of_classes(m.f1_score, average="macro"),
        "mcc": of_classes(m.matthews_corrcoef),
        "kappa": lambda o: m.cohen_kappa_score(y, predicted(o), sample_weight=w),
        "log_loss": lambda o: m.log_loss(y, o, sample_weight=w, labels=[0, 1]),
        "brier": lambda o: share((o[:, 1] - y) ** 2, w),
        "roc_auc": lambda o: m.roc_auc_score(y, o[:, 1], sample_weight=w),
        "average_precision": lambda o: m.average_precision_score(y, o[:, 1], sample_weight=w),
    }


def multiclass_metrics(y, w, count):
    labels = list(range(count))

    def auc(o):
        return np.mean([m.roc_auc_score(y == k, o[:, k], sample_weight=w) for k in labels])

    return {
        "accuracy": lambda o: m.accuracy_score(y, predicted(o), sample_weight=w),
        "macro_f1": lambda o: m.f1_score(
            y, predicted(o), sample_weight=w, labels=labels, average="macro"),
        "macro_recall": lambda o: m.recall_score(
            y, predicted(o), sample_weight=w, labels=labels, average="macro"),
        "mcc": lambda o: m.matthews_corrcoef(y, predicted(o), sample_weight=w),
        "log_loss": lambda o: m.log_loss(y, o, sample_weight=w, labels=labels),
        "roc_auc": auc,
    }


def regression_metrics(y, w):
    return {
        "mse": lambda o: share((o[:, 0] - y) ** 2, w),
        "rmse": lambda o: math.sqrt(share((o[:, 0] - y) ** 2, w)),
        "mae": lambda o: share(abs(o[:, 0] - y), w),
        "r2": lambda o: m.r2_score(y, o[:, 0], sample_weight=w),
        "explained_variance": lambda o: m.explained_variance_score(y, o[:, 0], sample_weight=w),
        "median_absolute_error": lambda o: weighted_median(abs(o[:, 0] - y), w),
        "bias": lambda o: abs(share(o[:, 0] - y, w)),
    }


RANKED = {"roc_auc", "average_precision"}


def enumerated(metric, a, b, observed):
    """The share of all permutations that differ as much; a permutation without a value counts."""
    n, extreme = len(a), 0
    for signs in itertools.product((False, True), repeat=n):
        permutation = np.array(signs)[:, None]
        difference = metric(np.where(permutation, b, a)) - metric(np.where(permutation, a, b))
        extreme += not np.isfinite(difference) or abs(difference) >= abs(observed) * (1 - 1e-9) - 1e-12
    return extreme / 2**n


def by_scipy(metric, a, b, resamples):
    stacked = np.concatenate([a, b])
    n = len(a)

    def statistic(first, second):
        return metric(stacked[first]) - metric(stacked[second])

    return stats.permutation_test(
        (np.arange(n), np.arange(n) + n), statistic, permutation_type="samples",
        vectorized=False, n_resamples=resamples, alternative="two-sided",
        rng=np.random.default_rng(7))


def studentised_interval(losses, level):
    """All differences whose Student statistic is within the permutations' critical value."""
    n = len(losses)

    def t(d):
        return d.mean() / (d.std(ddof=1) / math.sqrt(n))

    values = sorted(
        (abs(t(losses * np.array(s))) for s in itertools.product((-1, 1), repeat=n)), reverse=True)
    rank = next(k for k in range(1, len(values) + 1) if k / len(values) >= 1 - level)
    half = values[rank - 1] * losses.std(ddof=1) / math.sqrt(n)
    return [losses.mean() - half, losses.mean() + half]


def case(task, y, a, b, weights, metrics, resamples=math.inf):
    w = np.ones(len(y)) if weights is None else weights
    found = {}
    for name, metric in metrics(y, w).items():
        first, second = (ranked(a, w), ranked(b, w)) if name in RANKED else (a, b)
        observed = metric(first) - metric(second)
        result = by_scipy(metric, first, second, resamples)
        entry = {"difference": observed, "p": float(result.pvalue)}
        if resamples == math.inf:
            entry["p"] = enumerated(metric, first, second, observed)
            if np.isfinite(result.null_distribution).all():
                assert abs(entry["p"] - result.pvalue) < 1e-12, (name, entry, result.pvalue)
        found[name] = entry
    return {
        "task": task, "truth": y.tolist(), "candidate": a.ravel().tolist(),
        "baseline": b.ravel().tolist(), "class_count": a.shape[1] if task != "regression" else 0,
        "weights": None if weights is None else weights.tolist(), "metrics": found,
    }


def binary_outputs(scores):
    return np.column_stack([1 - scores, scores])


def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


cases = {}
y = np.array([1, 0, 1, 1, 0, 0, 1, 0, 1, 0])
a = np.round(np.clip(0.5 + 0.22 * (2 * y - 1) + 0.2 * random.normal(size=10), 0.05, 0.95), 2)
b = np.round(np.clip(0.5 + 0.08 * (2 * y - 1) + 0.25 * random.normal(size=10), 0.05, 0.95), 2)
b[3] = a[3]
w = np.array([1.0, 2, 1, 3, 0.5, 1, 2, 1, 1.5, 1])
cases["binary"] = case("binary", y, binary_outputs(a), binary_outputs(b), None, binary_metrics)
cases["binary weighted"] = case("binary", y, binary_outputs(a), binary_outputs(b), w, binary_metrics)

y = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2])
eye = np.eye(3)[y]
a = softmax(1.6 * eye + random.normal(size=(9, 3)))
b = softmax(0.5 * eye + random.normal(size=(9, 3)))
of_three = lambda y, w: multiclass_metrics(y, w, 3)
cases["multiclass"] = case("multiclass", y, a, b, None, of_three)
cases["multiclass weighted"] = case("multiclass", y, a, b, w[:9], of_three)

y = random.normal(size=9) * 3
a = (y + random.standard_t(3, size=9) + 0.3)[:, None]
b = (y + 1.7 * random.standard_t(3, size=9) - 0.2)[:, None]
cases["regression"] = case("regression", y, a, b, None, regression_metrics)
cases["regression weighted"] = case("regression", y, a, b, w[:9], regression_metrics)
losses = abs(a[:, 0] - y) - abs(b[:, 0] - y)
cases["regression"]["metrics"]["mae"]["interval"] = studentised_interval(losses, 0.95)
losses = (a[:, 0] - y) ** 2 - (b[:, 0] - y) ** 2
cases["regression"]["metrics"]["mse"]["interval"] = studentised_interval(losses, 0.9)

# Too many rows to enumerate: scipy's sample of permutations beside ours.
y = (np.arange(120) % 3 == 0).astype(int)
common = random.normal(size=120)
a = 1 / (1 + np.exp(-(1.6 * y - 1 + 0.7 * common + 0.7 * random.normal(size=120))))
b = 1 / (1 + np.exp(-(0.9 * y - 1 + 0.7 * common + 0.7 * random.normal(size=120))))
cases["sampled"] = case(
    "binary", y, binary_outputs(a), binary_outputs(b), None,
    lambda y, w: {
        k: v for k, v in binary_metrics(y, w).items()
        if k in ("f1", "mcc", "log_loss", "roc_auc", "average_precision")},
    resamples=20_000)

with open("permutations.json", "w") as file:
    json.dump({
        "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                     "scikit-learn": sklearn.__version__},
        "cases": cases}, file, indent=1)
