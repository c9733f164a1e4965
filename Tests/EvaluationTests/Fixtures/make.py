"""Writes reference.json: what independent programs say about the same numbers.

Made with Python 3, numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1. Run it in this folder:
    python make.py
"""

import json
import math

import numpy as np
import scipy
import sklearn
from scipy import optimize, special, stats
from sklearn import datasets, metrics
from sklearn.linear_model import LinearRegression, LogisticRegression

random = np.random.default_rng(20260101)
document = {
    "versions": {
        "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__
    }
}


# Distributions.
def rows(function, arguments):
    return [list(map(float, a)) + [float(function(*a))] for a in arguments]


probabilities = [1e-300, 1e-100, 1e-20, 1e-8, 0.001, 0.0242, 0.0243, 0.025, 0.2, 0.4999, 0.5,
                 0.6, 0.975, 0.9999, 1 - 1e-10]
document["distributions"] = {
    "normal_cumulative": rows(stats.norm.cdf, [(x,) for x in (-37, -20, -8, -3, -1, -.1, 0, .5, 2, 6)]),
    "normal_quantile": rows(special.ndtri, [(p,) for p in probabilities]),
    "beta_cumulative": rows(special.betainc, [
        (a, b, x)
        for a, b in ((.5, .5), (1, 3), (2, 2), (5, .5), (20, 81), (300, 200), (14000, 2282))
        for x in (1e-6, .01, .2, .5, .61, .86, .99)
    ]),
    "beta_quantile": rows(special.betaincinv, [
        (a, b, p)
        for a, b in ((.5, .5), (1, 3), (20, 81), (300, 200), (14000, 2282))
        for p in (1e-6, .025, .5, .975)
    ]),
    "student_survival": rows(lambda v, t: stats.t.sf(t, v), [
        (v, t) for v in (1, 2, 5, 9, 30, 1000) for t in (-2., -.3, 0, .1, 1, 2.262157, 5, 40)
    ]),
    "student_quantile": rows(lambda v, p: stats.t.isf(p, v), [
        (v, p) for v in (1, 2, 5, 9, 30, 1000) for p in (.5, .2, .025, .005, 1e-6)
    ]),
    "binomial_mass": rows(lambda n, p, k: stats.binom.pmf(k, n, p), [
        (n, p, k)
        for n, p in ((1, .3), (12, .5), (40, .5), (100, .02), (2000, .9), (16281, .857))
        for k in (0, 1, n // 3, n // 2, int(n * p), n)
    ]),
    "binomial_cumulative": rows(lambda n, p, k: stats.binom.cdf(k, n, p), [
        (n, p, k)
        for n, p in ((1, .3), (12, .5), (40, .5), (100, .02), (2000, .9), (16281, .857))
        for k in (0, 1, n // 2, int(n * p), n)
    ]),
}


# Metrics.
def binary_metrics(y, p):
    # Our rule is "positive from one half upwards".
    predicted = (p >= .5).astype(int)
    two = np.column_stack([1 - p, p])
    return {
        "accuracy": metrics.accuracy_score(y, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, predicted),
        "precision": metrics.precision_score(y, predicted),
        "recall": metrics.recall_score(y, predicted),
        "specificity": metrics.recall_score(y, predicted, pos_label=0),
        "f1": metrics.f1_score(y, predicted),
        "macro_precision": metrics.precision_score(y, predicted, average="macro"),
        "macro_recall": metrics.recall_score(y, predicted, average="macro"),
        "macro_f1": metrics.f1_score(y, predicted, average="macro"),
        "mcc": metrics.matthews_corrcoef(y, predicted),
        "kappa": metrics.cohen_kappa_score(y, predicted),
        "log_loss": metrics.log_loss(y, two),
        "brier": np.mean((p - y) ** 2),
        "multiclass_brier": np.mean(((two - np.eye(2)[y]) ** 2).sum(1)),
        "roc_auc": metrics.roc_auc_score(y, p),
        "average_precision": metrics.average_precision_score(y, p),
    }


def multiclass_metrics(y, p):
    predicted = p.argmax(1)
    macro = {"average": "macro"}
    return {
        "accuracy": metrics.accuracy_score(y, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, predicted),
        "precision": metrics.precision_score(y, predicted, **macro),
        "recall": metrics.recall_score(y, predicted, **macro),
        "f1": metrics.f1_score(y, predicted, **macro),
        "macro_precision": metrics.precision_score(y, predicted, **macro),
        "macro_recall": metrics.recall_score(y, predicted, **macro),
        "macro_f1": metrics.f1_score(y, predicted, **macro),
        "mcc": metrics.matthews_corrcoef(y, predicted),
        "kappa": metrics.cohen_kappa_score(y, predicted),
        "log_loss": metrics.log_loss(y, p),
        "multiclass_brier": np.mean(((p - np.eye(p.shape[1])[y]) ** 2).sum(1)),
        "roc_auc": metrics.roc_auc_score(y, p, multi_class="ovr"),
    }


def regression_metrics(y, p):
    return {
        "rmse": metrics.root_mean_squared_error(y, p),
        "mse": metrics.mean_squared_error(y, p),
        "mae": metrics.mean_absolute_error(y, p),
        "r2": metrics.r2_score(y, p),
        "median_absolute_error": metrics.median_absolute_error(y, p),
        "max_error": metrics.max_error(y, p),
        "bias": np.mean(p - y),
        "explained_variance": metrics.explained_variance_score(y, p),
    }


def case(task, truth, outputs, values):
    outputs = np.asarray(outputs, dtype=float).reshape(len(truth), -1)
    return {
        "task": task, "class_count": 0 if task == "regression" else outputs.shape[1],
        "truth": [float(t) for t in truth], "outputs": outputs.ravel().tolist(),
        "metrics": {k: float(v) for k, v in values.items()},
    }


def binary_case(y, p):
    return case("binary", y, np.column_stack([1 - p, p]), binary_metrics(y, p))


cases = {}
y = random.integers(0, 2, 200)
# Multiples of 1/32 tie often and subtract exactly from one.
p = np.clip(np.round((.3 * y + .8 * random.random(200)) * 32) / 32, 1 / 32, 31 / 32)
cases["binary with ties"] = binary_case(y, p)
y = (random.random(300) < .04).astype(int)
p = special.expit(random.normal(-3 + 2.5 * y, 1))
cases["rare positive class"] = binary_case(y, p)
y = random.integers(0, 4, 160)
p = random.dirichlet(np.ones(4), 160) + .4 * np.eye(4)[y]
p /= p.sum(1, keepdims=True)
cases["four classes"] = case("multiclass", y, p, multiclass_metrics(y, p))
y = random.gamma(2., 30., 75)
p = .7 * y + random.normal(20, 12, 75)
cases["regression"] = case("regression", y, p, regression_metrics(y, p))
y = 1e6 + random.normal(0, 1, 64)
p = y + random.normal(.1, .5, 64)
cases["regression far from zero"] = case("regression", y, p, regression_metrics(y, p))


# Real data, split by row number: the rows with i % 5 == 4 are the test rows.
def standardised(data, is_test):
    train = data[~is_test]
    spread = train.std(0)
    spread[spread == 0] = 1
    return (data - train.mean(0)) / spread


for name, load in (("iris", datasets.load_iris), ("wine", datasets.load_wine)):
    data, target = load(return_X_y=True)
    is_test = np.arange(len(target)) % 5 == 4
    inputs = standardised(data, is_test)
    model = LogisticRegression(C=1, tol=1e-12, max_iter=100_000)
    model.fit(inputs[~is_test], target[~is_test])
    p = model.predict_proba(inputs[is_test])
    cases[name] = case("multiclass", target[is_test], p, multiclass_metrics(target[is_test], p))
data, target = datasets.load_diabetes(return_X_y=True)
is_test = np.arange(len(target)) % 5 == 4
p = LinearRegression().fit(data[~is_test], target[~is_test]).predict(data[is_test])
cases["diabetes"] = case("regression", target[is_test], p, regression_metrics(target[is_test], p))

# Two models on the same rows: all 30 inputs of breast_cancer, and the first ten.
data, target = datasets.load_breast_cancer(return_X_y=True)
is_test = np.arange(len(target)) % 3 == 0
inputs = standardised(data, is_test)
for name, columns in (("breast_cancer 30", 30), ("breast_cancer 10", 10)):
    model = LogisticRegression(C=1, tol=1e-12, max_iter=100_000)
    model.fit(inputs[~is_test, :columns], target[~is_test])
    p = model.predict_proba(inputs[is_test, :columns])[:, 1]
    cases[name] = binary_case(target[is_test], p)
document["cases"] = cases

# BCa intervals of means, with so many resamples that their noise is small.
bca = []
for count, draw in ((40, random.exponential), (60, random.lognormal), (900, random.exponential),
                    (2500, random.lognormal)):
    values = draw(size=count)
    found = stats.bootstrap(
        (values,), np.mean, n_resamples=200_000, batch=500, method="BCa", random_state=1)
    bca.append({
        "values": values.tolist(), "low": float(found.confidence_interval.low),
        "high": float(found.confidence_interval.high),
        "standard_error": float(found.standard_error),
    })
document["bca"] = bca


# Tango's interval from its definition: the likelihood under a given difference is maximised
# numerically, without the closed form.
def tango(n, b, c, level):
    z = stats.norm.isf((1 - level) / 2)

    def likeliest(delta):
        # p(only the baseline) = q, p(only the candidate) = q + delta, the rest agree.
        low, high = max(0, -delta), (1 - delta) / 2
        def cost(q):
            return -sum(k * math.log(max(x, 1e-300)) for k, x in
                        ((b, q + delta), (c, q), (n - b - c, 1 - 2 * q - delta)) if k > 0)
        found = optimize.minimize_scalar(
            cost, bounds=(low, high), method="bounded", options={"xatol": 1e-13})
        return min((low, high, found.x), key=cost)

    def score(delta):
        variance = n * (2 * likeliest(delta) + delta * (1 - delta))
        return (b - c - n * delta) / math.sqrt(variance)

    middle = (b - c) / n
    return (optimize.brentq(lambda d: score(d) - z, -1 + 1e-9, middle - 1e-9, xtol=1e-12),
            optimize.brentq(lambda d: score(d) + z, middle + 1e-9, 1 - 1e-9, xtol=1e-12))


document["tango"] = [
    [n, b, c, level, *tango(n, b, c, level)]
    for n, b, c, level in ((190, 11, 1, .95), (100, 25, 15, .95), (20, 5, 15, .9),
                           (359, 12, 5, .95), (50, 6, 0, .95), (16281, 400, 350, .95))
]

with open("reference.json", "w") as file:
    json.dump(document, file, separators=(",", ":"))
    file.write("\n")
