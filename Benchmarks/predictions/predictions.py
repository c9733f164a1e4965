"""Compares the estimates of `assay validate` with measured trainings; see --help."""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "harness"))

import machine  # noqa: E402
import measure  # noqa: E402
from cases import GROUPS  # noqa: E402
from table import table  # noqa: E402


def predicted(program, case):
    """The estimate, and the seconds that it took."""
    run = measure.run([program, "validate", case.spec, *case.overrides, "--json"], timeout=120)
    if run.failure or not run.text:
        return None, run.failure or "no answer"
    validations = json.loads(run.text)["validations"]
    return {**validations[0]["cost"], "wall": run.wall}, ""


def actual(program, case):
    """What a run took: the seconds of its training and its process's peak."""
    with tempfile.TemporaryDirectory() as folder:
        run = measure.run(
            [program, "run", case.spec, *case.overrides, "--runs", folder, "--quiet"], timeout=240)
        timings = list(Path(folder).glob("*/*/timing.json"))
        seconds = json.loads(timings[0].read_text()).get("training.seconds") if timings else None
        if seconds is None:
            return None, run.failure or "the gate stopped it"
        return {"seconds": seconds, "peak": run.peak_mb * 1024 * 1024}, ""


def median_of(results, key):
    return statistics.median(result[key] for result in results)


def measured(program, case, runs):
    """The medians of both sides, in turn; or why there are none."""
    estimates, taken = [], []
    for _ in range(runs):
        prediction, failure = predicted(program, case)
        if prediction is None:
            return {"failure": failure}
        run, failure = actual(program, case)
        if run is None:
            return {"failure": failure}
        estimates.append(prediction)
        taken.append(run)
    seconds = "trainingSeconds"
    middle = sorted(estimates, key=lambda cost: cost[seconds])[len(estimates) // 2]
    return {
        "predicted": middle[seconds], "least": middle["leastTrainingSeconds"],
        "most": middle["mostTrainingSeconds"], "basis": middle["basis"],
        "actual": median_of(taken, "seconds"), "wall": median_of(estimates, "wall"),
        "predicted_bytes": median_of(estimates, "memoryBytes"), "actual_bytes": median_of(taken, "peak"),
    }


def main():
    parser = argparse.ArgumentParser(prog="predictions", description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"some of {', '.join(GROUPS)}; all")
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, default=3, help="of each side; medians count")
    parser.add_argument("--results", type=Path, required=True, help="kept between calls, JSON")
    parser.add_argument("--output", type=Path, required=True, help="the table, Markdown")
    words = parser.parse_args()
    unknown = set(words.groups) - set(GROUPS)
    if unknown:
        parser.error(f"unknown group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    results = json.loads(words.results.read_text()) if words.results.exists() else {}
    for group in words.groups or GROUPS:
        for case in GROUPS[group]:
            results[case.name] = measured(words.program, case, words.runs)
            print(case.name, results[case.name], file=sys.stderr)
            words.results.write_text(json.dumps(results, indent=1))
    names = [case.name for group in GROUPS.values() for case in group]
    facts = {name: results[name] for name in names if name in results}
    words.output.write_text(table(facts, machine.sentence(), words.runs))


if __name__ == "__main__":
    main()
