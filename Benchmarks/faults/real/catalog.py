"""The catalogue of real mistakes: what a case is, and the tasks they are rebuilt on."""

import hashlib
import json
import math
from dataclasses import dataclass, field
from typing import Callable

CASES = []


@dataclass
class Case:
    """A pipeline that somebody asked about in public, rebuilt on generated rows."""

    name: str
    # Where it was asked, what was seen there, and what the answer confirmed.
    source: str
    symptom: str
    cause: str
    # Patterns of which one must match the text or the edits of the right cause.
    names: list
    spec: str
    # rows(random, sound) gives the header and the rows.
    rows: Callable
    # Overrides that make the sound twin of the spec; the data may differ instead.
    sound: list = field(default_factory=list)
    # Whether an edit of the spec can fix it.
    editable: bool = True

    @property
    def is_set_aside(self):
        """A coin that was thrown once: the parity of the digest of the name."""
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 1

    def text(self, data):
        head = f"spec: 1\nname: {self.name}\nquestion: {json.dumps(self.symptom)}\n"
        return head + self.spec.replace("DATA", data)


def case(**facts):
    """Adds the decorated function, which makes the rows, to the catalogue."""

    def add(rows):
        CASES.append(Case(rows=rows, **facts))
        return rows

    return add


def names(count):
    return [f"x{i + 1}" for i in range(count)]


def houses(r, n=500, unit=1.0):
    """Prices of houses: areas in square feet, prices in dollars."""
    rows = []
    for _ in range(n):
        area, rooms = r.uniform(400, 4000), r.randint(1, 7)
        age, way = r.uniform(0, 100), r.expovariate(1 / 8)
        price = 60000 + 150 * area + 9000 * rooms - 700 * age - 2500 * way
        price *= math.exp(r.gauss(0, 0.08))
        rows.append([area, rooms, age, way, price * unit])
    return ["area", "rooms", "age", "distance", "price"], rows


def blobs(r, n=500, k=3, d=6, gap=2.0, scale=1.0):
    """Classes around centres at a distance of about `gap` deviations."""
    centres = [[r.gauss(0, gap) for _ in range(d)] for _ in range(k)]
    rows = []
    for i in range(n):
        c = r.randrange(k)
        rows.append([scale * (m + r.gauss(0, 1)) for m in centres[c]] + [f"class_{c}"])
    return names(d) + ["label"], rows


def rings(r, n=500, scale=1.0):
    """Two classes, one around the other: no line separates them."""
    rows = []
    for _ in range(n):
        inner = r.random() < 0.5
        radius = r.gauss(1.0 if inner else 2.2, 0.2)
        angle = r.uniform(0, 2 * math.pi)
        rows.append(
            [scale * radius * math.cos(angle), scale * radius * math.sin(angle)]
            + ["inside" if inner else "outside"]
        )
    return ["x", "y", "place"], rows


def linear(r, n=500, d=5, noise=0.3):
    """A number that is a linear function of the inputs."""
    weights = [r.gauss(0, 1) for _ in range(d)]
    rows = []
    for _ in range(n):
        x = [r.gauss(0, 1) for _ in range(d)]
        rows.append(x + [sum(a * b for a, b in zip(weights, x)) + r.gauss(0, noise)])
    return names(d) + ["y"], rows


def customers(r, n=800, share=0.3):
    """Two classes that overlap: whether a customer leaves."""
    rows = []
    while len(rows) < n:
        tenure, calls = r.expovariate(1 / 24), r.randint(0, 8)
        charge, age = r.gauss(70, 20), r.gauss(45, 14)
        score = -0.06 * tenure + 0.5 * calls + 0.03 * (charge - 70) + 0.3
        leaves = r.random() < 1 / (1 + math.exp(-score))
        if leaves and r.random() > share / 0.5:
            continue
        rows.append([tenure, calls, charge, age, "yes" if leaves else "no"])
    return ["tenure", "calls", "charge", "age", "left"], rows


def digits(r, n=600, k=4, d=16, top=255):
    """Small pictures of k patterns, in grey levels from 0 to `top`."""
    patterns = [[r.random() < 0.45 for _ in range(d)] for _ in range(k)]
    rows = []
    for _ in range(n):
        c = r.randrange(k)
        picture = [
            min(1, max(0, (0.8 if on else 0.15) + r.gauss(0, 0.22))) for on in patterns[c]
        ]
        rows.append([round(top * p) for p in picture] + [f"d{c}"])
    return [f"p{i}" for i in range(d)] + ["digit"], rows
