"""Prints what ComparerTests.swift expects of areas under the ROC curve: paired tests by exchanging the
ranks of scores (Bandos, Rockette and Gur 2005).

Made with Python 3, numpy 2.4.6, scipy 1.17.1. Run it in this folder: python ranks.py
"""

import json

import numpy as np
from scipy.stats import rankdata


def placements(x, pool):
    pool = np.sort(pool)
    return (np.searchsorted(pool, x, "left") + np.searchsorted(pool, x, "right")) / 2 / len(pool)


def parts(y, a, b):
    """What each row adds to the difference; a permutation turns its sign."""
    a, b = rankdata(a), rankdata(b)
    positive = y == 1
    found = np.zeros(len(y))
    negatives = np.concatenate([a[~positive], b[~positive]])
    positives = np.concatenate([a[positive], b[positive]])
    found[positive] = (
        placements(a[positive], negatives) - placements(b[positive], negatives)) / positive.sum()
    found[~positive] = (
        placements(b[~positive], positives) - placements(a[~positive], positives)) / (~positive).sum()
    return found


def p(parts, permutations):
    observed = abs(parts.sum())
    return np.mean(abs(permutations @ parts) >= observed - 1e-12)


cases = json.load(open("reference.json"))["cases"]
y = np.array(cases["breast_cancer 30"]["truth"])
a, b = (
    np.reshape(cases[f"breast_cancer {n}"]["outputs"], (-1, 2))[:, 1] for n in (30, 10))
c = parts(y, a, b)
signs = np.random.default_rng(1).integers(0, 2, (400_000, len(y)), dtype=np.int8) * 2 - 1
print("breast_cancer", c.sum(), p(c, signs), "root of the sum of squares", np.sqrt((c**2).sum()))

y = np.array([1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1])
a = np.array([.95, .10, .80, .35, .40, .05, .70, .65, .60, .20, .15, .30, .55, .45, .02, .90, .50,
              .25, .12, .48])
b = np.array([.9, .3, .6, .5, .45, .1, .4, .7, .8, .15, .35, .2, .65, .55, .05, .75, .25, .6, .02,
              .3])
c = parts(y, a, b)
signs = (np.arange(2**20)[:, None] >> np.arange(20) & 1) * 2 - 1
print("twenty rows", c.sum(), p(c, signs), "rows that differ", np.count_nonzero(c))
