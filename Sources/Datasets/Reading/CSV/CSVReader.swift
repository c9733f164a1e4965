internal import Diagnostics
internal import Foundation
internal import Text

/// Reads comma- or tab-separated text, gzipped or not.
///
/// An empty line is no row. Blanks around a number do not matter; around text they are part of it
/// unless the options trim them. Two passes at most: the second only for columns that turn out to
/// hold text after the first thousand rows.
struct CSVReader: TableReader {
  static let format = DataRequest.Format.csv
  /// Rows from which the kinds of columns are inferred first.
  private static let sampleCount = 1000
  /// Bytes that are read into memory at a time: blocks for all processors.
  private static let windowSize = 2 << 20

  let format: DataRequest.Format

  func read(_ file: DataRequest.FilePath, options: ReadingOptions) throws -> FileTable {
    if let labels = file.labels {
      throw DatasetError(
        [
          Diagnostic(
            id: "csv-labels",
            "delimited text has its labels in a column; got \"\(labels)\" beside \"\(file.path)\"")
        ], isDataInvalid: false)
    }
    let bytes = try FileBytes(path: file.path)
    let window = try window(on: bytes, options)
    try CSVText.requireText(atStartOf: window, path: file.path)
    let layout = try CSVLayout(window, path: file.path, format: format, options: options)
    let limit = options.limit ?? .max
    var plans: [CSVPass.Plan] = layout.names.map {
      options.textColumns.contains($0) ? .text : .number
    }
    let look = CSVPass(layout, plans: plans, limit: min(limit, Self.sampleCount))
    _ = look.readRows(in: window, from: window.start + layout.head.offset)
    for column in look.conflicts { plans[column] = .text }
    if let column = layout.names.firstIndex(where: { $0 == options.possibleClasses }),
      look.couldBeClasses(column)
    {
      plans[column] = .text
    }

    let pass = CSVPass(layout, plans: plans, limit: limit, file: options.file)
    try walk(pass, window, layout)
    var columns = try pass.finish()
    let (lines, rowCount) = (pass.lines, pass.rowCount)
    if !pass.conflicts.isEmpty {
      let plans = plans.indices.map { pass.conflicts.contains($0) ? CSVPass.Plan.text : .skip }
      let again = CSVPass(layout, plans: plans, limit: limit, file: options.file)
      try walk(
        again, self.window(on: FileBytes(path: file.path, isDigested: false), options), layout)
      columns.merge(try again.finish()) { _, new in new }
    }
    guard rowCount > 0 else {
      throw DatasetError(
        [
          Diagnostic(
            id: "data-empty",
            "\"\(file.path)\" must have rows; got "
              + (layout.head.hasHeader ? "only a header" : "none"))
        ], isDataInvalid: true)
    }
    let digest = try bytes.finishDigest()
    var table = FileTable(
      columns: layout.names.indices.compactMap { columns[$0] }, rowCount: rowCount, lines: lines,
      sources: [
        TableSource(
          path: file.path, rows: 0..<rowCount, sha256: digest, byteCount: bytes.rawByteCount)
      ], warnings: layout.warnings)
    note(pass.repeatedHeaders, in: &table)
    if layout.head.endsWithDelimiter { leaveOutEmptyColumn(of: &table, layout) }
    return table
  }

  private func window(on bytes: FileBytes, _ options: ReadingOptions) throws -> ByteWindow {
    try ByteWindow(
      bytes, encoding: options.csv.encoding, footerLineCount: options.csv.footerLineCount,
      capacity: Self.windowSize)
  }

  private func walk(_ pass: CSVPass, _ window: ByteWindow, _ layout: CSVLayout) throws {
    let offset = layout.head.offset
    while window.end - window.start < offset, !window.isLast {
      try window.refill(keepingFrom: window.start)
    }
    var cursor = window.start + offset
    while true {
      cursor = pass.readRows(in: window, from: cursor)
      if pass.isFull || pass.isAbandoned || window.isLast { break }
      try window.refill(keepingFrom: cursor)
      cursor = window.start
    }
    guard pass.problemCount > 0 else { return }
    var problems = pass.problems
    let restCount = pass.problemCount - problems.count
    if restCount > 0 {
      problems.append(
        Diagnostic(id: "csv-more", "\(NumberFormat.count(restCount, "more row")) like these"))
    } else if let lastLine = pass.lines.line(of: pass.rowCount - 1),
      problems.allSatisfy({ $0.id == "csv-ragged" && $0.location?.line ?? 0 > lastLine }),
      let last = problems.popLast()
    {
      problems.append(
        Diagnostic(
          id: last.id, last.message, at: last.location,
          notes: last.notes + [
            "to leave out the lines behind the last row: data.csv.skip_footer: "
              + "\(problems.count + 1)"
          ]))
    }
    throw DatasetError(problems, isDataInvalid: true)
  }

  private func note(_ repeatedHeaders: [Int], in table: inout FileTable) {
    guard let first = repeatedHeaders.first, let path = table.sources.first?.path else { return }
    let count = repeatedHeaders.count
    table.warnings.append(
      Diagnostic(
        .warning, id: "csv-repeated-header",
        "\(count == 1 ? "a line repeats" : "\(count) lines repeat") the header of \"\(path)\" and "
          + "\(count == 1 ? "is no row" : "are no rows")",
        at: SourceLocation(file: path, line: first, column: 1),
        notes: ["files that were joined into one can be read one by one: data.source"]))
  }

  /// Removes the column behind the delimiter that ends every line, unless a cell of it has a value.
  private func leaveOutEmptyColumn(of table: inout FileTable, _ layout: CSVLayout) {
    guard let last = table.columns.last, last.values.isAllMissing, table.columns.count > 1,
      last.name == "column_\(table.columns.count)"
    else { return }
    table.columns.removeLast()
    table.warnings.append(
      Diagnostic(
        .warning, id: "csv-trailing-delimiter",
        "every line of \"\(layout.path)\" ends with a delimiter: the empty column behind it is left "
          + "out", notes: ["to use it: name it in data.csv.columns"]))
  }
}
