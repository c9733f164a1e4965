"""Mutates the checks one line at a time and counts the mutants that their tests kill."""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter

from operators import mutants_of

CHECKS = "Sources/Sanity/Checks"
# Only what the tests of the checks need is built.
FILTER = """
var kept = Set<String>()
var todo = ["SanityTests"]
while let name = todo.popLast() {
  guard kept.insert(name).inserted, let target = package.targets.first(where: { $0.name == name })
  else { continue }
  for dependency in target.dependencies {
    if case .targetItem(let name, _) = dependency { todo.append(name) }
    if case .byNameItem(let name, _) = dependency { todo.append(name) }
  }
}
package.targets = package.targets.filter { kept.contains($0.name) }
package.products = []
package.dependencies = []
"""


def say(text):
    print(text, file=sys.stderr, flush=True)


def all_mutants(root):
    """(file, line number, operator, new line) of every mutant, in order."""
    for folder, _, names in sorted(os.walk(os.path.join(root, CHECKS))):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            for number, line in enumerate(open(os.path.join(root, path), encoding="utf-8").read().split("\n")):
                for operator, mutated in mutants_of(line):
                    yield path, number, operator, mutated


def prepare(root, folder):
    """A copy of the package that shares everything with the project but the checks' sources."""
    os.makedirs(os.path.join(folder, "Sources"), exist_ok=True)
    for name in os.listdir(os.path.join(root, "Sources")):
        link = os.path.join(folder, "Sources", name)
        if name != "Sanity" and not os.path.islink(link):
            os.symlink(os.path.join(root, "Sources", name), link)
    shutil.rmtree(os.path.join(folder, "Sources", "Sanity"), ignore_errors=True)
    shutil.copytree(os.path.join(root, "Sources", "Sanity"), os.path.join(folder, "Sources", "Sanity"))
    for name in ("Tests", "Benchmarks", "datasets"):
        link = os.path.join(folder, name)
        if not os.path.islink(link):
            os.symlink(os.path.join(root, name), link)
    manifest = open(os.path.join(root, "Package.swift"), encoding="utf-8").read() + FILTER
    with open(os.path.join(folder, "Package.swift"), "w", encoding="utf-8") as file:
        file.write(manifest)


def run(words, folder, limit):
    """Exit status and output; None when it took too long."""
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1")
    process = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=limit)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return None, ""


def judge(mutant, root, folder, limit):
    path, number, _, mutated = mutant
    original = open(os.path.join(root, path), encoding="utf-8").read()
    lines = original.split("\n")
    lines[number] = mutated
    target = os.path.join(folder, path)
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    try:
        status, _ = run(["swift", "build", "--build-tests"], folder, 900)
        if status != 0:
            return "does not compile"
        status, output = run(["swift", "test", "--skip-build", "--filter", "SanityTests"], folder, limit)
        if status is None:
            return "killed (no end)"
        if status == 0:
            return "alive"
        found = re.search(r"Test (?:case passing .*? to )?\"?([\w.()`: ]+)\"? (?:recorded|failed)", output)
        return "killed" + (f" by {found[1].strip()}" if found else "")
    finally:
        with open(target, "w", encoding="utf-8") as file:
            file.write(original)


def wilson(k, n, z=1.959964):
    p = k / n
    centre, half = p + z * z / (2 * n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** 0.5
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def report(judged, total, seed, seconds):
    valid = [(mutant, verdict) for mutant, verdict in judged if verdict != "does not compile"]
    killed = [pair for pair in valid if pair[1].startswith("killed")]
    lines = ["# Mutants of the checks", "", "Written by `scripts/mutants`; never by hand.", ""]
    if valid:
        low, high = wilson(len(killed), len(valid))
        lines += [f"**{len(killed)} of {len(valid)} killed: {len(killed) / len(valid):.1%}** "
                  f"(Wilson 95 %: {low:.1%}–{high:.1%}; goal ≥ 95 %).", ""]
    lines += [f"A sample of {len(judged)} of the {total} textual mutants of `{CHECKS}`, drawn with seed {seed}; "
              f"{len(judged) - len(valid)} did not compile and are not counted. {seconds:.0f} s.", "",
              "| operator | killed | alive |", "|---|---|---|"]
    operators = Counter(mutant[2] for mutant, _ in valid)
    for operator in sorted(operators):
        own = [verdict for mutant, verdict in valid if mutant[2] == operator]
        dead = sum(verdict.startswith("killed") for verdict in own)
        lines.append(f"| {operator} | {dead} | {len(own) - dead} |")
    alive = [mutant for mutant, verdict in valid if verdict == "alive"]
    if alive:
        lines += ["", "Alive (some change nothing that could be seen):", ""]
        for path, number, operator, mutated in alive:
            lines.append(f"- `{path}:{number + 1}` {operator}: `{mutated.strip()}`")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(prog="mutants")
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60, help="no mutant begins after so many minutes")
    parser.add_argument("--folder", default=".build/mutants")
    parser.add_argument("--output", default="Benchmarks/MUTANTS.md")
    parser.add_argument("--list", action="store_true", help="print every mutant and end")
    options = parser.parse_args()
    root = os.getcwd()
    mutants = list(all_mutants(root))
    if options.list:
        for path, number, operator, mutated in mutants:
            print(f"{path}:{number + 1}: {operator}: {mutated.strip()}")
        return 0
    folder = os.path.abspath(options.folder)
    prepare(root, folder)
    say(f"mutants: {len(mutants)} in all; building without any …")
    start = time.time()
    status, output = run(["swift", "build", "--build-tests"], folder, 3600)
    if status == 0:
        begin = time.time()
        status, output = run(["swift", "test", "--skip-build", "--filter", "SanityTests"], folder, 3600)
        limit = max(60, 10 * (time.time() - begin))
    if status != 0:
        say(output[-3000:])
        say("mutants: the tests do not pass without a mutant")
        return 1
    chosen = random.Random(options.seed).sample(mutants, min(options.sample, len(mutants)))
    judged = []
    for index, mutant in enumerate(chosen):
        if time.time() - start > 60 * options.minutes:
            say("mutants: out of time")
            break
        verdict = judge(mutant, root, folder, limit)
        judged.append((mutant, verdict))
        say(f"{index + 1}/{len(chosen)} {mutant[0]}:{mutant[1] + 1} {mutant[2]}: {verdict}")
        with open(options.output, "w", encoding="utf-8") as file:
            file.write(report(judged, len(mutants), options.seed, time.time() - start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
