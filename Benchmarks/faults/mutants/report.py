"""MUTANTS.md."""

from collections import Counter

import schemata


def wilson(k, n, z=1.959964):
    p = k / n
    centre, half = p + z * z / (2 * n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** 0.5
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def table(judged):
    lines = ["| operator | killed | alive |", "|---|---|---|"]
    counts = Counter((mutant.operator, verdict == "alive") for mutant, verdict in judged)
    for operator in sorted({operator for operator, _ in counts}):
        lines.append(f"| {operator} | {counts[operator, False]} | {counts[operator, True]} |")
    return lines


def text(judged, total, refused, options, seconds):
    """The report on the mutants judged: (mutant, verdict) each."""
    killed = sum(verdict != "alive" for _, verdict in judged)
    low, high = wilson(killed, len(judged))
    extent = f"a sample drawn with seed {options.seed}" if options.sample else "all that compile"
    if options.paths:
        extent += f" of {', '.join(options.paths)}"
    lines = [
        "# Mutants of the checks", "", "Written by `scripts/mutants`; never by hand.", "",
        f"**{killed} of {len(judged)} killed: {killed / len(judged):.1%}** "
        f"(Wilson 95 %: {low:.1%}–{high:.1%}; goal ≥ 95 %).", "",
        f"Of the {total} mutants of `{schemata.CHECKS}`: {extent}; {len(refused)} stand in expressions "
        f"that the compiler refuses in this form and are not judged. {seconds:.0f} s.", "",
        *table(judged),
    ]
    alive = [mutant for mutant, verdict in judged if verdict == "alive"]
    if alive:
        lines += ["", "Alive (some change nothing that could be seen):", ""]
        for mutant in sorted(alive, key=lambda mutant: mutant.number):
            lines.append(f"- `{mutant.path}:{mutant.line}` {mutant.operator}: `{mutant.text}`")
    return "\n".join(lines) + "\n"
