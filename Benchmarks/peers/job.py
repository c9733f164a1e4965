"""What every peer's work shares: its arguments, its data, its clock and its one line of JSON."""

import json
import time

import numpy as np


class Job:
    """One piece of work by one peer: `peer.py WORK VARIANT [key=value …]`."""

    def __init__(self, work, variant, words):
        self.work = work
        self.variant = variant
        self.values = dict(word.split("=", 1) for word in words)
        self.folder = self.values.get("data", ".build/benchmarks/data")
        self.seconds = None
        self.quality = {}
        self.rate = {}

    def text(self, key, otherwise):
        return self.values.get(key, otherwise)

    def integer(self, key, otherwise):
        return int(self.values.get(key, otherwise))

    def number(self, key, otherwise):
        return float(self.values.get(key, otherwise))

    def arrays(self, name):
        return np.load(f"{self.folder}/{name}_X.npy"), np.load(f"{self.folder}/{name}_y.npy")

    def file(self, name):
        return f"{self.folder}/{name}"

    def timed(self, body):
        """Does the work proper: imports, reading and compiling stay outside."""
        start = time.perf_counter()
        result = body()
        self.seconds = time.perf_counter() - start
        return result

    def judge(self, objective, name):
        """Notes an objective, and how far it is from the least one where that is known."""
        self.quality["objective"] = float(objective)
        try:
            reference = float(np.load(f"{self.folder}/{name}_reference.npy")[0])
        except FileNotFoundError:
            return
        self.quality["relative_suboptimality"] = float(objective / reference - 1)

    def line(self):
        return json.dumps(
            {
                "work": self.work,
                "variant": self.variant,
                "fit_s": self.seconds,
                "quality": {key: float(value) for key, value in self.quality.items()},
                "rate": {key: float(value) for key, value in self.rate.items()},
            },
            sort_keys=True,
        )


def torch_with(threads):
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    return torch
