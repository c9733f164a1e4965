"""Makes the data that both sides of the benchmarks work on, from fixed seeds.

    gen.py FOLDER NAME[:ROWS] …

A name makes FOLDER/NAME-ROWS_X.npy and _y.npy (C order) or FOLDER/NAME-ROWS.csv; without ROWS it
has the rows of the table below. What is there already is kept. Names that end in "_csv" are the
same numbers as text, in the shortest form that reads back to the same bits.

Only NumPy is needed, except for the small data sets, which are those that scikit-learn carries.
Columns of the synthetic designs follow x[j] = 0.7 x[j-1] + sqrt(0.51) z[j], z standard normal.
"""

import itertools
import os
import sys
import time

import numpy as np

ROWS = {
    "ols": 200_000,
    "logitA": 200_000,
    "logitB": 500_000,
    "lasso": 20_000,
    "mnist": 60_000,
    "mixed": 1_000_000,
    "boot": 100_000,
}
COLUMNS = {"ols": 100, "logitA": 100, "logitB": 50, "lasso": 500}
SMALL = {"iris": 150, "breast_cancer": 569, "digits": 1797}
MNIST_TEST_ROWS = 10_000


def autoregressive(rng, n, p, correlation=0.7):
    columns = rng.standard_normal((n, p))
    fresh = np.sqrt(1 - correlation * correlation)
    for j in range(1, p):
        columns[:, j] = correlation * columns[:, j - 1] + fresh * columns[:, j]
    return columns


def least_squares(n):
    rng = np.random.default_rng(1001)
    x = autoregressive(rng, n, COLUMNS["ols"])
    weights = rng.standard_normal(x.shape[1])
    return x, x @ weights + 0.5 + rng.standard_normal(n)


def logistic(seed, n, p):
    rng = np.random.default_rng(seed)
    x = autoregressive(rng, n, p)
    weights = rng.standard_normal(p) * (2 / np.sqrt(p))
    chance = 1 / (1 + np.exp(-(x @ weights - 0.3)))
    return x, (rng.random(n) < chance).astype(np.int64)


def sparse_regression(n):
    """50 weights of 500 are not zero; the noise has a standard deviation of 2."""
    rng = np.random.default_rng(1004)
    x = autoregressive(rng, n, COLUMNS["lasso"])
    weights = np.zeros(x.shape[1])
    weights[rng.choice(x.shape[1], 50, replace=False)] = rng.standard_normal(50)
    return x, x @ weights + 2.0 * rng.standard_normal(n)


def images(n):
    """Pixels like MNIST's: 10 classes in 3 styles and 25 places, and 2 % of the labels redrawn."""
    rng = np.random.default_rng(1005)
    total = n + MNIST_TEST_ROWS
    down, across = np.mgrid[0:28, 0:28]
    templates = np.zeros((10, 3, 5, 5, 784), np.float32)
    for kind in range(10):
        blobs = [
            (rng.uniform(7, 21), rng.uniform(7, 21), rng.uniform(1.2, 2.6)) for _ in range(6)
        ]
        for style in range(3):
            moved = [(a + rng.normal(0, 1.2), b + rng.normal(0, 1.2), r) for a, b, r in blobs]
            for dy, dx in itertools.product(range(5), range(5)):
                image = np.zeros((28, 28))
                for a, b, r in moved:
                    far = (down - a - dy + 2) ** 2 + (across - b - dx + 2) ** 2
                    image += np.exp(-far / (2 * r * r))
                templates[kind, style, dy, dx] = np.minimum(image, 1).ravel()
    templates = templates.reshape(-1, 784)
    classes = rng.integers(0, 10, total)
    chosen = classes * 75 + rng.integers(0, 75, total)
    intensity = rng.uniform(0.6, 1.2, total).astype(np.float32)
    pixels = np.empty((total, 784), np.uint8)
    for i in range(0, total, 10_000):
        part = templates[chosen[i : i + 10_000]] * intensity[i : i + 10_000, None]
        part += 0.20 * rng.standard_normal(part.shape, dtype=np.float32)
        part[part < 0.25] = 0
        pixels[i : i + 10_000] = np.clip(part * 255, 0, 255).astype(np.uint8)
    redrawn = rng.random(total) < 0.02
    classes[redrawn] = rng.integers(0, 10, redrawn.sum())
    return pixels, classes


def scores(n):
    """Labels, 30 % of them positive, and scores that separate them in part."""
    rng = np.random.default_rng(1007)
    labels = (rng.random(n) < 0.3).astype(np.int64)
    return 1 / (1 + np.exp(-(rng.standard_normal(n) + 1.2 * labels - 0.8))), labels


