"""Writes all mutants into one copy of the checks, each asleep until its number is called: the
package is built once, and a mutant costs a run of the tests, not a build.

An infix operator becomes one of its own for each mutant, with the precedence of the original; the
number is spelt in two operator characters. Values and methods become calls that choose."""

import os
import re
import shutil
from dataclasses import dataclass

from operators import CONNECTIVES, sites_of

CHECKS = "Sources/Sanity/Checks"
CALLED = "calledMutant"
# Only what the tests of the checks need is built.
FILTER = """
var kept = Set<String>()
var todo = ["SanityTests"]
while let name = todo.popLast() {
  guard kept.insert(name).inserted, let target = package.targets.first(where: { $0.name == name })
  else { continue }
  for dependency in target.dependencies {
    if case .targetItem(let name, _) = dependency { todo.append(name) }
    if case .byNameItem(let name, _) = dependency { todo.append(name) }
  }
}
package.targets = package.targets.filter { kept.contains($0.name) }
package.products = []
package.dependencies = []
"""
PROLOGUE = f"""import Glibc

/// The number of the mutant that is awake; 0 for none.
let {CALLED} = getenv("ASSAY_MUTANT").flatMap {{ Int(String(cString: $0)) }} ?? 0

func mutated<Value>(
  _ number: Int, _ original: @autoclosure () throws -> Value, _ other: @autoclosure () throws -> Value
) rethrows -> Value {{
  {CALLED} == number ? try other() : try original()
}}

func mutated<Value>(
  _ first: Int, _ original: @autoclosure () throws -> Value, _ other: @autoclosure () throws -> Value,
  _ another: @autoclosure () throws -> Value
) rethrows -> Value {{
  {CALLED} == first ? try other() : {CALLED} == first + 1 ? try another() : try original()
}}

func negated(_ number: Int, _ condition: Bool) -> Bool {{
  {CALLED} == number ? !condition : condition
}}

"""


@dataclass(frozen=True)
class Mutant:
    number: int
    path: str
    line: int
    operator: str
    text: str


def spelt(number):
    return "".join("∘∙"[int(digit)] for digit in f"{number:b}")


def comparison(number, old, new):
    name = old + spelt(number)
    ordered = old not in ("==", "!=")
    lines = [f"infix operator {name}: ComparisonPrecedence"]
    kind = "Comparable" if ordered else "Equatable"
    lines.append(
        f"func {name}<Value: {kind}>(a: Value, b: Value) -> Bool "
        f"{{ {CALLED} == {number} ? a {new} b : a {old} b }}"
    )
    if not ordered:
        lines.append(
            f"func {name}<Value>(a: Value?, b: _OptionalNilComparisonType) -> Bool "
            f"{{ {CALLED} == {number} ? a {new} b : a {old} b }}"
        )
    return lines


def connective(number, old, new):
    name = old + spelt(number)
    group = "LogicalConjunctionPrecedence" if old == "&&" else "LogicalDisjunctionPrecedence"
    return [
        f"infix operator {name}: {group}",
        f"func {name}(a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool "
        f"{{ {CALLED} == {number} ? try a {new} b() : try a {old} b() }}",
    ]


def method(number, old, new):
    name, other = re.match(r"\.(\w+)", old)[1], re.match(r"\.(\w+)", new)[1]
    if old.endswith("{"):
        calls = [f"{called}{'(where: test)' if called == 'contains' else '(test)'}" for called in (other, name)]
        return [
            f"extension Sequence {{ func {name}Mutated{number}(_ test: (Element) throws -> Bool) rethrows "
            f"-> Bool {{ {CALLED} == {number} ? try {calls[0]} : try {calls[1]} }} }}"
        ]
    return [
        f"extension Sequence where Element: Comparable {{ func {name}Mutated{number}() -> Element? "
        f"{{ {CALLED} == {number} ? self.{other}() : self.{name}() }} }}"
    ]


@dataclass(frozen=True)
class Edit:
    """New text for a part of a line; what is put in stands around `width` characters."""

    start: int
    end: int
    text: str
    width: int
    closes: bool = False

    @property
    def order(self):
        """At one place: what closes before what opens, the inner closing first, opening last."""
        return (self.start, not self.closes, self.width if self.closes else -self.width)


def edited(line, edits):
    done, parts = 0, []
    for edit in sorted(edits, key=lambda edit: edit.order):
        parts += [line[done:edit.start], edit.text]
        done = edit.end
    return "".join([*parts, line[done:]])


def edits_of(site, number):
    """The edits that put the site's mutants, asleep, into the line, and what must be declared."""
    old, new = site.old, site.alternatives[0]
    start, end, width = site.start, site.end, site.end - site.start
    if site.form == "infix":
        declared = connective if old in CONNECTIVES else comparison
        return [Edit(start, end, old + spelt(number), 0)], declared(number, old, new)
    if site.form == "method":
        name = re.match(r"\.(\w+)", old)[1]
        text = f".{name}Mutated{number}" + old[1 + len(name):]
        return [Edit(start, end, text, 0)], method(number, old, new)
    if site.operator == "guard negated":
        before, after = f"negated({number}, ", ")"
    else:
        before, after = f"mutated({number}, ", "".join(f", {text}" for text in site.alternatives) + ")"
    return [Edit(start, start, before, width), Edit(end, end, after, width, closes=True)], []


def instrumented(root, excluded):
    """(texts by path, declarations, mutants) with all mutants but those of the excluded sites."""
    texts, declarations, mutants, number = {}, [], [], 0
    for folder, _, names in sorted(os.walk(os.path.join(root, CHECKS))):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            with open(os.path.join(root, path), encoding="utf-8") as file:
                lines = file.read().split("\n")
            for index, line in enumerate(lines):
                edits = []
                for site in sites_of(line):
                    first = number + 1
                    for other in site.alternatives:
                        number += 1
                        text = line[:site.start] + other + line[site.end:]
                        mutants.append(Mutant(number, path, index + 1, site.operator, text.strip()))
                    if (path, index + 1) in excluded:
                        continue
                    made, declared = edits_of(site, first)
                    edits += made
                    declarations += declared
                lines[index] = edited(line, edits)
            texts[path] = "\n".join(lines)
    return texts, declarations, mutants


def link(root, folder, name):
    place = os.path.join(folder, name)
    if not os.path.islink(place):
        os.symlink(os.path.join(root, name), place)


def prepare(root, folder):
    """A package that shares everything with the project but the checks' own module."""
    os.makedirs(os.path.join(folder, "Sources"), exist_ok=True)
    for name in os.listdir(os.path.join(root, "Sources")):
        if name != "Sanity":
            link(root, folder, os.path.join("Sources", name))
    for name in ("Tests", "Benchmarks", "datasets", "experiments"):
        link(root, folder, name)
    own = os.path.join(folder, "Sources", "Sanity")
    shutil.rmtree(own, ignore_errors=True)
    shutil.copytree(os.path.join(root, "Sources", "Sanity"), own)
    with open(os.path.join(root, "Package.swift"), encoding="utf-8") as file:
        write(os.path.join(folder, "Package.swift"), file.read() + FILTER)


def write(path, text):
    """Only what has changed, so that nothing is built without need."""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_mutants(root, folder, excluded):
    """Puts the mutants into the package; gives all of them, the excluded too."""
    texts, declarations, mutants = instrumented(root, excluded)
    for path, text in texts.items():
        write(os.path.join(folder, path), text)
    declared = PROLOGUE + "\n".join(declarations) + "\n"
    write(os.path.join(folder, "Sources/Sanity/Mutants.swift"), declared)
    return mutants
