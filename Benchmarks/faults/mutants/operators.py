"""Textual mutants of Swift code: each operator gives the changed lines that one line allows."""

import re

# What is put for what; spaces around keep generics and arrows out.
COMPARISONS = {" < ": " >= ", " > ": " <= ", " <= ": " > ", " >= ": " < ", " == ": " != ", " != ": " == "}
CONNECTIVES = {" && ": " || ", " || ": " && "}
QUANTIFIERS = {".contains {": ".allSatisfy {", ".allSatisfy {": ".contains {", ".min()": ".max()", ".max()": ".min()"}
VERDICTS = {"verdict: .stop": "verdict: .passed", "verdict: .warning": "verdict: .passed", "verdict: .note": "verdict: .passed",
            "verdict = .stop": "verdict = .passed", "verdict = .warning": "verdict = .passed", "verdict = .note": "verdict = .passed",
            " : .stop": " : .passed", "? .stop": "? .passed"}


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


def replacements(line, table, name):
    for start, end in code_spans(line):
        for old, new in table.items():
            at = line.find(old, start, end)
            while at >= 0:
                yield name, line[:at] + new + line[at + len(old):]
                at = line.find(old, at + 1, end)


def negated_guard(line):
    """guard condition else -> guard !(condition) else, for one plain condition on one line."""
    found = re.match(r"^(\s*guard )([^,{]+)( else\b.*)$", line)
    if found and not re.search(r"\b(let|var|case|try)\b", found[2]):
        yield "guard negated", f"{found[1]}!({found[2]}){found[3]}"


def removed_threshold(line):
    for found in re.finditer(r"(context\.|self\.)?\blimit\(Thresholds\.\w+\)|Thresholds\.\w+\.value\b", line):
        for value in ("Double.infinity", "-Double.infinity"):
            yield "threshold removed", line[:found.start()] + value + line[found.end():]


def mutants_of(line):
    """(operator, mutated line) for each mutant of a line of code."""
    stripped = line.strip()
    if not stripped or stripped.startswith(("//", "import ", "summary:", "formula:", "source:", "knownFalseAlarms:", "cost:", "+ \"")):
        return
    yield from replacements(line, COMPARISONS, "comparison flipped")
    yield from replacements(line, CONNECTIVES, "and / or swapped")
    yield from replacements(line, QUANTIFIERS, "any / all, min / max swapped")
    yield from replacements(line, VERDICTS, "verdict swapped")
    yield from negated_guard(line)
    yield from removed_threshold(line)