def small(name):
    try:
        from sklearn import datasets
    except ImportError:
        sys.exit(f"gen.py: {name} comes with scikit-learn, which is not installed")
    bunch = {
        "iris": datasets.load_iris,
        "breast_cancer": datasets.load_breast_cancer,
        "digits": datasets.load_digits,
    }[name]()
    return bunch.data.astype(np.float64), bunch.target.astype(np.int64)


def write_rows(path, header, rows):
    with open(path + ".part", "w", buffering=1 << 22) as file:
        file.write(",".join(header) + "\n")
        for row in rows:
            file.write(",".join(row) + "\n")
    os.replace(path + ".part", path)


def write_numbers(path, x, y):
    header = [f"x{j}" for j in range(x.shape[1])] + ["y"]
    text = str if x.dtype == np.uint8 else repr
    rows = zip((row.tolist() for row in x), y.tolist())
    write_rows(path, header, ([*map(text, row), str(label)] for row, label in rows))


def write_iris(path, x, y):
    kinds = np.array(["setosa", "versicolor", "virginica"])[y]
    header = ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"]
    write_rows(path, header, ([*map(repr, row), kind] for row, kind in zip(x.tolist(), kinds)))


def write_mixed(path, n):
    """21 columns: an id, 11 decimals (3 of them with 2 % missing), 2 integers, a date, 5
    categories of 3, 10, 50, 1000 and 2 levels, and a label."""
    rng = np.random.default_rng(1006)
    names, columns = ["id"], [map(str, range(n))]

    def add(name, values):
        names.append(name)
        columns.append(values)

    for j in range(8):
        add(f"f{j}", map(repr, np.round(rng.standard_normal(n) * 10 ** (j % 4), 6).tolist()))
    for j in range(8, 11):
        values = np.round(rng.standard_normal(n), 4).tolist()
        missing = (rng.random(n) < 0.02).tolist()
        add(f"f{j}", ["" if gone else repr(v) for v, gone in zip(values, missing)])
    add("i0", map(str, rng.integers(0, 100, n).tolist()))
    add("i1", map(str, rng.integers(-50_000, 50_000, n).tolist()))
    days = np.datetime64("2020-01-01") + rng.integers(0, 2000, n)
    add("date", np.datetime_as_string(days.astype("datetime64[D]")).tolist())
    levels = [(3, "cls"), (10, "colour_"), (50, "region-"), (1000, "shop_"), (2, "flag")]
    for j, (count, prefix) in enumerate(levels):
        add(f"c{j}", [f"{prefix}{i}" for i in rng.integers(0, count, n).tolist()])
    add("y", map(str, rng.integers(0, 2, n).tolist()))
    write_rows(path, names, zip(*columns))


def arrays(name, rows):
    if name in SMALL:
        return small(name)
    return {
        "ols": least_squares,
        "logitA": lambda n: logistic(1002, n, COLUMNS["logitA"]),
        "logitB": lambda n: logistic(1003, n, COLUMNS["logitB"]),
        "lasso": sparse_regression,
        "boot": scores,
    }[name](rows)


def make(folder, name, rows):
    """Gives the time it took, or None when everything was there."""
    started = time.perf_counter()
    is_text = name.endswith("_csv")
    base = name.removesuffix("_csv")
    stem = os.path.join(folder, f"{base}-{rows}")
    if base == "mixed":
        if os.path.exists(stem + ".csv"):
            return None
        write_mixed(stem + ".csv", rows)
        return time.perf_counter() - started
    if not os.path.exists(stem + "_y.npy"):
        if base == "mnist":
            x, y = images(rows)
            test = os.path.join(folder, f"mnist_test-{rows}")
            np.save(test + "_X.npy", x[rows:])
            np.save(test + "_y.npy", y[rows:])
            x, y = x[:rows], y[:rows]
        else:
            x, y = arrays(base, rows)
        np.save(stem + "_X.npy", x)
        np.save(stem + "_y.npy", y)
    elif not is_text or os.path.exists(stem + ".csv"):
        return None
    if is_text:
        write = write_iris if base == "iris" else write_numbers
        write(stem + ".csv", np.load(stem + "_X.npy"), np.load(stem + "_y.npy"))
    return time.perf_counter() - started


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for argument in sys.argv[2:]:
        name, _, rows = argument.partition(":")
        base = name.removesuffix("_csv")
        if base not in ROWS and base not in SMALL:
            sys.exit(f"gen.py: no data set {name}; there are {', '.join([*ROWS, *SMALL])}")
        seconds = make(folder, name, int(rows) if rows else ROWS.get(base) or SMALL[base])
        if seconds is not None:
            print(f"{argument}: {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
