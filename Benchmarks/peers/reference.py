"""Computes the least objective of the generated problems, well beyond what the benchmarks ask.

    reference.py FOLDER NAME …        (logitA-200000, digits-1797, mnist-60000, lasso-20000, …)

Writes FOLDER/NAME_reference.npy; what is there already is kept. Logistic: Newton until the
decrease is rounding. Softmax: L-BFGS to a gradient of 1e-6 of the first one. Lasso: coordinate
descent of scikit-learn with a tolerance of 1e-12, one objective for each strength.
"""

import os
import sys

import numpy as np
import objectives
from job import Job


def logistic(job, name):
    x, y = job.arrays(name)
    n, p = x.shape
    padded = np.column_stack([x, np.ones(n)])
    ridge = np.eye(p + 1)
    ridge[p, p] = 0
    point = np.zeros(p + 1)
    best = objectives.logistic(x, y, point[:-1], point[-1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(padded @ point)))
        gradient = padded.T @ (chance - y) + ridge @ point
        curvature = (padded * (chance * (1 - chance))[:, None]).T @ padded + ridge
        point = point - np.linalg.solve(curvature, gradient)
        value = objectives.logistic(x, y, point[:-1], point[-1])
        if not value < best - 1e-13 * best:
            break
        best = value
    return np.array([min(best, value)])


def softmax(job, name):
    from scipy.optimize import minimize

    job.values["set"] = name
    _, x, y, strength = objectives.softmax_data(job)
    n, p = x.shape
    k = 10
    own = np.eye(k)[y]
    # In units of the curvature's diagonal, so that the columns are alike.
    padded = np.column_stack([x, np.ones(n)])
    scale = 1 / np.sqrt(0.25 * strength * (padded**2).sum(0) + np.append(np.ones(p), 0))

    def value_and_gradient(flat):
        point = flat.reshape(k, p + 1) * scale
        z = padded @ point.T
        z -= z.max(1, keepdims=True)
        chances = np.exp(z)
        sums = chances.sum(1, keepdims=True)
        loss = strength * (np.log(sums[:, 0]).sum() - (z * own).sum())
        chances /= sums
        gradient = strength * (chances - own).T @ padded
        gradient[:, :p] += point[:, :p]
        return loss + 0.5 * (point[:, :p] ** 2).sum(), (gradient * scale).ravel()

    start = np.zeros(k * (p + 1))
    goal = 1e-6 * np.abs(value_and_gradient(start)[1]).max()
    found = minimize(
        value_and_gradient, start, jac=True, method="L-BFGS-B",
        options=dict(maxiter=5000, maxfun=10_000, ftol=1e-13, gtol=goal, maxcor=40),
    )
    return np.array([found.fun])


def lasso(job, name):
    from sklearn.linear_model import enet_path

    x, y = job.arrays(name)
    x, y = np.asfortranarray(x - x.mean(0)), y - y.mean()
    strengths = objectives.lasso_strengths(x, y, 100)
    weights = enet_path(
        x, y, l1_ratio=1.0, alphas=strengths, precompute=True, tol=1e-12, max_iter=1_000_000
    )[1]
    return objectives.lasso_objectives(x, y, weights, strengths)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder = sys.argv[1]
    for name in sys.argv[2:]:
        kind = name.split("-")[0]
        is_path = kind == "lasso"
        path = f"{folder}/{name}{'_path' if is_path else ''}_reference.npy"
        if os.path.exists(path):
            continue
        job = Job("reference", kind, [f"data={folder}"])
        compute = lasso if is_path else logistic if kind.startswith("logit") else softmax
        value = compute(job, name)
        np.save(path, value)
        print(f"{name}: {value[0]:.10f}", flush=True)


if __name__ == "__main__":
    main()
