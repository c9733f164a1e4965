import ArgumentParser
import Experiments
import Reporting
import Runs
import Schema
import Text

/// `assay errors`: a run's errors as a sheet to tag, and the tags as an order of work.
struct ErrorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors",
    abstract: "Write a run's errors as a sheet to tag, or say what its tags could gain.",
    discussion: """
      \(RunReferenceHelp.text) The sheet has the rows of test (dev without test rows) that were \
      predicted as another class, in a random order, so that the first ones are a fair sample; of a \
      run that predicts numbers, the rows with the greatest losses. Write the kinds of error into \
      the column tags, with semicolons between several, and give the sheet back with --tags: share \
      of the tagged errors × accuracy that can be gained, up to that of the human baseline if there \
      is one.
      """)

  @Argument(help: ArgumentHelp(RunReferenceHelp.summary, valueName: "run"))
  var reference: String

  @Option(
    name: [.customShort("o"), .customLong("out"), .customLong("output")],
    help: ArgumentHelp("Where to write the sheet (default: standard output).", valueName: "file"))
  var output: String?

  @Option(help: "The most rows of the sheet.")
  var rows = 200

  @Option(help: ArgumentHelp("A sheet whose column tags is filled.", valueName: "file"))
  var tags: String?

  @Flag(help: "Write one JSON document to standard output.")
  var json = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    if rows < 1 { throw ValidationError("--rows must be at least 1; got \(rows)") }
  }

  func run() throws {
    if tags != nil, output != nil {
      throw UsageFailure(
        id: "one-output", "a sheet can be written or read; got --out and --tags",
        notes: ["leave out one of them"])
    }
    if json, output == nil, tags == nil {
      throw UsageFailure(
        id: "one-output", "standard output can hold the sheet or the document; got both",
        notes: ["leave out --json, or name a file with --out"])
    }
    let runs = RunStore(root: store.folder)
    let recorded = try RecordedRun(reference, in: runs)
    if let tags {
      try show(ErrorPriorities(of: recorded, taggedIn: tags, store: runs))
    } else {
      try write(ErrorSheet(of: recorded, in: runs, limit: rows))
    }
  }

  private func write(_ sheet: ErrorSheet) throws {
    let console = Console.standard
    guard let output else { return try console.print(piece: sheet.bytes) }
    try OutputFile(path: output).write { append in try append(sheet.bytes) }
    if json { return try console.print(json: ErrorSheetDocument(sheet, path: output)) }
    console.note(
      "errors       \(NumberFormat.count(sheet.sheetRowCount)) of "
        + "\(NumberFormat.count(sheet.errorCount)) among "
        + "\(NumberFormat.count(sheet.rowCount, "\(sheet.part.rawValue) row")) → \(output)")
  }

  private func show(_ priorities: ErrorPriorities) throws {
    let console = Console.standard
    if json { return try console.print(json: ErrorPrioritiesDocument(priorities: priorities)) }
    let source = priorities.reachedBy.map { "that of \($0)" } ?? "no human baseline"
    var lines = [
      "errors    \(NumberFormat.count(priorities.errorCount)) among "
        + "\(NumberFormat.count(priorities.rowCount, "\(priorities.part.rawValue) row")), "
        + "\(NumberFormat.count(priorities.taggedCount)) tagged",
      "accuracy  \(NumberFormat.significant(priorities.accuracy, 4)), reachable "
        + "\(NumberFormat.significant(priorities.reachable, 4)) (\(source))",
      "",
    ]
    lines += HeadroomTable.lines(
      priorities.kinds, title: "kind of error", share: "share of tagged errors",
      width: console.width, colors: console.colorsOutput)
    if !priorities.slices.isEmpty {
      lines.append("")
      lines += HeadroomTable.lines(
        priorities.slices, title: "slice", share: "share of rows", width: console.width,
        colors: console.colorsOutput)
    }
    console.print(styled: lines)
  }
}

/// A sheet of errors that was written.
struct ErrorSheetDocument: Encodable {
  var version = 1
  let path: String
  let part: Part
  let rowCount: Int
  let errorCount: Int
  let sheetRowCount: Int

  init(_ sheet: ErrorSheet, path: String) {
    self.path = path
    part = sheet.part
    rowCount = sheet.rowCount
    errorCount = sheet.errorCount
    sheetRowCount = sheet.sheetRowCount
  }
}

/// What the tags of a sheet of errors could gain.
struct ErrorPrioritiesDocument: Encodable {
  var version = 1
  let priorities: ErrorPriorities
}
