"""Reference values of RepeatsBoundTests: exact tails of the binomial model and Chernoff's bound.

Written with Python 3, numpy and scipy; run: python repeats_bound.py > repeats_bound.json
"""
import json

import numpy as np
import scipy
from scipy.optimize import minimize_scalar
from scipy.stats import binom


def distribution(sets, q):
    """Probabilities of 0, 1, … part rows with an equal train row, by convolution."""
    total = np.array([1.0])
    for size, count in sets.items():
        one = binom.pmf(np.arange(size + 1), size, q)
        one[0] += one[size]
        one = one[:size]
        for _ in range(count):
            total = np.convolve(total, one)
    return total


def bound(sets, q, k):
    def exponent(t):
        value = -t * k
        for s, c in sets.items():
            value += c * np.log((1 - q + q * np.exp(t)) ** s - q**s * np.expm1(t * s))
        return value

    best = minimize_scalar(exponent, bounds=(0, 15), method="bounded", options={"xatol": 1e-10})
    return float(np.exp(min(0, best.fun)))


cases = []
for sets, q, k in [
    ({2: 10}, 0.25, 8),
    ({2: 30}, 0.15, 20),
    ({2: 30, 3: 5, 7: 1}, 0.2, 24),
    ({2: 100, 5: 10}, 0.3, 70),
    ({12: 8, 40: 3}, 0.15, 55),
]:
    p = distribution(sets, q)
    cases.append(
        {
            "sets": [[s, c] for s, c in sets.items()], "fraction": q, "count": k,
            "expected": float((p * np.arange(len(p))).sum()), "tail": float(p[k:].sum()),
            "bound": bound(sets, q, k),
        }
    )
print(json.dumps({"numpy": np.__version__, "scipy": scipy.__version__, "cases": cases}, indent=1))
