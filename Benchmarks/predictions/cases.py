"""The trainings whose time and memory are estimated and then measured: a spec and overrides."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    spec: str
    overrides: tuple = ()

    @property
    def name(self):
        return " ".join((self.spec.split("/")[-1].removesuffix(".yaml"),) + self.overrides)


def experiment(name, *variants):
    """The spec as it is, and with each of the overrides, which may be several words."""
    path = f"experiments/{name}.yaml"
    return [Case(path)] + [Case(path, tuple(words)) for words in variants]


WITHOUT_STOPPING = "~training.early_stopping"
MLP = "model={kind: mlp, hidden: [64, 32]}"
FIVE_EPOCHS = "training={epochs: 5, optimizer: adam}"

# The order is that of the table; groups are what one call measures.
GROUPS = {
    "small": (
        experiment("iris", ("model={kind: mlp, hidden: [16]}", "training={epochs: 200, batch_size: 16}"))
        + experiment("wine", ("model.c=100",))
        + experiment(
            "breast-cancer", ("model={kind: logistic, l2: auto}",), ("model={kind: logistic, l1: 0.01}",))
        + experiment(
            "diabetes", ("model={kind: lasso, l1: auto}",), ("model={kind: ridge, l2: auto}",),
            ("model={kind: linear, solver: qr}",))
        + experiment(
            "diabetes-mlp", (WITHOUT_STOPPING, "training.epochs=2000"),
            ("~training.batch_size", "training.optimizer=lbfgs", "training.epochs=100"))
    ),
    "digits": (
        experiment(
            "digits", (WITHOUT_STOPPING,), (WITHOUT_STOPPING, "training.epochs=400"),
            (WITHOUT_STOPPING, "training.batch_size=4"),
            (WITHOUT_STOPPING, "training.batch_size=256", "training.epochs=300"),
            (WITHOUT_STOPPING, "model.hidden=[512, 512]"),
            (WITHOUT_STOPPING, "training.precision=double", "model.hidden=[256, 128]"),
            (WITHOUT_STOPPING, "model.dropout=0.2", "model.hidden=[256, 128]"),
            (WITHOUT_STOPPING, "model.layer_norm=true", "model.hidden=[256, 128]"),
            (WITHOUT_STOPPING, "model.frozen=[hidden_1]", "model.hidden=[256, 128]"),
            (WITHOUT_STOPPING, "training.accumulate=4", "model.hidden=[256, 128]"),
            (WITHOUT_STOPPING, "training.threads=1", "model.hidden=[256, 128]"),
            ("model.hidden=[256, 128]",), (WITHOUT_STOPPING, "~training.batch_size", "training.optimizer=lbfgs"),
        )
        + experiment(
            "digits-softmax", ("model.solver=newton",), ("model.solver=newton_cg",),
            ("model={kind: softmax, l1: 0.001}",),
            ("model={kind: softmax, solver: sgd}", "training={epochs: 50}"))
    ),
    "adult": (
        experiment(
            "adult", ("model.solver=lbfgs",), ("model.solver=newton_cg",),
            ("model={kind: logistic, l2: auto}",), ("model={kind: logistic, l1: 0.001}",),
            (MLP, FIVE_EPOCHS),
            (MLP, "training={epochs: 40, batch_size: 128, early_stopping: {patience: 5}}"))
    ),
    "california": [
        Case("Benchmarks/predictions/california.yaml", words)
        for words in (
            (), ("model={kind: ridge, l2: auto}",), ("model={kind: lasso, l1: auto}",),
            ("model={kind: linear, solver: svd}",), (MLP, "training={epochs: 20}"))
    ],
    "mnist": experiment("mnist", ("training.epochs=1", "training.batch_size=32")),
    "mnist-batches": [
        Case("experiments/mnist.yaml", words)
        for words in (
            ("training.epochs=3", "training.batch_size=1024"),
            ("training.epochs=2", "model.hidden=[64]"),
            ("training.epochs=1", "training.precision=double"))
    ],
    "mnist-settings": [
        Case("experiments/mnist.yaml", words)
        for words in (
            ("training.epochs=1", "training.threads=1"),
            ("training.epochs=1", "model.layer_norm=true", "model.dropout=0.2"),
            ("~training.batch_size", "training.optimizer=lbfgs", "training.epochs=5"))
    ],
    "mnist-softmax": experiment("mnist-softmax", ("model.tolerance=1e-2",)),
}
