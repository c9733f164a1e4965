import Diagnostics
import Schema
import Testing

@testable import Specification

private func parsed(_ argument: String) throws(OverrideProblem) -> Override {
  try OverrideParser.override(argument, number: 1, aliases: sampleShape.aliases)
}

/// Hydra 1.3's examples of values, and the traps beside them.
@Test(
  arguments: [
    ("k=1", 1), ("k=1e-3", 1e-3), ("k=-1.5", -1.5), ("k=1_000", 1000), ("k=_1", "_1"),
    ("k=inf", .number(.infinity)), ("k=-inf", .number(-.infinity)), ("k=true", true),
    ("k=FALSE", false), ("k=null", nil), ("k=", ""), ("k=no", "no"), ("k=a b", "a b"),
    ("k= a ", "a"), ("k='a,b'", "a,b"), ("k=\"1\"", "1"), ("k='it\\'s'", "it's"), ("k=''", ""),
    ("k=a\\,b", "a,b"), ("k=a=b", "a=b"), ("k=a:b", "a:b"), ("k=/a/b.csv", "/a/b.csv"),
    ("k=[]", []), ("k=[1,2]", [1, 2]), ("k=[ 1 , 'a b' ]", [1, "a b"]),
    ("k=[[1],[2,x]]", [[1], [2, "x"]]),
    ("k={}", [:]), ("k={a: 1, b: [2]}", ["a": 1, "b": [2]]), ("k={a:{b:c}}", ["a": ["b": "c"]]),
    ("k={'a b': 1}", ["a b": 1]), ("k=0o17", 15), ("k=.5", 0.5), ("k=a@b", "a@b"),
    ("k=>50K", ">50K"), ("k=\\", "\\"), ("k=C:\\d", "C:\\d"),
  ] as [(String, Literal)])
func readsAValue(argument: String, literal: Literal) throws {
  let override = try parsed(argument)
  #expect(override.choices.map(\.node.literal) == [literal])
}

@Test func notANumberIsReadAndRefusedByRules() {
  #expect(
    messages(SampleSpecs.small, "training.l2=nan") == """
      override:1:13: error: training.l2 must be a number of at least 0; got nan
         1 | training.l2=nan
           |             ^^^
      """)
}

@Test(
  arguments: [
    ("k=a,b", ["a", "b"]), ("k=1,2.5,x", [1, 2.5, "x"]), ("k=[1],[2]", [[1], [2]]),
    ("k='a,b',c", ["a,b", "c"]), ("k=choice(a, b)", ["a", "b"]), ("k=choice(a)", ["a"]),
    ("k=range(1,4)", [1, 2, 3]), ("k=range(3)", [0, 1, 2]), ("k=range(0,10,4)", [0, 4, 8]),
    ("k=range(3,0,-1)", [3, 2, 1]), ("k=range(0.1,0.5,0.1)", [0.1, 0.2, 0.3, 0.4]),
    ("k=range(0,1,0.25)", [0.0, 0.25, 0.5, 0.75]), ("k=range(1e-2,3e-2,1e-2)", [0.01, 0.02]),
    ("k=logspace(-4,-1,4)", [1e-4, 1e-3, 1e-2, 1e-1]), ("k=logspace(2,5,1)", [100.0]),
    ("k=logspace(0,2,3),7", [1.0, 10.0, 100.0, 7]),
  ] as [(String, [Literal])])
func readsASweep(argument: String, values: [Literal]) throws {
  #expect(try parsed(argument).choices.map(\.node.literal) == values)
}

@Test func logspaceIsEvenInItsExponents() throws {
  let values = try parsed("k=logspace(0,1,3)").choices.map(\.node.literal)
  guard values.count == 3, case .number(let middle) = values[1] else {
    Issue.record("\(values)")
    return
  }
  // 10^0.5; pow is good to an ulp.
  #expect(abs(middle - 3.1622776601683795) < 1e-15)
}

