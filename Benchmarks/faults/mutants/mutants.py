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

# Whose tests look at the checks of a folder, where that is not the folder of the same name.
TESTS = {"Evaluation": "After", "Training": "After"}
# These walk through every check on many pipelines: asked last.
SLOW = "HealthyPipelinesTests|DiagnosticianTests"
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

    def __init__(self, root, folder):
        self.root = root
        self.folder = folder
        self.program = glob.glob(os.path.join(folder, ".build/release/*.xctest"))[0]
        self.limits = {}

    def phases(self, path):
        """Which tests are asked about the checks of a file, the likeliest to know first."""
        own = os.path.basename(os.path.dirname(path))
        place = os.path.join(self.root, "Tests/SanityTests", TESTS.get(own, own))
        files = "|".join(name.replace(".", "[.]") for name in sorted(os.listdir(place)))
        return (
            ("--filter", files), ("--skip", f"{files}|{SLOW}"), ("--filter", SLOW)
        )

    def run(self, phase, limit, number=0):
        words = [self.program, "--testing-library", "swift-testing", *phase]
        return run(words, self.folder, limit, ASSAY_MUTANT=str(number))

    def pass_without_mutant(self, mutants):
        for phase in {phase for mutant in mutants for phase in self.phases(mutant.path)}:
            start = time.time()
            status, output = self.run(phase, 3600)
            if status != 0:
                sys.exit(f"mutants: the tests do not pass without a mutant\n{output[-3000:]}")
            self.limits[phase] = 20 + 8 * (time.time() - start)

    def verdict(self, mutant):
        for phase in self.phases(mutant.path):
            status, output = self.run(phase, self.limits[phase], mutant.number)
            if status is None:
                return "killed (no end)"
            if status != 0:
                found = re.search(r"✘\S* Test (?:case passing .*? to )?(\w+)", output)
                return "killed by " + (found[1] if found else "a crash")
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
    parser.add_argument("paths", nargs="*", help="only files whose path has one of these in it")
    return parser.parse_args()


def asked(mutant, options):
    return not options.paths or any(part in mutant.path for part in options.paths)


def main():
    options = arguments()
    root = os.getcwd()
    mutants = schemata.instrumented(root, set())[2]
    if options.list:
        for mutant in (mutant for mutant in mutants if asked(mutant, options)):
            print(f"{mutant.number} {mutant.path}:{mutant.line}: {mutant.operator}: {mutant.text}")
        return
    folder = os.path.abspath(options.folder)
    schemata.prepare(root, folder)
    say(f"mutants: building with {len(mutants)} mutants asleep …")
    awakable, refused = build(root, folder)
    tests = Tests(root, folder)
    chosen = [mutant for mutant in awakable if asked(mutant, options)]
    tests.pass_without_mutant(chosen)
    if options.sample:
        size = min(options.sample, len(chosen))
        chosen = random.Random(options.seed).sample(chosen, size)
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
