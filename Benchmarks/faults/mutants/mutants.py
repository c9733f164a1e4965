"""Mutates the checks and counts the mutants that their tests kill."""

import argparse
import concurrent.futures
import glob
import os
import random
import re
import subprocess
import sys
import time

import report
import schemata

# These walk through every check on many pipelines: the slow half of the tests, asked last.
SLOW = "HealthyPipelines|Diagnostician"
BUILD = ["swift", "build", "--build-tests", "-c", "release", "-Xswiftc", "-enable-testing"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(words, folder, limit, **variables):
    """Exit status and output; None when it took too long."""
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", **variables)
    process = subprocess.Popen(
        words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=limit)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return None, ""


def build(root, folder):
    """Builds until the compiler takes every mutant that is left; gives them and those it refused."""
    excluded = set()
    while True:
        mutants = schemata.write_mutants(root, folder, excluded)
        status, output = run(BUILD, folder, 3600)
        refused = [m for m in mutants if (m.path, m.line) in excluded]
        if status == 0:
            return [m for m in mutants if m not in set(refused)], refused
        found = {
            (os.path.relpath(path, folder), int(line))
            for path, line in re.findall(r"^(/\S+\.swift):(\d+):\d+: error:", output, re.M)
        }
        lines = {(m.path, m.line) for m in mutants}
        # An expression of several lines is refused at its first: all of its lines go.
        more = {(path, line + n) for path, line in found for n in (0, 1, 2, 3)} & lines
        if not more - excluded:
            sys.exit(f"mutants: the package does not build\n{output[-3000:]}")
        say(f"mutants: the compiler refuses {len(more - excluded)} lines; building without them …")
        excluded |= more


class Tests:
    """The tests of the checks, built with all mutants asleep in them."""

    def __init__(self, folder):
        bundles = glob.glob(os.path.join(folder, ".build/release/*.xctest"))
        self.folder = folder
        self.program = bundles[0]
        self.limits = {}

    def words(self, slow):
        choice = ["--filter", SLOW] if slow else ["--skip", SLOW]
        return [self.program, "--testing-library", "swift-testing", *choice]

    def pass_without_mutant(self):
        for slow in (False, True):
            start = time.time()
            status, output = run(self.words(slow), self.folder, 3600)
            if status != 0:
                sys.exit(f"mutants: the tests do not pass without a mutant\n{output[-3000:]}")
            self.limits[slow] = 20 + 8 * (time.time() - start)

    def verdict(self, mutant):
        for slow in (False, True):
            number = str(mutant.number)
            status, output = run(
                self.words(slow), self.folder, self.limits[slow], ASSAY_MUTANT=number)
            if status is None:
                return "killed (no end)"
            if status != 0:
                found = re.search(r"Test (?:case passing .*? to )?\"?([\w.()`: ]+)\"? (?:recorded|failed)", output)
                return "killed by " + (found[1].strip() if found else "a crash")
        return "alive"


def arguments():
    parser = argparse.ArgumentParser(prog="mutants")
    parser.add_argument("--sample", type=int, default=0, help="so many, drawn; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=180, help="no mutant begins after so many")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", default=".build/mutants")
    parser.add_argument("--output", default="Benchmarks/MUTANTS.md")
    parser.add_argument("--list", action="store_true", help="print every mutant and end")
    return parser.parse_args()


def main():
    options = arguments()
    root = os.getcwd()
    mutants = schemata.instrumented(root, set())[2]
    if options.list:
        for mutant in mutants:
            print(f"{mutant.number} {mutant.path}:{mutant.line}: {mutant.operator}: {mutant.text}")
        return
    folder = os.path.abspath(options.folder)
    schemata.prepare(root, folder)
    say(f"mutants: building with {len(mutants)} mutants asleep …")
    awakable, refused = build(root, folder)
    tests = Tests(folder)
    tests.pass_without_mutant()
    chosen = awakable
    if options.sample:
        size = min(options.sample, len(awakable))
        chosen = random.Random(options.seed).sample(awakable, size)
    start, judged = time.time(), []

    def judge(mutant):
        if time.time() - start > 60 * options.minutes:
            return mutant, None
        return mutant, tests.verdict(mutant)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for mutant, verdict in pool.map(judge, chosen):
            if verdict is None:
                continue
            judged.append((mutant, verdict))
            say(f"{len(judged)}/{len(chosen)} {mutant.path}:{mutant.line} {mutant.operator}: {verdict}")
            with open(options.output, "w", encoding="utf-8") as file:
                file.write(report.text(judged, len(mutants), refused, options, time.time() - start))


if __name__ == "__main__":
    main()
