internal import Diagnostics

/// The column names of a delimited file, from its header or made up, and where its rows begin.
struct CSVHead {
  let names: [String]
  let hasHeader: Bool
  /// Bytes before the first row.
  private(set) var offset: Int
  /// The line of the first row, from 1.
  private(set) var line: Int
  private(set) var warnings: [Diagnostic] = []

  /// Lines that decide whether the first one is a header.
  private static let sampleCount = 100

  private struct Line {
    var cells: [[UInt8]] = []
    var number = 1
    /// Bytes up to the line's start and up to the next one's.
    var offset = 0
    var nextOffset = 0
    var nextNumber = 1
  }

  /// **Errors** `DatasetError` for an empty file, text that is not UTF-8, and names that are not
  /// usable or not as many as there are columns.
  init(
    _ window: ByteWindow, path: String, dialect: CSVDialect, options: ReadingOptions
  ) throws {
    let start = try Self.startOfText(window, path: path)
    let lines = try Self.firstLines(window, from: start, dialect: dialect, path: path)
    guard let first = lines.first else {
      throw DatasetError(
        [Diagnostic(id: "data-empty", "\"\(path)\" must have rows; got an empty file")],
        isDataInvalid: true)
    }
    hasHeader = options.csv.hasHeader ?? Self.looksLikeHeader(lines, options: options)
    offset = hasHeader ? first.nextOffset : first.offset
    line = hasHeader ? first.nextNumber : first.number
    (names, warnings) = try Self.names(
      first, hasHeader: hasHeader, path: path, options: options)
  }

  /// The place after the byte order mark; other encodings are errors.
  private static func startOfText(_ window: ByteWindow, path: String) throws -> Int {
    let start = window.start
    let count = window.end - start
    if count >= 3, start[0] == 0xEF, start[1] == 0xBB, start[2] == 0xBF { return 3 }
    if count >= 2, (start[0], start[1]) == (0xFF, 0xFE) || (start[0], start[1]) == (0xFE, 0xFF) {
      throw DatasetError(
        [Diagnostic(id: "csv-encoding", "\"\(path)\" must be UTF-8 text; got UTF-16")],
        isDataInvalid: true)
    }
    return 0
  }

  /// Two lines at least, if there are two; the window grows until it holds them.
  private static func firstLines(
    _ window: ByteWindow, from start: Int, dialect: CSVDialect, path: String
  ) throws -> [Line] {
    while true {
      if let lines = try linesInWindow(window, from: start, dialect: dialect, path: path) {
        return lines
      }
      try window.refill(keepingFrom: window.start)
    }
  }

  /// nil when the window ends before the second line does.
  private static func linesInWindow(
    _ window: ByteWindow, from start: Int, dialect: CSVDialect, path: String
  ) throws -> [Line]? {
    var scanner = CellScanner(dialect)
    defer { scanner.deallocate() }
    var lines: [Line] = []
    var p = window.start + start
    var number = 1
    while p < window.end, lines.count < sampleCount {
      var line = Line(number: number, offset: p - window.start)
      let isComment =
        dialect.comment.map { comment in
          comment.indices.allSatisfy { p + $0 < window.end && p[$0] == comment[$0] }
        } ?? false
      var isComplete = false
      while !isComplete {
        var cell = CellScanner.Cell(start: p, count: 0, terminator: p)
        if isComment {
          while p < window.end, p.pointee != 0x0A, p.pointee != 0x0D { p += 1 }
          cell.terminator = p
        } else {
          let outcome = scanner.scan(p, end: window.end, isLast: window.isLast, into: &cell)
          switch outcome {
          case .found: break
          case .incomplete: return lines.count < 2 ? nil : lines
          case .textBehindQuote, .unclosedQuote:
            // The pass over the rows reports it with its line, except in the first line.
            guard lines.isEmpty else { return lines }
            throw DatasetError(
              [
                Diagnostic(
                  id: "csv-quote", "a quote must be closed at the end of its cell; got none",
                  at: SourceLocation(file: path, line: number, column: 1))
              ], isDataInvalid: true)
          }
          line.cells.append(Array(UnsafeBufferPointer(start: cell.start, count: cell.count)))
          number += cell.lineBreakCount
        }
        p = cell.terminator
        if p >= window.end, !window.isLast { return lines.count < 2 ? nil : lines }
        if p.pointee == 0x0D {
          if p + 1 >= window.end, !window.isLast { return lines.count < 2 ? nil : lines }
          if p[1] == 0x0A { p += 1 }
          isComplete = true
        } else {
          isComplete = p.pointee != dialect.delimiter || isComment
        }
        p += 1
      }
      number += 1
      line.nextOffset = min(p, window.end) - window.start
      line.nextNumber = number
      if !isComment, line.cells.contains(where: { !$0.isEmpty }) || line.cells.count > 1 {
        lines.append(line)
      }
    }
    return lines
  }

