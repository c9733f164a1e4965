internal import Diagnostics
internal import Foundation

/// Reads comma- or tab-separated text, gzipped or not.
///
/// An empty line is no row. Blanks around a number do not matter; around text they are part of it
/// unless the options trim them. Two passes at most: the second only for columns that turn out to
/// hold text after the first thousand rows.
struct CSVReader: TableReader {
  static let format = DataRequest.Format.csv
  /// Rows from which the kinds of columns are inferred first.
  private static let sampleCount = 1000

  let isTabbed: Bool

  init(format: DataRequest.Format) { isTabbed = format == .tsv }

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
    let window = try ByteWindow(bytes)
    let dialect = try dialect(options, first: window)
    let head = try CSVHead(window, path: file.path, dialect: dialect, options: options)
    let limit = options.limit ?? .max

    var plans: [CSVPass.Plan] = head.names.map {
      options.textColumns.contains($0) ? .text : .number
    }
    let look = CSVPass(
      path: file.path, dialect: dialect, plans: plans, line: head.line,
      limit: min(limit, Self.sampleCount))
    _ = look.readRows(in: window, from: window.start + head.offset)
    for column in look.conflicts.keys { plans[column] = .text }

    let pass = CSVPass(
      path: file.path, dialect: dialect, plans: plans, line: head.line, limit: limit,
      file: options.file)
    try walk(pass, window, offset: head.offset)
    var columns = try pass.finish(names: head.names)
    let (lines, rowCount) = (pass.lines, pass.rowCount)
    if !pass.conflicts.isEmpty {
      let plans = plans.indices.map { pass.conflicts[$0] == nil ? CSVPass.Plan.skip : .text }
      let again = CSVPass(
        path: file.path, dialect: dialect, plans: plans, line: head.line, limit: limit,
        file: options.file)
      let window = try ByteWindow(FileBytes(path: file.path, isDigested: false))
      try walk(again, window, offset: head.offset)
      columns.merge(try again.finish(names: head.names)) { _, new in new }
    }
    guard rowCount > 0 else {
      throw DatasetError(
        [
          Diagnostic(
            id: "data-empty",
            "\"\(file.path)\" must have rows; got "
              + (head.hasHeader ? "only a header" : "none"))
        ], isDataInvalid: true)
    }
    let digest = try bytes.finishDigest()
    return FileTable(
      columns: head.names.indices.compactMap { columns[$0] }, rowCount: rowCount, lines: lines,
      sources: [
        TableSource(
          path: file.path, rows: 0..<rowCount, sha256: digest, byteCount: bytes.rawByteCount)
      ], warnings: head.warnings + delimiterNote(dialect, file, options))
  }

  private func walk(_ pass: CSVPass, _ window: ByteWindow, offset: Int) throws {
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
      problems.append(Diagnostic(id: "csv-more", "\(restCount) more rows like these"))
    }
    throw DatasetError(problems, isDataInvalid: true)
  }

  private func dialect(_ options: ReadingOptions, first window: ByteWindow) throws -> CSVDialect {
    let delimiter =
      options.csv.delimiter ?? (isTabbed ? "\t" : DelimiterGuess.delimiter(in: window))
    guard let byte = delimiter.asciiValue, !Self.isForbidden(byte) else {
      throw DatasetError(
        [
          options.marks.diagnostic(
            at: ["csv.delimiter", "csv"], id: "csv-delimiter",
            "data.csv.delimiter must be one ASCII character that is no letter, digit, quote, sign, "
              + "point or line break; got \"\(delimiter)\"")
        ], isDataInvalid: false)
    }
    return CSVDialect(
      delimiter: byte, isTrimmed: options.csv.isTrimmed,
      missing: options.csv.missing.map { Array($0.utf8) },
      comment: options.csv.comment.map { Array($0.utf8) })
  }

  /// A warning when the delimiter was inferred and is not the format's own.
  private func delimiterNote(
    _ dialect: CSVDialect, _ file: DataRequest.FilePath, _ options: ReadingOptions
  ) -> [Diagnostic] {
    let delimiter = Character(UnicodeScalar(dialect.delimiter))
    guard options.csv.delimiter == nil, delimiter != (isTabbed ? "\t" : ",") else { return [] }
    let shown = delimiter == "\t" ? "tabs" : "\"\(delimiter)\""
    return [
      Diagnostic(
        .warning, id: "csv-guessed-delimiter",
        "the cells of \"\(file.path)\" are taken to be divided by \(shown)",
        hint: "data.csv.delimiter says it for certain")
    ]
  }

  private static func isForbidden(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x00, 0x0A, 0x0D, 0x22, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }
}
