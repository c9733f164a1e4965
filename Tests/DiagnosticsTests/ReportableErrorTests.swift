import Diagnostics
import Testing

@Suite struct ReportableErrorTests {
  @Test func splitsAMessageIntoRuleAndFoundValue() {
    let number = Diagnostic(id: "a", "training.epochs must be at least 1; got -3")
    #expect(number.rule == "training.epochs must be at least 1")
    #expect(number.found == "-3")
    let text = Diagnostic(id: "a", "data.target must be a column; got \"quality\"")
    #expect(text.found == "quality")
    let two = Diagnostic(id: "a", "tasks must be equal; got \"binary\" and \"regression\"")
    #expect(two.found == "\"binary\" and \"regression\"")
    #expect(Diagnostic(id: "a", "record.json is cut off").found == nil)
    #expect(Diagnostic(id: "a", "record.json is cut off").rule == "record.json is cut off")
  }

  @Test func findsTheTextThatIsMeant() {
    let key = Diagnostic(
      id: "unknown-key", "unknown key \"modle\"",
      at: SourceLocation(file: "a.yaml", line: 3, column: 3),
      excerpt: Excerpt(line: "  modle: {kind: mlp}", length: 5))
    #expect(key.found == "modle")
  }

  @Test func listsWhatToDo() {
    let diagnostic = Diagnostic(id: "a", "b", hint: "did you mean \"c\"?", notes: ["d", "e"])
    #expect(diagnostic.fix == ["did you mean \"c\"?", "d", "e"])
  }

  @Test func wordsAreThoseOfTheDiagnostics() {
    struct Unforeseen: Error, CustomStringConvertible { let description = "unforeseen" }
    let error = DiagnosticsError([Diagnostic(id: "a", "one"), Diagnostic(id: "b", "two")])
    #expect(Diagnostic.words(of: error) == "one; two")
    #expect(Diagnostic.words(of: Unforeseen()) == "unforeseen")
  }

  @Test func showsNoControlCharacterOfAPath() {
    let diagnostic = Diagnostic(
      id: "a", "b", at: SourceLocation(file: "\u{1B}[2Jx.yaml", line: 1, column: 1))
    #expect(DiagnosticRenderer().render(diagnostic) == "�[2Jx.yaml:1:1: error: b")
  }
}
