"""Writes preprocessing.json beside it: what scikit-learn makes of a small table.

    python3 make.py

Made with scikit-learn 1.9.1, NumPy 2.4.6.
"""

import json
import pathlib

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    MinMaxScaler, OneHotEncoder, OrdinalEncoder, RobustScaler, StandardScaler)

rng = np.random.default_rng(20240229)
N, TRAIN = 60, 40
numbers = np.column_stack([
    rng.normal(50, 12, N),
    rng.exponential(3, N) * 1e-4,
    rng.integers(0, 5, N).astype(float),
    np.full(N, 7.25),
    1e9 + rng.normal(0, 1, N),
])
numbers[rng.random(N) < 0.2, 0] = np.nan
numbers[rng.random(N) < 0.15, 2] = np.nan
numbers[0, 0] = numbers[1, 2] = np.nan
colours = np.array(["red", "green", "blue", "Blue", "été"])[rng.integers(0, 5, N)]
colours[TRAIN + 3] = "violet"
bytes_ = rng.integers(0, 256, (N, 2))
train, every = slice(0, TRAIN), slice(0, N)


def rows(matrix):
    return np.asarray(matrix, dtype=float).tolist()


SCALERS = {"standard": StandardScaler(), "min_max": MinMaxScaler(), "robust": RobustScaler()}
IMPUTERS = {"mean": "mean", "median": "median", "most_frequent": "most_frequent", "constant": "constant"}
cases = []
for scale, scaler in SCALERS.items():
    for impute, strategy in IMPUTERS.items():
        pipeline = make_pipeline(SimpleImputer(strategy=strategy, fill_value=-1.5 if strategy == "constant" else None), scaler)
        pipeline.fit(numbers[train])
        cases.append({"scale": scale, "impute": impute, "inputs": rows(pipeline.transform(numbers))})
imputer = SimpleImputer(strategy="mean", add_indicator=True).fit(numbers[train])
byte_cases = [
    {"scale": name, "inputs": rows(scaler.fit(bytes_[train]).transform(bytes_))}
    for name, scaler in SCALERS.items()
]
column = colours.reshape(-1, 1)
one_hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(column[train])
ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1).fit(column[train])
result = {
    "numbers": [[None if np.isnan(v) else v for v in row] for row in numbers.tolist()],
    "colours": colours.tolist(),
    "bytes": bytes_.tolist(),
    "trainCount": TRAIN,
    "numberCases": cases,
    "withIndicators": rows(imputer.transform(numbers)),
    "byteCases": byte_cases,
    "oneHotLevels": one_hot.categories_[0].tolist(),
    "oneHot": rows(one_hot.transform(column)),
    "ordinal": rows(ordinal.transform(column)),
}
path = pathlib.Path(__file__).resolve().parent / "preprocessing.json"
path.write_text(json.dumps(result, ensure_ascii=False) + "\n", encoding="utf-8")
