import Schema
import Testing

private let option = Rule.Option("relu", "max(0, x)")

private let rules: [(rule: Rule, good: [Literal], text: String)] = [
  (.boolean, [true, false], "true or false"),
  (.number, [0, -1.5, 1e308], "a number"),
  (.number(above: 0), [1e-300, 1], "a number above 0"),
  (.number(atLeast: 0), [0, 0.0, 3], "a number of at least 0"),
  (.number(in: 0...1), [0, 0.5, 1], "a number in [0, 1]"),
  (.number(in: 0..<1), [0, 0.999], "a number in [0, 1)"),
  (.number(above: 0, through: 1), [1e-9, 1], "a number in (0, 1]"),
  (.number(above: 0, below: 1), [0.5], "a number in (0, 1)"),
  (.integer(atLeast: 1), [1, 1_000_000], "a whole number of at least 1"),
  (.count(atLeast: 2), [2, 1_000_000_000], "a whole number from 2 to 1000000000"),
  (.integer(in: 0...9), [0, 9], "a whole number from 0 to 9"),
  (.oneOf([option, Rule.Option("tanh", "")]), ["relu", "tanh"], "one of relu, tanh"),
  (.name(of: "a metric", [option]), ["relu"], "the name of a metric"),
  (.text, ["x", " "], "a text that is not empty"),
  (.path, ["a.csv"], "the path of a file"),
  (.column, ["age", "hours per week"], "the name of a column"),
  (.metric, ["accuracy"], "the name of a metric"),
  (.check, ["SD01"], "the code of a check"),
  (.label, [">50K"], "a text or a number"),
]

@Test func rulesAcceptWhatTheySayAndRefuseTheirCounterexamples() {
  for (rule, good, text) in rules {
    #expect(rule.text == text)
    for value in good { #expect(rule.isFollowed(by: value), "\(text): \(value)") }
    #expect(!rule.counterexamples.isEmpty, "\(text)")
    for value in rule.counterexamples {
      #expect(!rule.isFollowed(by: value), "\(text): \(value)")
    }
    #expect(!rule.isFollowed(by: .null), "\(text)")
    #expect(!rule.isFollowed(by: .list([])), "\(text)")
    #expect(!rule.isFollowed(by: .mapping([])), "\(text)")
  }
}

@Test func numbersAreFiniteEverywhere() {
  for (rule, _, text) in rules where rule.kind == .number || rule.kind == .integer {
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(!rule.isFollowed(by: .number(value)), "\(text)")
    }
  }
}

@Test func aWholeNumberIsANumberButNotTheOtherWayRound() {
  #expect(Rule.number.isFollowed(by: 3))
  #expect(!Rule.integer(atLeast: 0).isFollowed(by: 3.0))
}

@Test func boundsAreStatedAsTheyAreChecked() {
  let bounds = Rule.Bounds(minimum: 0, isMinimumExcluded: true, maximum: 1)
  #expect(!bounds.contains(0))
  #expect(bounds.contains(.leastNonzeroMagnitude))
  #expect(bounds.contains(1))
  #expect(!bounds.contains(1.0.nextUp))
  #expect(Rule.Bounds().contains(-.greatestFiniteMagnitude))
}
