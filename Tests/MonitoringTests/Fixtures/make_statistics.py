"""Writes statistics.json: pairs of samples with scipy's statistics of them.

  make_statistics.py > statistics.json      (scipy 1.11 or later)
"""
import json

import numpy
from scipy import stats
from scipy.spatial import distance

random = numpy.random.default_rng(20261201)
numbers = []
for n, m, shift in [(7, 5, 0), (20, 30, 0.5), (75, 75, 0), (75, 75, 1), (200, 50, 0.3), (300, 900, 0.1)]:
    one = random.normal(size=n).round(6)
    other = (random.standard_t(4, size=m) + shift).round(6)
    test = stats.ks_2samp(one, other, method="exact")
    numbers.append({
        "reference": sorted(one.tolist()), "current": sorted(other.tolist()),
        "ks": float(test.statistic), "p": float(test.pvalue),
        "wasserstein": float(stats.wasserstein_distance(one, other))})
categories = []
for one, other in [([50, 30, 20], [40, 35, 45]), ([500, 400, 90, 10], [90, 70, 30, 20]),
                   ([12, 18], [30, 11]), ([200] * 10, [15, 22, 21, 18, 30, 25, 14, 19, 20, 16])]:
    p, q = numpy.array(one) / sum(one), numpy.array(other) / sum(other)
    test = stats.chi2_contingency([one, other], correction=False)
    categories.append({
        "reference": one, "current": other, "chi2": float(test.statistic), "p": float(test.pvalue),
        "psi": float(((p - q) * numpy.log(p / q)).sum()),
        "tvd": float(abs(p - q).sum() / 2),
        "js": float(distance.jensenshannon(p, q, base=2))})
tails = [[x, k, float(stats.chi2.sf(x, k))] for x, k in
         [(0.1, 1), (3.84, 1), (40, 1), (2, 5), (30, 10), (150, 99), (99, 100), (700, 500)]]
print(json.dumps({"numbers": numbers, "categories": categories, "tails": tails}))
