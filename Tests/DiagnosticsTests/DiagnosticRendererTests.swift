import Diagnostics
import Testing

private let location = SourceLocation(file: "mine.yaml", line: 3, column: 1)

@Test func showsTheLineWithCaretsAndTheHint() {
  let diagnostic = Diagnostic(
    id: "unknown-key", "unknown key \"modle\"", at: location,
    excerpt: Excerpt(line: "modle: {kind: mlp}", length: 5), hint: "did you mean \"model\"?")
  #expect(
    DiagnosticRenderer().render(diagnostic) == """
      mine.yaml:3:1: error: unknown key "modle"
         3 | modle: {kind: mlp}
           | ^^^^^ did you mean "model"?
      """)
}

@Test func showsNotesBelowAndAMessageWithoutPlace() {
  let diagnostic = Diagnostic(
    .warning, id: "x", "there is no test part", hint: "give data.split.test",
    notes: ["goals are judged on dev rows", "and that flatters"])
  #expect(
    DiagnosticRenderer().render(diagnostic) == """
      warning: there is no test part
           | give data.split.test
           = goals are judged on dev rows
           = and that flatters
      """)
}

@Test func showsAPlaceWithoutAnExcerpt() {
  #expect(
    DiagnosticRenderer().render(Diagnostic(.note, id: "x", "here", at: location))
      == "mine.yaml:3:1: note: here")
}

@Test func widensTheMarginForLongLineNumbers() {
  let far = SourceLocation(file: "a.csv", line: 123_456, column: 3)
  let diagnostic = Diagnostic(
    id: "x", "bad cell", at: far, excerpt: Excerpt(line: "1,x", length: 1))
  #expect(
    DiagnosticRenderer().render(diagnostic) == """
      a.csv:123456:3: error: bad cell
      123456 | 1,x
             |   ^
      """)
}

@Test func caretsStayWithinTheLine() {
  let diagnostic = Diagnostic(
    id: "x", "m", at: SourceLocation(file: "f", line: 1, column: 3),
    excerpt: Excerpt(line: "abcd", length: 99))
  #expect(
    DiagnosticRenderer().render(diagnostic) == """
      f:1:3: error: m
         1 | abcd
           |   ^^
      """)
}

@Test func pointsBehindTheEndOfALine() {
  let diagnostic = Diagnostic(
    id: "x", "m", at: SourceLocation(file: "f", line: 1, column: 5),
    excerpt: Excerpt(line: "abcd", length: 1))
  #expect(
    DiagnosticRenderer().render(diagnostic) == """
      f:1:5: error: m
         1 | abcd
           |     ^
      """)
}

@Test func cutsALongLineAroundThePlace() throws {
  let line = String(repeating: "a", count: 500) + "BAD" + String(repeating: "b", count: 500)
  let diagnostic = Diagnostic(
    id: "x", "m", at: SourceLocation(file: "f", line: 1, column: 501),
    excerpt: Excerpt(line: line, length: 3))
  let lines = DiagnosticRenderer().render(diagnostic).split(separator: "\n").map(String.init)
  let text = try #require(lines.dropFirst().first).dropFirst(7)
  let carets = try #require(lines.last).dropFirst(7)
  #expect(text.count == 120)
  let start = carets.distance(
    from: carets.startIndex, to: try #require(carets.firstIndex(of: "^")))
  #expect(text.dropFirst(start).prefix(3) == "BAD")
  #expect(carets.count(where: { $0 == "^" }) == 3)
}

@Test func noTerminalObeysAUsersText() {
  let diagnostic = Diagnostic(
    id: "x", "got \"\u{1B}[2J\"", at: SourceLocation(file: "f", line: 1, column: 1),
    excerpt: Excerpt(line: "\u{1B}[2J\tx\u{202E}", length: 1))
  let text = DiagnosticRenderer().render(diagnostic)
  #expect(!text.unicodeScalars.contains("\u{1B}"))
  #expect(!text.unicodeScalars.contains("\u{202E}"))
  #expect(text.contains("   1 | \u{FFFD}[2J x\u{FFFD}"))
}

@Test func coloursOnlyWhenAsked() {
  let diagnostic = Diagnostic(id: "x", "m")
  #expect(DiagnosticRenderer(isColored: true).render(diagnostic) == "\u{1B}[1;31merror\u{1B}[0m: m")
  #expect(DiagnosticRenderer().render(diagnostic) == "error: m")
}

@Test func countsErrorsAndWarnings() {
  let renderer = DiagnosticRenderer()
  let error = Diagnostic(id: "e", "e")
  let warning = Diagnostic(.warning, id: "w", "w")
  #expect(renderer.summary(of: []) == "")
  #expect(renderer.summary(of: [error]) == "1 error")
  #expect(renderer.summary(of: [error, warning, error, warning]) == "2 errors, 2 warnings")
  #expect(renderer.summary(of: [Diagnostic(.note, id: "n", "n")]) == "")
  #expect(renderer.render([error, warning]) == "error: e\nwarning: w\n1 error, 1 warning")
}
