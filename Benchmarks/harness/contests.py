"""The table of contests: what both sides do, how the results are held to each other, the goal."""

import os
import sys
from dataclasses import dataclass, field

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Peer:
    """One way a peer does the work, with the thread setting that is best for it."""

    variant: str
    arguments: tuple = ()
    environment: dict = field(default_factory=dict)
    label: str = ""

    @property
    def name(self):
        return self.label or self.variant.replace("_", " ", 1)


@dataclass(frozen=True)
class Gate:
    """What a result must reach to count.

    `kind`: "at_most" and "at_least" compare a quality with `limit`; "equal" holds it to the other
    sides' median within `limit`, relative to it.
    """

    quality: str
    kind: str
    limit: float


@dataclass(frozen=True)
class Contest:
    name: str
    group: str
    title: str
    work: str
    ours: tuple
    peers: tuple
    gates: tuple
    data: tuple
    # What is compared, in seconds a unit: "fit_s", "wall", or a rate such as "epoch_s" whose
    # smaller value is better; names in `LARGER_IS_BETTER` the other way round.
    figure: str = "fit_s"
    goal_ratio: float | None = None
    beyond_ratio: float | None = None
    # Goals in the figure's own unit or on another figure: (figure, "at_most" | "at_least", limit).
    absolute: tuple = ()
    is_quick: bool = False
    references: tuple = ()
    remark: str = ""


LARGER_IS_BETTER = {"steps_s", "mb_s", "share_of_sgemm", "samples_s"}


def iris_process(program, python, folder, work):
    """The commands of the whole-process contest, ours and the script's."""
    data = os.path.join(folder, "iris-150.csv")
    spec = os.path.join(work, "iris.yaml")
    with open(spec, "w") as file:
        file.write(
            "spec: 1\nname: iris\n"
            f"data:\n  source: {os.path.abspath(data)}\n  target: species\n"
            "  split: {dev: 0, by: {every: 5, remainder: 4}}\n"
            "model: {kind: softmax, c: 1}\n"
        )
    peers = os.path.join(os.path.dirname(__file__), "..", "peers")
    return (
        [program, "run", spec, "--quiet", "--runs", os.path.join(work, "runs")],
        [python, os.path.join(peers, "iris_script.py"), data, os.path.join(work, "iris.json")],
    )


def memory_runs(program, folder, work):
    """(name, command) of the contest of memory: in a control group of 1 GB, and without a limit."""
    rows = 2_000_000
    spec = os.path.join(work, "memory.yaml")
    data = os.path.abspath(os.path.join(folder, f"logitB-{rows}"))
    with open(spec, "w") as file:
        file.write(
            "spec: 1\nname: memory\ndata:\n"
            f"  source: {{inputs: {data}_X.npy, labels: {data}_y.npy}}\n"
            "  split: {dev: 0.1, test: 0.1, by: stratified}\n"
            "model: {kind: mlp, hidden: [32]}\n"
            "training: {batch_size: 256, epochs: 2, optimizer: {kind: adam}}\n"
        )
    command = [program, "run", spec, "--quiet", "--runs", os.path.join(work, "runs")]
    limited = [sys.executable, os.path.join(os.path.dirname(__file__), "limited.py"), "1024"]
    cache = f"data.cache={os.path.join(work, 'cache')}"
    return [("assay, 1 GB", [*limited, *command, cache]), ("assay, in memory", command)]


MLP_GATES = (Gate("accuracy", "at_least", 0.97),)

