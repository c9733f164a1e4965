"""Runs the catalogue of real mistakes and their sound twins, and writes what came of them.

    python3 real.py PROGRAM FOLDER [key=value…]

cases=NAME,NAME  these alone
half=tuned|aside that half alone
seeds=4          seeds of data and training, from 1
report=FILE      replaces the section of this name at the end of the file
"""

import json
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "cases")]

import catalog  # noqa: E402
import data  # noqa: E402, F401
import scale  # noqa: E402, F401
import training  # noqa: E402, F401

TITLE = "## Real mistakes"


def write(case, seed, folder):
    """Writes the faulty pipeline and its sound twin; their paths."""
    paths = {}
    for kind in ("faulty", "sound"):
        r = random.Random(f"{case.name} {seed}")
        header, rows = case.rows(r, kind == "sound")
        table = folder / f"{kind}.csv"
        table.write_text(
            "\n".join(",".join(map(str, row)) for row in [header] + rows) + "\n"
        )
        paths[kind] = folder / f"{kind}.yaml"
        paths[kind].write_text(case.text(str(table)).replace("SEED", str(seed)))
    return paths


def assay(program, folder, *words):
    """The JSON document of a command; None where it has none."""
    result = subprocess.run(
        [program, *words, "--json"], cwd=folder, capture_output=True, text=True
    )
    try:
        return json.loads(result.stdout)
    except ValueError:
        return None


def run(program, folder, *words):
    document = assay(program, folder, "run", *words)
    return document["runs"][0] if document and document.get("runs") else None


def score(record):
    """Accuracy or R² on the test rows; None where nothing was evaluated."""
    for evaluation in (record or {}).get("evaluations") or []:
        if evaluation.get("part") == "test":
            for metric in evaluation.get("metrics", []):
                if metric["name"] in ("accuracy", "r2"):
                    return metric["estimate"]["value"]
    return None


def alarms(record):
    """Codes of the checks that stopped or warned, and "better" for an improvement."""
    gate = record.get("gate") or {}
    codes = [c["code"] for c in gate.get("checks", []) if c["verdict"] in ("stop", "warning")]
    diagnosis = gate.get("diagnosis")
    if diagnosis and diagnosis["verdict"] == "improvable":
        codes.append("better")
    return codes


def is_stopped(record):
    return any(c["verdict"] == "stop" for c in (record.get("gate") or {}).get("checks", []))


def judge(case, seed, program, folder):
    folder = folder / f"{case.name}-{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.fixed.yaml"):
        old.unlink()
    paths = write(case, seed, folder)
    checked = assay(program, folder, "check", paths["faulty"].name, "--fix")
    if checked and "causes" not in checked:
        # No repaired spec that can be run: not fixed, but the causes count.
        (folder / "faulty.fixed.yaml").unlink(missing_ok=True)
        checked = assay(program, folder, "check", paths["faulty"].name)
    record = run(program, folder, paths["faulty"].name)
    sound = run(program, folder, paths["sound"].name, *case.sound)
    if not (checked and "causes" in checked and record and sound):
        return {"case": case, "seed": seed, "error": True}
    causes = [
        " ".join([c["text"]] + [f"{e['path']}={e['value']}" for e in c["edits"]])
        for c in checked["causes"][0]
    ]
    # The checks while and after the training come last in the order of causes.
    late = [
        c
        for c in record["gate"]["checks"]
        if c["code"][:2] in ("ST", "SE") and c["verdict"] in ("stop", "warning")
    ]
    for check in late:
        causes += check["causes"] or [check["message"]]
    gate = checked["gates"][0]["checks"]
    # A cause of several checks is reported with what the first of them found.
    first = {}
    for check in gate + late:
        if check["causes"]:
            first.setdefault(check["causes"][0], check["message"])
    found = [f"{cause} {first.get(cause, '')}" for cause in causes]
    hits = [any(re.search(n, text) for n in case.names) for text in found]
    fixed = None
    repaired = folder / "faulty.fixed.yaml"
    if repaired.exists():
        fixed = run(program, folder, repaired.name)
    want, got, was = score(sound), score(fixed), score(record)
    is_fixed = want is not None and got is not None and got >= want - 0.05 * abs(want)
    if is_fixed and was is not None and was > want + 0.05 * abs(want):
        # A leak flatters: the repaired run must have lost it.
        is_fixed = got <= want + 0.05 * abs(want)
    return {
        "case": case,
        "seed": seed,
        "reported": bool(alarms(record)),
        "first": bool(hits[:1]) and hits[0],
        "three": any(hits[:3]),
        "fixed": is_fixed,
        "stopped": is_stopped(sound),
        "warned": alarms(sound),
        "causes": found[:3],
        "scores": (was, got, want),
    }


