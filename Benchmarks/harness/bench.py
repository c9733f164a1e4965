"""Runs both sides of the contests in turn and writes what came out.

Called by scripts/bench, which builds our side and finds the peers' Python.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time

import contests
import machine
import measure
import report

PEERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers")
# A run beside which others kept this share of a core busy is done again, if time allows.
QUIET_LOAD = 0.15


class Side:
    """Ours or a peer within a contest: its command and its runs."""

    def __init__(self, name, command, environment=None):
        self.name = name
        self.command = command
        self.environment = environment or {}
        self.runs = []
        self.unavailable = ""

    def go(self, options):
        load = measure.load_after_waiting(QUIET_LOAD, options.patience)
        run = measure.run(self.command, self.environment, options.timeout, load)
        if run.failure:
            self.unavailable = run.failure
        return run

    def figures(self, figure):
        return [value_of(run, figure) for run in self.runs]


def value_of(run, figure):
    if figure == "wall":
        return run.wall
    if figure == "peak_mb":
        return run.peak_mb
    if figure == "fit_s":
        return run.out["fit_s"]
    return run.out["rate"].get(figure) if figure in run.out.get("rate", {}) else None


def sides_of(contest, options):
    if contest.work in ("process", "memory"):
        if not options.program:
            ours = Side("assay", [])
            ours.unavailable = "the program does not build"
            return [ours]
        work = os.path.join(options.folder, contest.work)
        os.makedirs(work, exist_ok=True)
        if contest.work == "memory":
            runs = contests.memory_runs(options.program, options.data, work)
            return [Side(name, command) for name, command in runs]
        mine, script = contests.iris_process(
            options.program, options.python, options.data, work
        )
        return [Side("assay", mine), Side(contest.peers[0].name, script)]
    data = f"data={options.data}"
    sides = [Side("assay", [options.benchmark, contest.work, data, *contest.ours])]
    for peer in contest.peers:
        script = os.path.join(PEERS, "peer.py")
        sides.append(
            Side(
                peer.name,
                [options.python, script, contest.work, peer.variant, data, *peer.arguments],
                peer.environment,
            )
        )
    return sides


def compete(contest, options):
    """One warm-up each, then the sides in turn until each has its runs."""
    sides = sides_of(contest, options)
    for side in sides:
        if not side.unavailable:
            side.go(options)
        if side.unavailable:
            print(f"  {side.name}: {side.unavailable}", flush=True)
    disturbed = 0
    rounds_left = options.runs * 2
    while rounds_left > 0:
        waiting = [
            side for side in sides if not side.unavailable and len(side.runs) < options.runs
        ]
        if not waiting:
            break
        rounds_left -= 1
        # Near the end a disturbed run counts after all: the report says how many did.
        must_count = rounds_left < options.runs
        for side in waiting:
            run = side.go(options)
            if side.unavailable:
                continue
            is_disturbed = run.other_load > QUIET_LOAD
            if is_disturbed and not must_count:
                continue
            disturbed += is_disturbed
            side.runs.append(run)
    return summary(contest, sides, disturbed)


def summary(contest, sides, disturbed):
    result = {
        "name": contest.name, "title": contest.title, "group": contest.group,
        "figure": contest.figure, "disturbed_runs": disturbed, "sides": [],
    }
    for side in sides:
        entry = {
            "name": side.name, "unavailable": side.unavailable,
            "command": " ".join(side.command), "environment": side.environment,
        }
        if side.runs and not side.unavailable:
            figures = side.figures(contest.figure)
            entry.update(
                median=statistics.median(figures), minimum=min(figures), maximum=max(figures),
                runs=len(figures),
                wall=statistics.median(run.wall for run in side.runs),
                peak_mb=statistics.median(run.peak_mb for run in side.runs),
                quality=medians(side.runs, "quality"), rate=medians(side.runs, "rate"),
                note=side.runs[-1].out.get("note", ""),
                load=statistics.median(run.other_load for run in side.runs),
            )
        result["sides"].append(entry)
    for entry in result["sides"]:
        if "median" in entry:
            entry["misses"] = misses(contest, entry, result["sides"])
    judge(contest, result)
    return result


def medians(runs, part):
    names = runs[0].out.get(part, {})
    return {name: statistics.median(run.out[part][name] for run in runs) for name in names}


def misses(contest, entry, entries):
    """The gates a side does not pass, in words."""
    found = []
    for gate in contest.gates:
        value = entry["quality"].get(gate.quality)
        if value is None:
            found.append(f"{gate.quality} is not known")
            continue
        if gate.kind == "equal":
            others = [
                other["quality"][gate.quality] for other in entries
                if other is not entry and gate.quality in other.get("quality", {})
            ]
            if others:
                middle = statistics.median(others)
                if abs(value - middle) > gate.limit * abs(middle):
                    found.append(f"{gate.quality} {value:.9g}, others {middle:.9g}")
        elif gate.kind == "at_most" and not -1e-9 <= value <= gate.limit:
            found.append(f"{gate.quality} {value:.3g}, needed ≤ {gate.limit:g}")
        elif gate.kind == "at_least" and not value >= gate.limit:
            found.append(f"{gate.quality} {value:.4g}, needed ≥ {gate.limit:g}")
    return found


def judge(contest, result):
    """The ratio to the best peer that passed the gates, and whether the goals are met."""
    ours = result["sides"][0]
    if "median" not in ours or ours["misses"]:
        result["goals"] = []
        return
    larger = contest.figure in contests.LARGER_IS_BETTER
    peers = [side for side in result["sides"][1:] if "median" in side and not side["misses"]]
    if not contest.peers:
        # The other sides are ours in other circumstances.
        peers = []
    goals = []
    if peers:
        pick = max if larger else min
        best = pick(peers, key=lambda side: side["median"])
        ratio = ours["median"] / best["median"]
        result.update(best=best["name"], ratio=ratio)
        if contest.goal_ratio:
            goals.append(goal("ratio", "at_most", ratio, contest.goal_ratio, contest.beyond_ratio))
    for figure, kind, limit, beyond in contest.absolute:
        value = {"peak_mb": ours["peak_mb"], contest.figure: ours["median"], **ours["rate"]}[figure]
        goals.append(goal(figure, kind, value, limit, beyond))
    result["goals"] = goals


def goal(figure, kind, value, limit, beyond):
    def reached(limit):
        return value <= limit if kind == "at_most" else value >= limit

    return {
        "figure": figure, "kind": kind, "value": value, "limit": limit, "beyond": beyond,
        "met": reached(limit), "beyond_met": beyond is not None and reached(beyond),
    }


def own_figures(options):
    """What has no peer: the kernels, and how often a step asks for memory."""
    found = {}
    for work in ("kernels", "step_allocations"):
        data = f"data={options.data}"
        arguments = [data] if work == "step_allocations" else []
        run = measure.run([options.benchmark, work, *arguments], None, options.timeout)
        found[work] = {"failure": run.failure} if run.failure else run.out
    return found


def prepare_data(chosen, options):
    names = list(dict.fromkeys(name for contest in chosen for name in contest.data))
    names += [name for name in ("digits",) if name not in names]
    subprocess.run(
        [options.python, os.path.join(PEERS, "gen.py"), options.data, *names], check=True
    )
    references = list(dict.fromkeys(name for contest in chosen for name in contest.references))
    if references:
        command = [options.python, os.path.join(PEERS, "reference.py"), options.data]
        subprocess.run([*command, *references], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--python", required=True)
    parser.add_argument("--benchmark", required=True)
    parser.add_argument("--program", default="")
    parser.add_argument("--folder", required=True, help="for data and other files made here")
    parser.add_argument("--results", required=True, help="the folder of RESULTS.md")
    parser.add_argument("--missing", default="", help="peers that could not be installed")
    parser.add_argument("--runs", type=int, default=0)
    parser.add_argument("groups", nargs="*")
    options = parser.parse_args()
    options.runs = options.runs or (3 if options.quick else 5)
    options.timeout = 60 if options.quick else 300
    options.patience = 0.5 if options.quick else 5.0
    options.data = os.path.join(options.folder, "data")
    unknown = [name for name in options.groups if name not in contests.GROUPS]
    if unknown:
        sys.exit(f"no group {', '.join(unknown)}; there are {', '.join(contests.GROUPS)}")
    chosen = [
        contest for contest in contests.CONTESTS
        if (not options.groups or contest.group in options.groups)
        and (contest.is_quick or not options.quick)
    ]
    started = time.monotonic()
    prepare_data(chosen, options)
    document = report.load(options.results)
    document["machine"] = machine.describe(options.python, options.benchmark, options.missing)
    for contest in chosen:
        print(f"{contest.name}: {contest.title}", flush=True)
        result = compete(contest, options)
        result.update(
            when=time.strftime("%Y-%m-%d"), quick=options.quick, commit=machine.commit(),
            remark=contest.remark,
        )
        document["contests"][contest.name] = result
        print(report.line(result), flush=True)
        report.save(document, options.results)
    document["own"] = own_figures(options)
    report.save(document, options.results)
    print(f"wrote {options.results}/RESULTS.md in {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
