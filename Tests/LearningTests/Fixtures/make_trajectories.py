"""Ten steps of each optimizer under each schedule by PyTorch, in double.

A network 3-4-2 (tanh, cross entropy) on eight rows, two batches of four an epoch in the given
order, so five epochs. Writes trajectories.json beside this file: initial parameters, rows, and
for each combination the loss before each step and the parameters after it.

Run with torch 2.13.0, Python 3.11.
"""

import json
import math
import pathlib

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)
INPUTS = torch.randn(8, 3)
CLASSES = [0, 1, 1, 0, 1, 0, 0, 1]
STEPS, STEPS_PER_EPOCH = 10, 2


def network():
    torch.manual_seed(11)
    return torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2))


def flat(net):
    return torch.cat([p.detach().reshape(-1) for p in net.parameters()]).tolist()


OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: torch.optim.SGD(
        p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01
    ),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.1, momentum=0.9, weight_decay=0.01),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1, lr_decay=0.05, weight_decay=0.01),
    "adam": lambda p: torch.optim.Adam(p, lr=0.1, weight_decay=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.05),
}


def scheduled(optimizer, name):
    """The schedule and whether it moves once an epoch instead of once a step."""
    s = torch.optim.lr_scheduler
    if name == "constant":
        return s.LambdaLR(optimizer, lambda t: 1.0), False
    if name == "step":
        return s.StepLR(optimizer, step_size=2, gamma=0.5), True
    if name == "exponential":
        return s.ExponentialLR(optimizer, gamma=0.8), True
    if name == "one_cycle":
        peak = optimizer.param_groups[0]["lr"]
        return (
            s.OneCycleLR(optimizer, max_lr=peak, total_steps=STEPS, cycle_momentum=False),
            False,
        )
    if name == "plateau":
        # Losses that fall by less than a tenth count as no gain.
        return s.ReduceLROnPlateau(optimizer, factor=0.5, patience=0, threshold=0.1), True
    if name == "cosine":
        return s.CosineAnnealingLR(optimizer, T_max=STEPS), False
    # Three steps of warm-up at 1/3, 2/3, 3/3 of the peak, then seven along the cosine.
    return (
        s.LambdaLR(
            optimizer,
            lambda t: (t + 1) / 3
            if t < 3
            else 0.5 * (1 + math.cos(math.pi * (t - 3) / (STEPS - 3))),
        ),
        False,
    )


def run(optimizer_name, schedule_name):
    net = network()
    optimizer = OPTIMIZERS[optimizer_name](net.parameters())
    schedule, per_epoch = scheduled(optimizer, schedule_name)
    steps, losses = [], []
    for step in range(STEPS):
        batch = step % STEPS_PER_EPOCH
        rows = slice(batch * 4, batch * 4 + 4)
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(INPUTS[rows]), torch.tensor(CLASSES[rows]))
        loss.backward()
        rate = optimizer.param_groups[0]["lr"]
        optimizer.step()
        losses.append(loss.item())
        if schedule_name == "plateau":
            if batch == STEPS_PER_EPOCH - 1:
                schedule.step(sum(losses[-STEPS_PER_EPOCH:]) / STEPS_PER_EPOCH)
        elif not per_epoch or batch == STEPS_PER_EPOCH - 1:
            schedule.step()
        steps.append({"loss": loss.item(), "rate": rate, "parameters": flat(net)})
    return {"optimizer": optimizer_name, "schedule": schedule_name, "steps": steps}


if __name__ == "__main__":
    names = ["constant", "step", "exponential", "cosine", "cosine_warmup", "one_cycle", "plateau"]
    document = {
        "torch": torch.__version__,
        "inputs": INPUTS.tolist(),
        "classes": CLASSES,
        "initial": flat(network()),
        "runs": [run(o, s) for o in OPTIMIZERS for s in names],
    }
    path = pathlib.Path(__file__).with_name("trajectories.json")
    path.write_text(json.dumps(document, indent=1))