  private static func looksLikeHeader(_ lines: [Line], options: ReadingOptions) -> Bool {
    let scanner = DecimalScanner()
    guard let first = lines.first else { return false }
    let expected = options.expectedNames
    if first.cells.contains(where: { expected.contains(String(decoding: $0, as: UTF8.self)) }) {
      return true
    }
    guard !first.cells.contains(where: { scanner.value(of: $0) != nil }) else { return false }
    return lines.dropFirst().contains { line in
      line.cells.contains { scanner.value(of: $0) != nil }
    }
  }

  private static func names(
    _ first: Line, hasHeader: Bool, path: String, options: ReadingOptions
  ) throws -> ([String], [Diagnostic]) {
    let place = SourceLocation(file: path, line: first.number, column: 1)
    if let given = options.csv.columns {
      guard given.count == first.cells.count else {
        throw DatasetError(
          [
            options.marks.diagnostic(
              at: ["csv.columns", "csv"], id: "csv-columns",
              "data.csv.columns must name the \(first.cells.count) columns of \"\(path)\"; "
                + "got \(given.count) names")
          ], isDataInvalid: false)
      }
      try requireDistinct(given, isData: false) { message in
        options.marks.diagnostic(at: ["csv.columns", "csv"], id: "csv-columns", message)
      }
      return (given, [])
    }
    guard hasHeader else { return (first.cells.indices.map { "column_\($0 + 1)" }, []) }
    var warnings: [Diagnostic] = []
    var names: [String] = []
    for (i, cell) in first.cells.enumerated() {
      let name = try cell.withUnsafeBufferPointer { bytes in
        guard let text = CSVText.string(bytes) else {
          let diagnostic = CSVText.diagnostic(
            badText: bytes, path: path, line: first.number, column: "\(i + 1)")
          throw DatasetError([diagnostic], isDataInvalid: true)
        }
        return text
      }
      let trimmed = name.drop(while: \.isWhitespace)
      let end = trimmed.lastIndex { !$0.isWhitespace }.map { trimmed.index(after: $0) }
      names.append(String(trimmed[..<(end ?? trimmed.startIndex)]))
      if names[i].isEmpty {
        names[i] = "column_\(i + 1)"
        warnings.append(
          Diagnostic(
            .warning, id: "csv-unnamed-column",
            "column \(i + 1) has no name and is called \"column_\(i + 1)\"", at: place))
      }
    }
    try requireDistinct(names, isData: true) { message in
      Diagnostic(
        id: "csv-duplicate-name", message, at: place,
        notes: ["name the columns anew with data.csv.columns and header: true"])
    }
    return (names, warnings)
  }

  private static func requireDistinct(
    _ names: [String], isData: Bool, diagnostic: (String) -> Diagnostic
  ) throws {
    var firstIndex: [String: Int] = [:]
    var diagnostics: [Diagnostic] = []
    for (i, name) in names.enumerated() {
      if let first = firstIndex[name] {
        diagnostics.append(
          diagnostic(
            "column names must differ; got \"\(name)\" for columns \(first + 1) and \(i + 1)"))
      } else {
        firstIndex[name] = i
      }
    }
    if !diagnostics.isEmpty { throw DatasetError(diagnostics, isDataInvalid: isData) }
  }
}