def percent(hits, all):
    return f"{100 * hits / all:.0f} % ({hits} of {all})" if all else "–"


def table(results):
    done = [r for r in results if "error" not in r]
    editable = [r for r in done if r["case"].editable]
    return [
        percent(sum(r["reported"] for r in done), len(done)),
        percent(sum(r["first"] for r in done), len(done)),
        percent(sum(r["three"] for r in done), len(done)),
        percent(sum(r["fixed"] for r in editable), len(editable)),
        percent(sum(r["stopped"] for r in done), len(done)),
        percent(sum(bool(r["warned"]) for r in done), len(done)),
    ]


def report(results, seeds):
    halves = [[r for r in results if r["case"].is_set_aside == aside] for aside in (False, True)]
    lines = [
        TITLE,
        "",
        f"Pipelines rebuilt from public questions, issues and notes (`real/`): {len({r['case'].name for r in results})} "
        f"cases, {seeds} seeds each of data and training. Half of the cases were set aside by a coin before any",
        "limit was chosen.",
        "",
        "| measure | tuned half | set-aside half |",
        "|---|---|---|",
    ]
    measures = (
        "reported",
        "cause first",
        "cause among the first three",
        "`--fix` makes a run within 5 % of the sound twin, of those an edit can fix",
        "sound twins stopped",
        "sound twins warned",
    )
    for measure, *values in zip(measures, *map(table, halves)):
        lines.append(f"| {measure} | {values[0]} | {values[1]} |")
    lines += ["", "Misses, by case (seeds):", "", "| case | half | not reported | cause not first | not fixed | twin warned by |", "|---|---|---|---|---|---|"]
    for name in sorted({r["case"].name for r in results}):
        own = [r for r in results if r["case"].name == name and "error" not in r]
        if not own:
            lines.append(f"| {name} | – | failed | | | |")
            continue
        case = own[0]["case"]
        missed = [
            ", ".join(str(r["seed"]) for r in own if not r[key])
            for key in ("reported", "first")
        ]
        fixed = ", ".join(str(r["seed"]) for r in own if case.editable and not r["fixed"])
        codes = ", ".join(sorted({c for r in own for c in r["warned"]}))
        if any(missed) or fixed or codes:
            half = "aside" if case.is_set_aside else "tuned"
            lines.append(f"| {name} | {half} | {missed[0]} | {missed[1]} | {fixed} | {codes} |")
    return "\n".join(lines) + "\n"


def main():
    program, folder = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
    options = dict(word.split("=", 1) for word in sys.argv[3:])
    seeds = int(options.get("seeds", 4))
    cases = catalog.CASES
    if "cases" in options:
        cases = [c for c in cases if c.name in options["cases"].split(",")]
    if "half" in options:
        cases = [c for c in cases if c.is_set_aside == (options["half"] == "aside")]
    jobs = [(c, seed) for c in cases for seed in range(1, seeds + 1)]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda job: judge(*job, program, folder), jobs))
    text = report(results, seeds)
    if "report" in options:
        path = Path(options["report"])
        old = path.read_text() if path.exists() else ""
        path.write_text(old.split(TITLE)[0].rstrip("\n") + "\n\n" + text)
    print(text)
    if options.get("half") != "aside":
        for r in results:
            if "error" in r:
                print(r["case"].name, r["seed"], "FAILED")
            elif not r["case"].is_set_aside and not (r["first"] and (r["fixed"] or not r["case"].editable)):
                print(r["case"].name, r["seed"], r["first"], r["fixed"], r["scores"], r["causes"])


main()
