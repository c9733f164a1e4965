"""Writes the SQLite and svmlight files of SQLiteReaderTests and SVMLightReaderTests.

python3 make_sources.py, with scikit-learn 1.9.1 and Python's own sqlite3, beside this file.
"""

import json
import os
import sqlite3

import numpy as np
from sklearn.datasets import dump_svmlight_file, load_svmlight_file

folder = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(folder, name)


def database(name, script, rows):
    if os.path.exists(path(name)):
        os.remove(path(name))
    connection = sqlite3.connect(path(name))
    connection.execute("PRAGMA page_size = 512")
    connection.executescript(script)
    for table, values in rows.items():
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


database(
    "passengers.sqlite",
    """
    CREATE TABLE passengers (id INTEGER, age REAL, fare TEXT, port TEXT, survived INTEGER);
    CREATE TABLE ports (port TEXT, name TEXT);
    """,
    {
        "passengers": [
            (9007199254740993, 22.5, "7.25", "S", 0),
            (9007199254740992, None, "71.2833", "C", 1),
            (3, 26.0, "NA", "S", 1),
            (4, 35.0, "53.1", "", 1),
            (5, -1e-300, "0012", "Québec, \"Q\"\n", 0),
        ],
        "ports": [("S", "Southampton"), ("C", "Cherbourg")],
    },
)
database(
    "numbers.sqlite",
    "CREATE TABLE numbers (a INTEGER, b INTEGER)", {"numbers": [(0, 1), (2, 3), (4, 5)]},
)
database(
    "blob.sqlite",
    "CREATE TABLE images (y INTEGER, image BLOB)",
    {"images": [(0, b"\x00\x01\x02"), (1, None), (1, b"\xff")]},
)

# svmlight: few values of many, labels of several digits, groups; both ways of counting.
generator = np.random.default_rng(7)
inputs = generator.normal(size=(12, 6)) * (generator.random((12, 6)) < 0.4)
inputs[0, 5] = 1e-17
inputs[3] = 0
labels = np.array([10, -1, 205, 10, -1, 205, 10, 10, -1, 205, 3, 3])
groups = np.repeat([100, 20, 3], 4)
expected = {}
for name, is_zero_based in [("one-based.svm", False), ("zero-based.svm", True)]:
    dump_svmlight_file(
        inputs, labels, path(name), zero_based=is_zero_based, comment="made by scikit-learn",
        query_id=groups,
    )
    read, read_labels, read_groups = load_svmlight_file(
        path(name), zero_based=is_zero_based, query_id=True
    )
    expected[name] = {
        "inputs": read.toarray().T.tolist(),
        "labels": read_labels.tolist(),
        "groups": [str(group) for group in read_groups],
    }
with open(path("svmlight.json"), "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
