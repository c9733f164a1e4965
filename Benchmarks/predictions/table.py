"""The table of estimates against measurements."""

# The goal: this fraction of the estimates within this factor.
FACTOR = 1.5
SHARE = 0.9

BASES = {
    "whole": "the whole training",
    "steps": "the time of a step",
    "passes": "the time of a pass and the usual number of passes",
    "operations": "counted operations",
}


def factor(predicted, actual):
    """How far apart, as a number of at least 1."""
    low, high = sorted((max(predicted, 1e-9), max(actual, 1e-9)))
    return high / low


def range_factor(result):
    """How far the actual time lies outside the estimated range; 1 within it."""
    nearest = min(max(result["actual"], result["least"]), result["most"])
    return factor(nearest, result["actual"])


def duration(seconds):
    if seconds < 0.0995:
        return f"{seconds * 1e3:.2g} ms"
    return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"


def megabytes(count):
    return f"{count / 1e6:.0f}"


def share(factors):
    within = sum(1 for value in factors if value <= FACTOR)
    return f"{within} of {len(factors)} ({100 * within / max(1, len(factors)):.0f} %)"


def summary(results):
    """Lines with the fraction within the factor, of all and by basis."""
    lines = []
    groups = [("all", list(results))]
    groups += [
        (words, [r for r in results if r["basis"] == basis]) for basis, words in BASES.items()
    ]
    for words, members in groups:
        if not members:
            continue
        times = share([factor(r["predicted"], r["actual"]) for r in members])
        ranges = share([range_factor(r) for r in members])
        memory = share([factor(r["predicted_bytes"], r["actual_bytes"]) for r in members])
        lines.append(f"| {words} | {times} | {ranges} | {memory} |")
    return lines


def rows(facts):
    for name, result in facts.items():
        if "failure" in result:
            yield f"| {name} | | not measured: {result['failure']} | | | | | |"
            continue
        spread = result["most"] > 1.2 * result["least"]
        estimated = duration(result["predicted"])
        if spread:
            estimated += f" ({duration(result['least'])} – {duration(result['most'])})"
        times = factor(result["predicted"], result["actual"])
        memory = factor(result["predicted_bytes"], result["actual_bytes"])
        mark = "" if times <= FACTOR else " ✗"
        yield (
            f"| {name} | {result['basis']} | {estimated} | {duration(result['actual'])} | "
            f"{times:.2f}{mark} | {megabytes(result['predicted_bytes'])} | "
            f"{megabytes(result['actual_bytes'])} | {memory:.2f} |"
        )


def sides(runs):
    return "One run of each side" if runs == 1 else f"Medians of {runs} runs of each side"


def table(facts, machine, runs):
    """The whole page."""
    good = [result for result in facts.values() if "failure" not in result]
    return "\n".join(
        [
            "# Predictions",
            "",
            "<!-- Written by scripts/predictions; do not edit. -->",
            "",
            "The estimates of `assay validate` for a training's time and a run's peak memory, against",
            "measurements of `assay run`: `training.seconds` of `timing.json`, and the kernel's figure for",
            f"the process (`wait4`). {sides(runs)}, in turn, on {machine}.",
            "",
            f"The goal is a factor of at most {FACTOR} for {SHARE:.0%} of them.".replace("%", " %"),
            "",
            f"| estimated from | time within {FACTOR} | range within {FACTOR} | memory within {FACTOR} |",
            "|---|---|---|---|",
            *summary(good),
            "",
            "The second column takes the likely time, the third the nearest end of the range that is",
            "printed. Where the basis is `whole`, the training is so short that all of it was timed: the",
            "rest is measurement noise.",
            "",
            "| training | basis | predicted | actual | factor | MB predicted | MB actual | factor |",
            "|---|---|---|---|---|---|---|---|",
            *rows(facts),
            "",
        ]
    )
