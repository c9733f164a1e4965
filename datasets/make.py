"""Writes the small data sets of this folder from the copies that scikit-learn bundles.

    python3 make.py

Made with scikit-learn 1.9.1, NumPy 2.4.6. Every value is written with the shortest digits that
read back as the same double; whole numbers without a point. Prints the SHA-256 that the catalog
(Sources/Datasets/Catalog) holds for each file.
"""

import csv
import hashlib
import pathlib

from sklearn import datasets

FOLDER = pathlib.Path(__file__).resolve().parent


def text(value):
    value = float(value)
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def column(name):
    """snake_case: "sepal length (cm)" -> "sepal_length_cm"."""
    kept = "".join(c if c.isalnum() else " " for c in name.lower())
    return "_".join(kept.split())


def write(name, columns, rows):
    path = FOLDER / f"{name}.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(f"{digest}  {path.name}  {path.stat().st_size} bytes, {len(rows)} rows, {len(columns)} columns")


def classes(name, target, bunch):
    names = [str(n) for n in bunch.target_names]
    rows = [[text(v) for v in x] + [names[y]] for x, y in zip(bunch.data, bunch.target)]
    write(name, [column(n) for n in bunch.feature_names] + [target], rows)


classes("iris", "species", datasets.load_iris())
classes("wine", "cultivar", datasets.load_wine())
classes("breast_cancer", "diagnosis", datasets.load_breast_cancer())

digits = datasets.load_digits()
write(
    "digits",
    [f"pixel_{i}_{j}" for i in range(8) for j in range(8)] + ["digit"],
    [[text(v) for v in x] + [text(y)] for x, y in zip(digits.data, digits.target)],
)

diabetes = datasets.load_diabetes()
write(
    "diabetes",
    [column(n) for n in diabetes.feature_names] + ["progression"],
    [[text(v) for v in x] + [text(y)] for x, y in zip(diabetes.data, diabetes.target)],
)
