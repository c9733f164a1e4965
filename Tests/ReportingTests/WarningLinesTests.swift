import Diagnostics
import Runs
import Testing

@testable import Reporting

/// Warnings about spec and data, and equal rows, where a reader meets them.
@Suite struct WarningLinesTests {
  private static let warnings = [
    Diagnostic(
      .warning, id: "data-dropped-column", "column \"name\" is dropped: text with 90 levels",
      at: SourceLocation(file: "a.yaml", line: 4, column: 3),
      notes: ["to use it: data.features: {name: category}"]),
    Diagnostic(
      .warning, id: "csv-guessed-delimiter",
      "the cells of \"a.csv\" are taken to be divided by \";\"",
      hint: "data.csv.delimiter says it for certain"),
  ]

  private func record() throws -> RunRecord {
    var record = try #require(Sample.all.first { $0.name == "binary" }).record
    record.warnings = Self.warnings
    record.data?.repeats = .init(handling: .together, count: 28, leftOutCount: 0)
    return record
  }

  @Test func theSummaryOfARunNamesThemAll() throws {
    let lines = TerminalSummary.lines(try record(), directory: "r", width: 100, colors: false)
    #expect(lines[1].contains("28 repeated rows kept together") || lines[0].contains("28 repeated"))
    let start = try #require(lines.firstIndex { $0.hasPrefix("data ") })
    #expect(
      lines[start..<(start + 5)] == [
        "data       2 warnings about spec and data",
        "             ! column \"name\" is dropped: text with 90 levels (a.yaml:4)",
        "               to use it: data.features: {name: category}",
        "             ! the cells of \"a.csv\" are taken to be divided by \";\"",
        "               data.csv.delimiter says it for certain",
      ])
  }

  @Test func soDoTheCheckAndTheReport() throws {
    let text = CheckText(title: ["a · ridge", "9 train rows"], warnings: Self.warnings)
    let lines = text.lines(
      try #require(try record().gate), width: 100, colors: false)
    #expect(lines[0] == "a · ridge · 9 train rows")
    #expect(lines[1] == "data       2 warnings about spec and data")
    let html = HTMLReport.render(try record())
    #expect(html.contains("column &quot;name&quot; is dropped: text with 90 levels"))
    #expect(html.contains("28 repeated rows kept together."))
  }

  @Test(
    arguments: [
      (DataRecord.Repeats(handling: .together, count: 0, leftOutCount: 0), nil),
      (.init(handling: .together, count: 1, leftOutCount: 0), "1 repeated row kept together"),
      (
        .init(handling: .together, count: 9, leftOutCount: 4),
        "4 rows left out that dev or test repeats"
      ),
      (.init(handling: .apart, count: 1_200, leftOutCount: 0), "1,200 repeated rows drawn apart"),
      (
        .init(handling: .coincidental, count: 384, leftOutCount: 0),
        "384 repeated rows by chance, drawn apart"
      ),
    ] as [(DataRecord.Repeats, String?)])
  func equalRowsAreOnePhrase(repeats: DataRecord.Repeats, phrase: String?) {
    #expect(repeats.phrase == phrase)
  }
}
