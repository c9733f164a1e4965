import Diagnostics
import Schema
import Testing

@testable import Specification

private func root(_ text: String) throws -> LocatedNode {
  let yaml = YAMLText(SourceText(spec: text, file: "f"), text: text)
  #expect(yaml.problems.isEmpty)
  return try #require(yaml.root)
}

/// `line:column+length` of each value, keys first.
private func places(_ node: LocatedNode) -> [String] {
  func place(_ origin: Origin) -> String {
    guard let mark = origin.mark else { return "-" }
    return "\(mark.location.line):\(mark.location.column)+\(mark.excerpt.length)"
  }
  switch node.content {
  case .scalar: return [place(node.origin)]
  case .list(let elements): return [place(node.origin)] + elements.flatMap(places)
  case .mapping(let entries):
    return [place(node.origin)] + entries.flatMap { [place($0.keyOrigin)] + places($0.value) }
  }
}

@Test func knowsWhereEachValueStandsAndHowLongItIs() throws {
  #expect(
    try places(root("a: 12\nbc: 'x y'\n")) == [
      "1:1+5", "1:1+1", "1:4+2", "2:1+2", "2:5+5",
    ])
  #expect(
    try places(root("é: [1, {k: \"v\"}]")) == [
      "1:1+16", "1:1+1", "1:4+13", "1:5+1", "1:8+8", "1:9+1", "1:12+3",
    ])
  #expect(
    try places(root("a:\r\n- 1\r\n- 22\r\n")) == ["1:1+2", "1:1+1", "2:1+3", "2:3+1", "3:3+2"])
}

@Test func aValueOfSeveralLinesIsMeantByItsFirst() throws {
  #expect(try places(root("a: |\n  x\n  y\n")) == ["1:1+4", "1:1+1", "1:4+1"])
  #expect(try places(root("a: [1,\n  2]\n")) == ["1:1+6", "1:1+1", "1:4+3", "1:5+1", "2:3+1"])
}

@Test func quotesMakeText() throws {
  let list = "- '1'\n- \"true\"\n- !!str 2\n- ! 3\n- 4\n- |-\n  5\n"
  #expect(try root(list).literal == ["1", "true", "2", "3", 4, "5"])
}

@Test func anAliasStandsForItsAnchorAndPointsToItself() throws {
  let node = try root("a: &x {k: 1}\nb: *x\n")
  #expect(node.literal == ["a": ["k": 1], "b": ["k": 1]])
  #expect(node.entry("b")?.value.origin.mark?.location.line == 2)
}

@Test func commentsAndDocumentMarkersAreNoContent() throws {
  #expect(try root("# a\n---\nx: 1 # b\n...\n").literal == ["x": 1])
}

@Test func reportsEveryDuplicateKey() {
  #expect(
    messages(SampleSpecs.small + "\nname: b\ntraining: {seed: 1, 'seed': 2}\nname: c\n") == """
      mine.yaml:7:1: error: "name" is given twice; first on line 2
         7 | name: b
           | ^^^^
      mine.yaml:8:21: error: "seed" is given twice; first on line 8
         8 | training: {seed: 1, 'seed': 2}
           |                     ^^^^^^
      mine.yaml:9:1: error: "name" is given twice; first on line 2
         9 | name: c
           | ^^^^
      """)
}

@Test func reportsASecondDocument() {
  #expect(
    messages(SampleSpecs.small + "\n---\nspec: 1\n") == """
      mine.yaml:7:1: error: a spec is one YAML document; got a second one
         7 | ---
           | ^^^
      """)
}

@Test func reportsMergeConflicts() {
  #expect(
    messages("<<<<<<< HEAD\nspec: 1\n=======\nspec: 2\n>>>>>>> branch\n") == """
      mine.yaml:1:1: error: a merge conflict is not resolved here
         1 | <<<<<<< HEAD
           | ^^^^^^^^^^^^ keep one side and remove the markers
      mine.yaml:3:1: error: a merge conflict is not resolved here
         3 | =======
           | ^^^^^^^ keep one side and remove the markers
      mine.yaml:5:1: error: a merge conflict is not resolved here
         5 | >>>>>>> branch
           | ^^^^^^^^^^^^^^ keep one side and remove the markers
      """)
}

@Test func reportsTabsThatIndent() {
  #expect(
    messages("spec: 1\ndata:\n\tsource: x\n") == """
      mine.yaml:3:1: error: a line must be indented by spaces; got a tab
         3 |  source: x
           | ^
      """)
}

@Test func reportsControlCharacters() {
  #expect(
    messages("spec: 1\nname: a\u{0}b\n") == """
      mine.yaml:2:8: error: a spec is plain text; got the character U+0000
         2 | name: a\u{FFFD}b
           |        ^
      """)
}

@Test func reportsKeysThatAreNoText() {
  #expect(
    messages(SampleSpecs.small + "\n? [a, b]\n: 1\n") == """
      mine.yaml:7:3: error: a key must be a text; got a list
         7 | ? [a, b]
           |   ^
      """)
}

@Test func reportsTags() {
  #expect(
    messages(SampleSpecs.small + "\nquestion: !secret x\n") == """
      mine.yaml:7:11: error: a spec has no YAML tags; got "!secret"
         7 | question: !secret x
           |           ^^^^^^^^^
      """)
}

@Test func reportsUnknownAliases() {
  #expect(
    messages(SampleSpecs.small + "\nquestion: *nam\n") == """
      mine.yaml:7:11: error: "*nam" must name an anchor that stands before it
         7 | question: *nam
           |           ^^^^
      """)
}

@Test func mergeKeysAreNotPartOfTheLanguage() {
  #expect(
    messages(SampleSpecs.small + "\n<<: {name: x}\n") == """
      mine.yaml:7:1: error: unknown key "<<"
         7 | <<: {name: x}
           | ^^ YAML 1.2 has no merge keys
      """)
}

@Test(arguments: [
  ("a: b: c", "1:5", "a \":\" where no key can stand"),
  ("a: [1, 2\nb: 3\n", "2:2", "a list in brackets is not closed"),
  ("a: {b: 1\nc: 3\n", "2:2", "a mapping in braces is not closed"),
  ("a: \"x\nb: 1", "2:5", "a quote is not closed"),
  ("a: \"\\q\"", "1:5", "an unknown escape in double quotes"),
  ("a: @x", "1:4", "a value cannot begin with this character"),
  ("a: 1\n  b: 2", "2:4", "a \":\" where no key can stand"),
  ("a:\n  b: 1\n c: 2", "3:2", "neither a key nor the end of the mapping"),
  ("a: 1\nb\n", "2:2", "a key without a \":\" after it"),
  ("- 1\nb: 2", "2:1", "neither a \"-\" nor the end of the list"),
  ("a: - 1", "1:4", "a \"-\" where no list can stand"),
  ("a: *", "1:5", "an anchor or an alias without a name"),
])
func saysWhyATextIsNotYAML(text: String, place: String, words: String) {
  let shown = messages(text).split(separator: "\n").first.map(String.init) ?? ""
  #expect(shown == "mine.yaml:\(place): error: not valid YAML: \(words)")
}