@Test(arguments: [
  ("a.b=1", ["a", "b"]), ("a[0].b=1", ["a", "0", "b"]), ("a.0.b=1", ["a", "0", "b"]),
  ("a[0][1]=1", ["a", "0", "1"]), ("a.\"b.c\"=1", ["a", "b.c"]), ("a.'b=c'=1", ["a", "b=c"]),
  ("a.hours per week=drop", ["a", "hours per week"]), ("+a=1", ["a"]), ("++a=1", ["a"]),
  ("~a", ["a"]), ("~a.b=1", ["a", "b"]),
  ("training.learning_rate=1", ["training", "optimizer", "learning_rate"]),
])
func readsAPath(argument: String, path: [String]) throws {
  #expect(try parsed(argument).path.map(\.text) == path)
}

@Test(arguments: [
  ("training.epochs", "1:1", "an override must be key=value; got \"training.epochs\""),
  ("", "1:1", "an override must name a key before \"=\"; got nothing"),
  ("=1", "1:1", "an override must name a key before \"=\"; got \"=\""),
  ("a..b=1", "1:3", "an override must name a key before \"=\"; got \".\""),
  ("a@b=1", "1:2", "an override must be key=value; got a package behind \"@\""),
  ("a[x]=1", "1:2", "an index must be a whole number in brackets; got \"x\""),
  ("a[0=1", "1:2", "an index must be a whole number in brackets; got \"0\""),
  ("a='x", "1:3", "a quote must be closed; got the end of the override"),
  ("a=[1", "1:3", "a list must be closed by \"]\"; got the end of the override"),
  ("a={b: 1", "1:3", "a mapping must be closed by \"}\"; got the end of the override"),
  ("a={", "1:3", "a mapping must be closed by \"}\"; got the end of the override"),
  ("a={b: 1,", "1:3", "a mapping must be closed by \"}\"; got the end of the override"),
  ("a={b: 1, ", "1:3", "a mapping must be closed by \"}\"; got the end of the override"),
  ("a={b}", "1:4", "a key in braces must have a \":\" and a value; got \"b\" alone"),
  ("a={b: 1, b: 2}", "1:10", "\"b\" is given twice"),
  ("a={[1]: 2}", "1:4", "a key must be a text; got a list"),
  ("a=['x' y]", "1:8", "values must be divided by \",\"; got \"y\""),
  ("a='x'y", "1:6", "a value must end before \"y\""),
  ("a=rang(1,2)", "1:3", "a function must be one of choice, range, logspace; got \"rang\""),
  ("a=range(1,2", "1:12", "range(…) must be closed by \")\"; got the end of the override"),
  (
    "a=range(1,5,0)", "1:3",
    "range(start, stop, step) must lead from start towards stop; got no value"
  ),
  (
    "a=range(5,1)", "1:3",
    "range(start, stop, step) must lead from start towards stop; got no value"
  ),
  (
    "a=range(x,1)", "1:3",
    "range(start, stop, step) must lead from start towards stop; got \"x\""
  ),
  (
    "a=logspace(1,2)", "1:3",
    "logspace(a, b, n) must have two exponents and a count of at least 1; got 2 values"
  ),
  (
    "a=logspace(1,2,0)", "1:3",
    "logspace(a, b, n) must have two exponents and a count of at least 1; got 0 for n"
  ),
  ("a=choice()", "1:3", "choice(a, b, …) must have at least one value; got none"),
  ("a=range(0,1e9)", "1:3", "a sweep must have at most 10000 values; got more"),
])
func pointsIntoABadOverride(argument: String, place: String, message: String) throws {
  do {
    let override = try parsed(argument)
    Issue.record("\(argument) was read as \(override.choices)")
  } catch {
    let column = error.origin.mark.map { "1:\($0.location.column)" }
    #expect(message == error.message)
    #expect(column == place, "\(argument)")
  }
}

@Test func aBadOverrideIsShownWithItsPlace() {
  #expect(
    messages(SampleSpecs.small, "training.epochs=5", "training.l2=rang(1,2)") == """
      override:2:13: error: a function must be one of choice, range, logspace; got "rang"
         2 | training.l2=rang(1,2)
           |             ^^^^ did you mean "range"?
      """)
}
