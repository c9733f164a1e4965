"""Networks with LayerNorm, ReduceLROnPlateau and L-BFGS by PyTorch, in double.

Writes networks.json beside this file:
- layer_norm: networks 3-4-3-2 (linear, LayerNorm, activation; cross entropy) on eight rows in two
  batches, ten steps of momentum; initial parameters, outputs, and loss and parameters by step.
- plateau: learning rates, as a share of the peak, after each of some losses.
- minima: what torch.optim.LBFGS finds for convex networks with a penalty, run to the end.

Run with torch 2.13.0, Python 3.11.
"""

import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)
INPUTS = torch.randn(8, 3)
CLASSES = [0, 1, 1, 0, 1, 0, 0, 1]
ACTIVATIONS = {
    "relu": torch.nn.ReLU(),
    "leaky_relu": torch.nn.LeakyReLU(0.01),
    "gelu": torch.nn.GELU(),
    "tanh": torch.nn.Tanh(),
    "sigmoid": torch.nn.Sigmoid(),
    "softmax": torch.nn.Softmax(dim=1),
    "identity": torch.nn.Identity(),
}


def flat(net):
    return torch.cat([p.detach().reshape(-1) for p in net.parameters()]).tolist()


def layer_norm(name):
    torch.manual_seed(11)
    net = torch.nn.Sequential(
        torch.nn.Linear(3, 4),
        torch.nn.LayerNorm(4),
        ACTIVATIONS[name],
        torch.nn.Linear(4, 3),
        torch.nn.LayerNorm(3),
        ACTIVATIONS[name],
        torch.nn.Linear(3, 2),
    )
    # Gains and biases off their start, so that the first step sees them.
    for module in net:
        if isinstance(module, torch.nn.LayerNorm):
            torch.nn.init.normal_(module.weight, 1, 0.3)
            torch.nn.init.normal_(module.bias, 0, 0.3)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    initial, outputs, steps = flat(net), net(INPUTS).detach().tolist(), []
    for step in range(10):
        rows = slice(step % 2 * 4, step % 2 * 4 + 4)
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(INPUTS[rows]), torch.tensor(CLASSES[rows]))
        loss.backward()
        optimizer.step()
        steps.append({"loss": loss.item(), "parameters": flat(net)})
    return {"activation": name, "initial": initial, "outputs": outputs, "steps": steps}


LOSSES = [1.0, 0.9, 0.9, 0.89995, 0.8, 0.85, float("nan"), 0.81, 0.79, 0.9, 0.9, 0.9, 0.9, 0.7, 0.7]
LOSSES += [0.7, 0.7, 0.7, 0.65, 0.66, 0.67, 0.68, 0.69, 0.7, 0.6, 0.61, 0.62, 0.63, 0.64]


def plateau(factor, patience, threshold, cooldown, min_factor):
    peak = 0.25
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=factor, patience=patience, threshold=threshold, cooldown=cooldown,
        min_lr=min_factor * peak, eps=0,
    )
    rates = []
    for loss in LOSSES:
        schedule.step(loss)
        rates.append(optimizer.param_groups[0]["lr"] / peak)
    return {
        "factor": factor, "patience": patience, "threshold": threshold, "cooldown": cooldown,
        "min_factor": min_factor, "factors": rates,
    }


def minimum(task, l2):
    torch.manual_seed(3)
    inputs = torch.randn(20, 3)
    signal = inputs @ torch.tensor([1.0, -2.0, 0.5]) + 0.5 * torch.randn(20)
    net = torch.nn.Linear(3, 1 if task == "regression" else 3)
    if task == "regression":
        targets = signal
    else:
        targets = (signal > -0.5).long() + (signal > 0.8).long()
    optimizer = torch.optim.LBFGS(
        net.parameters(), max_iter=500, tolerance_grad=1e-13, tolerance_change=1e-16,
        line_search_fn="strong_wolfe",
    )

    def objective():
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = (
            torch.mean((outputs[:, 0] - targets) ** 2)
            if task == "regression"
            else torch.nn.functional.cross_entropy(outputs, targets)
        )
        loss = loss + 0.5 * l2 * torch.sum(net.weight**2)
        loss.backward()
        return loss

    optimizer.step(objective)
    return {
        "task": task, "l2": l2, "inputs": inputs.tolist(), "targets": targets.tolist(),
        "objective": objective().item(), "weights": net.weight.detach().reshape(-1).tolist(),
    }


if __name__ == "__main__":
    document = {
        "torch": torch.__version__,
        "inputs": INPUTS.tolist(),
        "classes": CLASSES,
        "layer_norm": [layer_norm(name) for name in ACTIVATIONS],
        "losses": ["nan" if loss != loss else loss for loss in LOSSES],
        "plateau": [
            plateau(0.1, 1, 1e-4, 0, 0),
            plateau(0.5, 0, 0.01, 2, 0.05),
            plateau(0.3, 2, 0.1, 1, 0),
            plateau(0.5, 3, 0, 0, 0.3),
        ],
        "minima": [minimum("multiclass", 0.1), minimum("multiclass", 1.0), minimum("regression", 0.2)],
    }
    path = pathlib.Path(__file__).with_name("networks.json")
    path.write_text(json.dumps(document))
