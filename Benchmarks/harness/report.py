"""Turns results into RESULTS.md; results.json beside it is what they are kept in."""

import json
import os

import contests

UNITS = {
    "fit_s": "s", "epoch_s": "s/epoch", "wall": "s", "steps_s": "steps/s", "mb_s": "MB/s",
    "peak_mb": "MB", "share_of_sgemm": "of sgemm alone", "ratio": "× best peer",
}


def load(folder):
    try:
        with open(os.path.join(folder, "results.json")) as file:
            return json.load(file)
    except FileNotFoundError:
        return {"contests": {}}


def save(document, folder):
    with open(os.path.join(folder, "results.json"), "w") as file:
        json.dump(document, file, indent=1, sort_keys=True)
    with open(os.path.join(folder, "RESULTS.md"), "w") as file:
        file.write(text(document))


def number(value):
    if value >= 10_000:
        return f"{value:,.0f}"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}"


def goal_text(goal):
    sign = "≤" if goal["kind"] == "at_most" else "≥"
    unit = UNITS.get(goal["figure"], goal["figure"])
    mark = "✓✓" if goal["beyond_met"] else "✓" if goal["met"] else "✗"
    beyond = f" ({sign} {number(goal['beyond'])})" if goal["beyond"] else ""
    return f"{mark} {number(goal['value'])}, goal {sign} {number(goal['limit'])}{beyond} {unit}"


def line(result):
    """One line for the terminal."""
    parts = []
    for side in result["sides"]:
        if "median" in side:
            failed = " (gate!)" if side["misses"] else ""
            parts.append(f"{side['name']} {number(side['median'])}{failed}")
        else:
            parts.append(f"{side['name']} –")
    goals = "; ".join(goal_text(goal) for goal in result["goals"])
    return f"  {UNITS[result['figure']]}: " + ", ".join(parts) + (f"   {goals}" if goals else "")


def overview(results):
    rows = [
        "| work | assay | best peer | ratio | goal (beyond it) |",
        "|---|---|---|---|---|",
    ]
    for result in results:
        ours = result["sides"][0]
        own = span(ours, result) if "median" in ours else f"not available: {ours['unavailable']}"
        if ours.get("misses"):
            own += " – **does not count:** " + "; ".join(ours["misses"])
        best, ratio = "–", "–"
        if "best" in result:
            side = next(side for side in result["sides"] if side["name"] == result["best"])
            best, ratio = f"{side['name']} {span(side, result)}", number(result["ratio"])
        else:
            peers = [s for s in result["sides"][1:] if "median" in s and not s["misses"]]
            if peers:
                pick = max if result["figure"] in contests.LARGER_IS_BETTER else min
                side = pick(peers, key=lambda s: s["median"])
                best = f"{side['name']} {span(side, result)}"
        if result["disturbed_runs"]:
            own += " (disturbed)"
        goals = "<br>".join(goal_text(goal) for goal in result["goals"]) or "none set"
        if not result["goals"] and ("median" not in ours or ours.get("misses")):
            goals = "✗"
        rows.append(f"| {result['title']} | {own} | {best} | {ratio} | {goals} |")
    return "\n".join(rows)


def span(side, result):
    unit = UNITS[result["figure"]]
    return (
        f"{number(side['median'])} {unit} "
        f"[{number(side['minimum'])}–{number(side['maximum'])}]"
    )


def quality_text(side):
    parts = [f"{name} {value:.6g}" for name, value in sorted(side["quality"].items())]
    rates = ("share_of_sgemm", "gflops", "sgemm_gflops", "iterations")
    parts += [f"{n} {number(side['rate'][n])}" for n in rates if n in side["rate"]]
    return ", ".join(parts)


def detail(result):
    quick = ", quick" if result["quick"] else ""
    title = f"### {result['title']}\n\n{result['when']}, commit {result['commit']}{quick}."
    if result.get("remark"):
        title += f" {result['remark']}"
    if result["disturbed_runs"]:
        counted = sum(side.get("runs", 0) for side in result["sides"])
        title += (
            f" **{result['disturbed_runs']} of the {counted} counted runs were disturbed** by other"
            " processes."
        )
    rows = [
        "| side | median | min–max | runs | process s | peak MB | reached | other cores busy |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for side in result["sides"]:
        if "median" not in side:
            rows.append(f"| {side['name']} | not available: {side['unavailable']} | | | | | | |")
            continue
        reached = quality_text(side)
        if side["misses"]:
            reached += " – **does not count:** " + "; ".join(side["misses"])
        threads = " (1 thread)" if side["environment"] and "thread" not in side["name"] else ""
        rows.append(
            f"| {side['name']}{threads} | {number(side['median'])} {UNITS[result['figure']]} | "
            f"{number(side['minimum'])}–{number(side['maximum'])} | {side['runs']} | "
            f"{side['wall']:.2f} | {side['peak_mb']:.0f} | {reached} | {side['load']:.2f} |"
        )
    note = next((side["note"] for side in result["sides"] if side.get("note")), "")
    return title + "\n\n" + "\n".join(rows) + (f"\n\nOurs: {note}." if note else "")


def machine_text(machine):
    versions = machine["versions"]
    found = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    absent = [name for name, version in versions.items() if not version]
    lines = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']:.0f} GB, "
        f"{machine['system']}; {' '.join(machine['swift'])}; OpenBLAS core "
        f"{machine['blas_core']}, {machine['blas_threads']} threads.",
        f"Peers: {found}.",
    ]
    if absent or machine["missing"]:
        gone = machine["missing"] or ", ".join(absent)
        lines.append(f"Not installed and so not compared: {gone}.")
    return "\n\n".join(lines)


def own_text(own):
    lines = []
    allocations = own.get("step_allocations", {})
    if "quality" in allocations:
        quality = dict(allocations["quality"])
        most = quality.pop("most_in_a_step")
        networks = "; ".join(
            f"{name.removeprefix('most ')}: {count:.0f}" for name, count in sorted(quality.items())
        )
        lines.append(
            f"A training step after the first asks for memory {most:.0f} times at most "
            f"(goal: 0). By network: {networks}."
        )
    kernels = own.get("kernels", {})
    if "rate" in kernels:
        rows = ["| kernel | rate |", "|---|---|"]
        for name, value in sorted(kernels["rate"].items()):
            unit = "GFLOP/s" if name.endswith("_gflops") else "M elements/s"
            short = name.removesuffix("_gflops").removesuffix("_m_s")
            rows.append(f"| {short} | {number(value)} {unit} |")
        lines.append("\n".join(rows))
    return "\n\n".join(lines)


def text(document):
    found = document["contests"]
    results = [found[contest.name] for contest in contests.CONTESTS if contest.name in found]
    parts = [
        "# Results",
        "Written by `scripts/bench`; do not edit. How to read it: [README.md](README.md). Medians "
        "[min–max] of fresh processes run in turn; ✓ goal met, ✓✓ the mark beyond it too, ✗ not "
        "met. A ratio is ours ÷ the best peer that reached the same quality; of figures a second "
        "more is better.",
        machine_text(document["machine"]),
        "## Overview", overview(results),
    ]
    if document.get("own"):
        parts += ["## Kernels and steps", own_text(document["own"])]
    parts += ["## Each contest"] + [detail(result) for result in results]
    return "\n\n".join(parts) + "\n"
