"""The figures that ReferenceTableTests.swift expects of Assay's specs.

Made with Python 3.11, scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1: python3 reference.py
Test rows are i % 5 == 4 in scikit-learn's order; inputs are standardised with the training rows'
mean and population deviation (a deviation of 0 counts as 1); logistic regression has C = 1.
"""

import numpy as np
from sklearn import datasets, metrics
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler


def parts(data):
    X, y = data.data, data.target
    test = np.arange(len(y)) % 5 == 4
    return X[~test], y[~test], X[test], y[test]


def classification(name, data):
    X, y, Xt, yt = parts(data)
    scaler = StandardScaler().fit(X)
    X, Xt = scaler.transform(X), scaler.transform(Xt)
    model = LogisticRegression(C=1, tol=1e-12, max_iter=100_000).fit(X, y)
    p, label = model.predict_proba(Xt), model.predict(Xt)
    prior = DummyClassifier(strategy="prior").fit(X, y)
    classes = np.unique(y)
    auc = (metrics.roc_auc_score(yt, p[:, 1]) if len(classes) == 2
           else metrics.roc_auc_score(yt, p, multi_class="ovr"))
    onehot = (yt[:, None] == classes).astype(float)
    print(name, dict(
        accuracy=metrics.accuracy_score(yt, label), log_loss=metrics.log_loss(yt, p),
        macro_f1=metrics.f1_score(yt, label, average="macro"),
        mcc=metrics.matthews_corrcoef(yt, label), kappa=metrics.cohen_kappa_score(yt, label),
        multiclass_brier=((p - onehot) ** 2).sum(1).mean(), roc_auc=auc,
        majority_accuracy=metrics.accuracy_score(yt, prior.predict(Xt)),
        majority_log_loss=metrics.log_loss(yt, prior.predict_proba(Xt), labels=classes)))


def regression(name, model, data):
    X, y, Xt, yt = parts(data)
    f = model.fit(X, y).predict(Xt)
    print(name, dict(
        mse=metrics.mean_squared_error(yt, f), rmse=metrics.mean_squared_error(yt, f) ** 0.5,
        mae=metrics.mean_absolute_error(yt, f), r2=metrics.r2_score(yt, f),
        median_absolute_error=metrics.median_absolute_error(yt, f),
        max_error=metrics.max_error(yt, f)))


np.set_printoptions(precision=12)
for name in ("iris", "wine", "breast_cancer", "digits"):
    classification(name, getattr(datasets, "load_" + name)())
diabetes = datasets.load_diabetes()
regression("diabetes mean", DummyRegressor(), diabetes)
regression("diabetes linear", LinearRegression(), diabetes)
regression("diabetes ridge", Ridge(alpha=1), diabetes)
full = LinearRegression().fit(diabetes.data, diabetes.target)
print("diabetes linear, all rows", repr(full.intercept_), repr(full.coef_))