CONTESTS = (
    Contest(
        "mlp784-128", "mlp", "MLP 784-256-128-10, batch 128, Adam, float, 60k rows: s/epoch",
        "mlp784", ("batch=128", "epochs=5"),
        (Peer("jax_scan"), Peer("torch"), Peer("sklearn")),
        MLP_GATES, ("mnist",), figure="epoch_s", goal_ratio=0.48,
        absolute=(("share_of_sgemm", "at_least", 0.70, 0.85),),
        remark="JAX leaves the last, partial batch out (468 of 469 steps).",
    ),
    Contest(
        "mlp784-1024", "mlp", "same, batch 1024: s/epoch",
        "mlp784", ("batch=1024", "epochs=5"),
        (Peer("torch", ("batch=1024",)), Peer("jax_scan", ("batch=1024",))),
        (Gate("accuracy", "at_least", 0.96),), ("mnist",), figure="epoch_s",
        goal_ratio=0.75, beyond_ratio=0.6,
    ),
    Contest(
        "iris_mlp", "iris", "MLP 4-16-3 on iris, batch 16: steps/s",
        "iris_mlp", (), (Peer("jax_scan"), Peer("sklearn", environment=ONE_THREAD),
                         Peer("torch", ("threads=1",))),
        (Gate("accuracy", "at_least", 0.95),), ("iris",), figure="steps_s",
        absolute=(("steps_s", "at_least", 300_000, 700_000),), is_quick=True,
    ),
    Contest(
        "ols", "least_squares", "OLS 200k × 100, double",
        "least_squares", ("model=linear",),
        (Peer("numpy_normal"), Peer("torch_normal"), Peer("sklearn"), Peer("numpy_lstsq")),
        (Gate("objective", "equal", 1e-9),), ("ols",), goal_ratio=0.4, beyond_ratio=0.2,
        is_quick=True,
        remark="Normal equations of the peers have no fall-back when ill-conditioned.",
    ),
    Contest(
        "ridge", "least_squares", "ridge 200k × 100, double",
        "least_squares", ("model=ridge",),
        (Peer("numpy_normal", ("model=ridge",)), Peer("torch_normal", ("model=ridge",)),
         Peer("sklearn", ("model=ridge",))),
        (Gate("objective", "equal", 1e-9),), ("ols",), goal_ratio=0.4, beyond_ratio=0.2,
    ),
    Contest(
        "logitA", "logistic", "logistic 200k × 100 to 1e-6 relative",
        "logistic", ("set=logitA-200000", "tolerance=1e-3"),
        (Peer("sklearn_lbfgs", ("tolerance=5e-5",), ONE_THREAD),
         Peer("sklearn_newton-cholesky", ("tolerance=1e-3",)),
         Peer("jax_newton", ("tolerance=1e-3",)), Peer("jax_lbfgs", ("tolerance=1e-6",))),
        (Gate("relative_suboptimality", "at_most", 1e-6),), ("logitA",),
        goal_ratio=0.27, beyond_ratio=0.11, references=("logitA-200000",),
    ),
    Contest(
        "logitB", "logistic", "logistic 500k × 50 to 1e-6 relative",
        "logistic", ("set=logitB-500000", "tolerance=1e-3"),
        (Peer("jax_newton", ("set=logitB-500000", "tolerance=1e-3")),
         Peer("jax_lbfgs", ("set=logitB-500000", "tolerance=1e-7")),
         Peer("sklearn_newton-cholesky", ("set=logitB-500000", "tolerance=1e-4"))),
        (Gate("relative_suboptimality", "at_most", 1e-6),), ("logitB",),
        goal_ratio=0.23, beyond_ratio=0.1, references=("logitB-500000",),
    ),
    Contest(
        "softmax_digits", "softmax", "softmax digits to 1e-5",
        "softmax", ("set=digits-1797", "tolerance=1e-4"),
        (Peer("sklearn_newton-cg", ("tolerance=1e-4",)),
         Peer("sklearn_newton-cg", ("tolerance=1e-4",), ONE_THREAD, "sklearn newton-cg, 1 thread"),
         Peer("sklearn_lbfgs", ("tolerance=1e-5",), ONE_THREAD),
         Peer("jax_lbfgs", ("tolerance=1e-5",), ONE_THREAD)),
        (Gate("relative_suboptimality", "at_most", 1e-5),), ("digits",),
        goal_ratio=0.33, beyond_ratio=0.2, is_quick=True, references=("digits-1797",),
    ),
    Contest(
        "softmax_images", "softmax_images", "softmax 60k × 784 × 10 to 1e-4",
        "softmax", ("set=mnist-60000", "tolerance=1e-3"),
        (Peer("jax_lbfgs", ("set=mnist-60000", "precision=float", "tolerance=1e-6")),
         Peer("torch_lbfgs", ("set=mnist-60000", "precision=float", "tolerance=1e-6"))),
        (Gate("relative_suboptimality", "at_most", 1.3e-4),), ("mnist",),
        goal_ratio=0.38, beyond_ratio=0.2, references=("mnist-60000",),
        remark="The peers work in single precision, which is their fastest way to about 1e-4; they "
        "come to rest at 1.1e-4 and 1.3e-4, and the gate lets them.",
    ),
    Contest(
        "lasso_path", "lasso", "lasso path 20k × 500, 100 penalties",
        "lasso_path", (), (Peer("sklearn_gram"),),
        (Gate("relative_suboptimality", "at_most", 1e-6),), ("lasso",),
        goal_ratio=0.55, beyond_ratio=0.35, references=("lasso-20000",), is_quick=True,
        remark="Ours through the library's `ElasticNetPath`; a spec fits one penalty at a time.",
    ),
    Contest(
        "cv_sweep", "sweep", "100 penalties × 5 folds, logistic, breast_cancer",
        "cv_sweep", (),
        (Peer("sklearn_cv", environment=ONE_THREAD),
         Peer("sklearn_newton-cholesky", environment=ONE_THREAD)),
        (Gate("best_accuracy", "equal", 0.005),), ("breast_cancer",),
        goal_ratio=1 / 30, beyond_ratio=1 / 60, is_quick=True,
        remark="LogisticRegressionCV scales the columns once over all rows; the others by fold. Ours "
        "through the library's `LogisticPath`; a spec's sweep makes each run by itself.",
    ),
    Contest(
        "process", "process", "whole process: iris softmax, gate + train + evaluate + record: s",
        "process", (), (Peer("sklearn", label="scikit-learn script"),), (), ("iris", "iris_csv"),
        figure="wall",
        absolute=(("wall", "at_most", 0.03, 0.012), ("peak_mb", "at_most", 30, None)),
        is_quick=True,
        remark="The script reads, splits, fits, judges and writes one JSON file; it has no gate, "
        "baselines, intervals or report.",
    ),
    Contest(
        "memory", "memory", "2M rows × 50 columns, network, in a control group of 1 GB",
        "memory", (), (), (), ("logitB:2000000",), figure="peak_mb",
        absolute=(("peak_mb", "at_most", 1024, None),),
        remark="The table alone is 800 MB, the inputs 400 MB. Pages of mapped files count as memory.",
    ),
    Contest(
        "csv_mixed", "csv", "table of 1M × 21 mixed columns, 172 MB: MB/s",
        "csv", ("set=mixed-1000000",),
        (Peer("pandas"), Peer("pyarrow"), Peer("polars")),
        (Gate("rows", "equal", 0), Gate("columns", "equal", 0)), ("mixed",), figure="mb_s",
        remark="Ours also takes a SHA-256 of the file, checks the columns and splits the rows.",
    ),
    Contest(
        "csv_pixels", "csv", "table of 60k × 785 whole numbers, 117 MB: MB/s",
        "csv", ("set=mnist-60000",),
        tuple(Peer(name, ("set=mnist-60000",)) for name in ("pandas", "pyarrow", "polars")),
        (Gate("rows", "equal", 0), Gate("columns", "equal", 0)), ("mnist", "mnist_csv"),
        figure="mb_s",
    ),
    Contest(
        "csv_decimals", "csv", "table of 200k × 101 decimals, 393 MB: MB/s",
        "csv", ("set=logitA-200000",),
        tuple(Peer(name, ("set=logitA-200000",)) for name in ("pandas", "pyarrow", "polars")),
        (Gate("rows", "equal", 0), Gate("columns", "equal", 0)), ("logitA", "logitA_csv"),
        figure="mb_s",
    ),
    Contest(
        "intervals", "intervals", "95 % intervals of accuracy and ROC AUC, 100k rows",
        "boot", (), (Peer("numpy_sorted", ("resamples=1000",), label="numpy, 1,000 resamples"),),
        tuple(
            Gate(f"{metric}_{end}", "equal", 0.002)
            for metric in ("accuracy", "roc_auc") for end in ("low", "high")
        ),
        ("boot",), is_quick=True,
        remark="Ours are closed forms (Wilson, DeLong), the peer's is the bootstrap they replace; "
        "the ends must agree.",
    ),
)

GROUPS = tuple(dict.fromkeys(contest.group for contest in CONTESTS))
