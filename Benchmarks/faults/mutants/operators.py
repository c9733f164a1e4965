"""Mutants of Swift code, found in its text. Every operator gives the sites where it applies: what
stands there and the alternatives that a mutant puts in its place."""

import re
from dataclasses import dataclass

# What is put for what; spaces around keep generics and arrows out.
COMPARISONS = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}
CONNECTIVES = {"&&": "||", "||": "&&"}
QUANTIFIERS = {
    ".contains {": ".allSatisfy {", ".allSatisfy {": ".contains {",
    ".min()": ".max()", ".max()": ".min()",
}
VERDICT = re.compile(r"(?<=[:=?] )(?<!worst: )\.(stop|warning|note)\b")
THRESHOLD = re.compile(
    r"(context\.|self\.)?\blimit\(Thresholds\.\w+\)|\bThresholds\.\w+\.value\b"
)
GUARD = re.compile(r"^(\s*guard )([^,{]+?)( else\b.*)$")
# Lines that say something and do nothing.
PROSE = ("//", "import ", "summary:", "formula:", "source:", "knownFalseAlarms:", "cost:", '+ "')


@dataclass(frozen=True)
class Site:
    """A place in a line whose text some mutants replace."""

    operator: str
    # "infix" operators, "method" calls, or a "value" (any expression).
    form: str
    start: int
    end: int
    old: str
    alternatives: tuple


def code_spans(line):
    """The parts of a line outside of comments and string literals, as (start, end)."""
    spans, start, inside, i = [], 0, False, 0
    while i < len(line):
        if not inside and line.startswith("//", i):
            spans.append((start, i))
            return spans
        if line[i] == '"' and (i == 0 or line[i - 1] != "\\"):
            if inside:
                start = i + 1
            else:
                spans.append((start, i))
            inside = not inside
        i += 1
    if not inside:
        spans.append((start, len(line)))
    return spans


def words(line, table, margin, operator, form):
    for start, end in code_spans(line):
        for old, new in table.items():
            pattern = margin + old + margin
            at = line.find(pattern, start, end)
            while at >= 0:
                first = at + len(margin)
                yield Site(operator, form, first, first + len(old), old, (new,))
                at = line.find(pattern, at + 1, end)


def sites_of(line):
    """Where and how a line of code can be changed."""
    stripped = line.strip()
    if not stripped or stripped.startswith(PROSE):
        return
    yield from words(line, COMPARISONS, " ", "comparison flipped", "infix")
    yield from words(line, CONNECTIVES, " ", "and / or swapped", "infix")
    yield from words(line, QUANTIFIERS, "", "any / all, min / max swapped", "method")
    spans = code_spans(line)
    for found in VERDICT.finditer(line):
        if any(start <= found.start() and found.end() <= end for start, end in spans):
            yield Site("verdict swapped", "value", *found.span(), found[0], (".passed",))
    found = GUARD.match(line)
    if found and not re.search(r"\b(let|var|case|try)\b", found[2]):
        yield Site("guard negated", "value", *found.span(2), found[2], (f"!({found[2]})",))
    for found in THRESHOLD.finditer(line):
        yield Site("threshold removed", "value", *found.span(), found[0], (".infinity", "-.infinity"))
