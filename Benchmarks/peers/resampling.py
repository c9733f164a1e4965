"""95 % intervals of accuracy and of the area under the ROC curve, by the percentile bootstrap."""

import numpy as np


def boot(job):
    name = f"boot-{job.integer('rows', 100_000)}"
    scores, labels = job.arrays(name)
    count = job.integer("resamples", 1000)
    generator = np.random.default_rng(0)
    if job.variant == "numpy_sorted":
        accuracies, areas = job.timed(lambda: sorted_counts(scores, labels, count, generator))
    else:
        accuracies, areas = job.timed(lambda: sklearn_loop(scores, labels, count, generator))
    for name, values in (("accuracy", accuracies), ("roc_auc", areas)):
        low, high = np.quantile(values, [0.025, 0.975])
        job.quality[f"{name}_low"], job.quality[f"{name}_high"] = low, high
    job.rate["resamples_s"] = count / job.seconds


def sorted_counts(scores, labels, count, generator):
    """Rows are sorted once; a resample is how often each row is drawn. No two scores are equal."""
    n = len(labels)
    order = np.argsort(scores)
    positive = labels[order].astype(np.float64)
    right = ((scores > 0.5) == labels)[order].astype(np.float64)
    accuracies, areas = np.empty(count), np.empty(count)
    for b in range(count):
        counts = np.bincount(generator.integers(0, n, n), minlength=n)
        positives = counts * positive
        negatives = counts - positives
        below = np.cumsum(negatives)
        accuracies[b] = counts @ right / n
        areas[b] = positives @ (below - 0.5 * negatives) / (positives.sum() * below[-1])
    return accuracies, areas


def sklearn_loop(scores, labels, count, generator):
    from sklearn.metrics import accuracy_score, roc_auc_score

    n = len(labels)
    accuracies, areas = np.empty(count), np.empty(count)
    for b in range(count):
        rows = generator.integers(0, n, n)
        accuracies[b] = accuracy_score(labels[rows], scores[rows] > 0.5)
        areas[b] = roc_auc_score(labels[rows], scores[rows])
    return accuracies, areas
