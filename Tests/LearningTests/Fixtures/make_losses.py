"""Losses and their derivatives by the scores, by PyTorch in double.

Writes losses.json beside this file. Run with torch 2.15.0, Python 3.11.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(3)
SCORES3 = torch.randn(5, 3) * 3
SCORES1 = torch.randn(5, 1) * 3
CLASSES3 = torch.tensor([0, 2, 1, 1, 2])
CLASSES2 = torch.tensor([0, 1, 1, 0, 1])
VALUES = torch.randn(5) * 2
WEIGHTS3 = torch.tensor([0.5, 2.0, 1.0])


def case(name, task, scores, targets, loss, **facts):
    z = scores.clone().requires_grad_()
    value = loss(z)
    value.backward()
    return {
        "name": name,
        "task": task,
        "scores": scores.tolist(),
        "targets": targets.tolist(),
        "loss": value.item(),
        "gradient": z.grad.tolist(),
        **facts,
    }


def one_hot(z):
    return F.one_hot(CLASSES3, 3).to(z.dtype)


CASES = [
    case("cross_entropy", "multiclass", SCORES3, CLASSES3, lambda z: F.cross_entropy(z, CLASSES3)),
    case(
        "cross_entropy", "multiclass", SCORES3, CLASSES3,
        lambda z: F.cross_entropy(z, CLASSES3, label_smoothing=0.1), smoothing=0.1,
    ),
    case(
        "cross_entropy", "multiclass", SCORES3, CLASSES3,
        lambda z: F.cross_entropy(z, CLASSES3, weight=WEIGHTS3),
        class_weights=WEIGHTS3.tolist(),
    ),
    case(
        "cross_entropy", "multiclass", SCORES3, CLASSES3,
        lambda z: F.cross_entropy(z, CLASSES3, reduction="sum"), reduction="sum",
    ),
    case(
        "binary_cross_entropy", "binary", SCORES1, CLASSES2,
        lambda z: F.binary_cross_entropy_with_logits(z[:, 0], CLASSES2.to(z.dtype)),
    ),
    case(
        "binary_cross_entropy", "multiclass", SCORES3, CLASSES3,
        lambda z: F.binary_cross_entropy_with_logits(z, one_hot(z)),
    ),
    case(
        "hinge", "binary", SCORES1, CLASSES2,
        lambda z: F.relu(1 - (2 * CLASSES2 - 1) * z[:, 0]).mean(),
    ),
    case(
        # PyTorch divides by the number of classes, Weston and Watkins do not.
        "hinge", "multiclass", SCORES3, CLASSES3,
        lambda z: F.multi_margin_loss(z, CLASSES3) * 3,
    ),
    case("mse", "regression", SCORES1, VALUES, lambda z: F.mse_loss(z[:, 0], VALUES)),
    case("mae", "regression", SCORES1, VALUES, lambda z: F.l1_loss(z[:, 0], VALUES)),
    case("huber", "regression", SCORES1, VALUES, lambda z: F.huber_loss(z[:, 0], VALUES)),
    case(
        "mse", "multiclass", SCORES3, CLASSES3,
        lambda z: F.mse_loss(torch.softmax(z, 1), one_hot(z)),
    ),
    case(
        "mse", "binary", SCORES1, CLASSES2,
        lambda z: F.mse_loss(torch.sigmoid(z[:, 0]), CLASSES2.to(z.dtype)),
    ),
]

if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("losses.json")
    path.write_text(json.dumps({"torch": torch.__version__, "cases": CASES}, indent=1))
