import Testing

@testable import Specification

private func first(_ text: String, _ overrides: String...) -> String {
  messages(text, overrides: overrides).split(separator: "\n").first.map(String.init) ?? ""
}

/// Each line doubles what stands before it: 2^30 values in 30 lines.
private func bomb(_ last: String) -> String {
  let lines = (1...30).map { "x\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
  return (["x0: &a0 [1]"] + lines + [last]).joined(separator: "\n")
}

@Test func anAliasBombIsRefused() {
  #expect(
    first(bomb("b: *a30"))
      == "mine.yaml:16:12: error: a spec has at most 100000 values, counting what aliases stand for; got more"
  )
}

@Test func anAliasBombAsAKeyIsRefused() {
  #expect(first(bomb("? *a30\n: 1")).contains("at most 100000 values"))
  #expect(
    messages("a: &a [1]\n? *a\n: 1\n").contains("2:3: error: a key must be a text; got a list"))
}

@Test func anAnchorWithinItselfIsUnknown() {
  #expect(
    messages("a: &a [*a]")
      .contains("mine.yaml:1:8: error: \"*a\" must name an anchor that stands before it"))
}

@Test(arguments: ["[", "{a: ", "- ", "? "])
func deepNestingIsRefused(opening: String) {
  for depth in [66, 1_000, 100_000] {
    let text = "a: \n " + String(repeating: opening, count: depth)
    #expect(first(text).contains("a spec is nested at most 64 deep; got more"))
  }
}

@Test func deepAliasesAreRefused() {
  let lines = (1...70).map { "x\($0): &a\($0) [*a\($0 - 1)]" }
  let text = (["x0: &a0 [1]"] + lines).joined(separator: "\n")
  #expect(first(text) == "mine.yaml:64:12: error: a spec is nested at most 64 deep; got more")
}

@Test func nestingUpToTheLimitIsReadAndJudged() {
  let text = "a: " + String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
  #expect(first(SampleSpecs.small + "\n" + text).contains("unknown key \"a\""))
}

@Test func deepOverridesAreRefused() {
  #expect(
    first(SampleSpecs.small, "goals=" + String(repeating: "[", count: 100_000))
      == "override:1:72: error: a spec is nested at most 64 deep; got more")
}

@Test func tooManyValuesAreRefused() {
  let text = SampleSpecs.small + "\nquestion: [" + String(repeating: "1,", count: 100_000) + "]"
  #expect(first(text) == "mine.yaml:7:199982: error: a spec has at most 100000 values; got more")
}

@Test func onlyTheFirstHundredProblemsAreShown() {
  let text = SampleSpecs.small + "\n" + (0..<5_000).map { "k\($0): 1\n" }.joined()
  let lines = messages(text).split(separator: "\n")
  #expect(lines.count(where: { $0.contains("unknown key") }) == 100)
  #expect(lines.last == "error: 4900 more problems are not shown")
}

@Test func aLongValueIsShownShort() {
  let text = SampleSpecs.small.replacing(
    "iris\n", with: String(repeating: "A", count: 5_000) + "\n")
  #expect(first(text).hasSuffix("; got \"" + String(repeating: "A", count: 59) + "…\""))
}
