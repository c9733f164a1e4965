internal import Diagnostics
internal import Text

/// The column names of a delimited file, from its header or made up, and where its rows begin.
struct CSVHead {
  let names: [String]
  let hasHeader: Bool
  /// Bytes before the first row.
  let offset: Int
  /// The line of the first row, from 1.
  let line: Int
  /// The bytes of the header, without its line's end; empty if there is none.
  let header: [UInt8]
  /// The lines of the header, more than one if a quoted name has line breaks.
  let headerLineCount: Int
  /// Whether every line of the sample ends with a delimiter, so that the last column is empty.
  let endsWithDelimiter: Bool
  private(set) var warnings: [Diagnostic] = []

  /// **Errors** `DatasetError` for an empty file, lines before the header, and names that are not
  /// usable or not as many as there are columns.
  init(
    _ window: ByteWindow, _ sample: CSVSample, path: String, dialect: CSVDialect,
    options: ReadingOptions
  ) throws {
    guard let first = sample.lines.first, !sample.isFirstLineUnclosed else {
      throw DatasetError(
        [
          sample.isFirstLineUnclosed
            ? Diagnostic(
              id: "csv-quote", "a quote must be closed at the end of its cell; got none",
              at: SourceLocation(file: path, line: 1, column: 1))
            : Diagnostic(id: "data-empty", "\"\(path)\" must have rows; got an empty file")
        ], isDataInvalid: true)
    }
    try Self.requireNoPreamble(sample, path: path, options: options)
    let guess = HeaderGuess(sample, options: options, style: dialect.style)
    hasHeader = options.csv.hasHeader ?? guess.hasHeader
    offset = hasHeader ? first.nextOffset : first.offset
    line = hasHeader ? first.nextNumber : first.number
    headerLineCount = first.nextNumber - first.number
    let start = window.start
    header = hasHeader ? Array(UnsafeBufferPointer(rebasing: Self.bytes(start, of: first))) : []
    let usual = sample.usualCellCount
    // A header may lack the name of the empty column behind the last delimiter.
    let isShort = hasHeader && usual == first.cellCount + 1 && sample.lines.count > 2
    endsWithDelimiter =
      usual > 1
      && sample.lines.dropFirst(isShort ? 1 : 0).allSatisfy {
        $0.cellCount < usual || $0.isEmpty(usual - 1)
      }
    try ColumnLimit.require(first.cellCount, path: path)
    let columnCount = isShort && sample.regularity >= 0.5 ? usual : first.cellCount
    (names, warnings) = try Self.names(
      first, columnCount: columnCount, hasHeader: hasHeader,
      isLastEmpty: endsWithDelimiter, path: path, options: options)
    if options.csv.hasHeader == nil, let doubt = guess.doubt {
      warnings.append(
        options.marks.diagnostic(
          .warning, at: ["csv", "source"], id: "csv-guessed-header",
          "the first line of \"\(path)\" is taken for \(hasHeader ? "a header" : "a row"): "
            + doubt, hint: "data.csv.header: \(hasHeader) says so without this warning"))
    }
  }

  private static func bytes(
    _ start: UnsafePointer<UInt8>, of line: CSVSample.Line
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    UnsafeBufferPointer(start: start, count: line.endOffset)[line.offset..<line.endOffset]
  }

  /// Lines before the header are fewer than those behind it, and of another number of cells.
  private static func requireNoPreamble(
    _ sample: CSVSample, path: String, options: ReadingOptions
  ) throws {
    let usual = sample.usualCellCount
    guard usual > 1, options.csv.columns == nil,
      let begin = sample.lines.firstIndex(where: { $0.cellCount == usual }), begin > 0
    else { return }
    let rest = sample.lines[begin...]
    let isRegular = rest.count > begin && rest.allSatisfy { $0.cellCount == usual }
    // A header that is short of one name is reported by its rows.
    guard isRegular, begin > 1 || sample.lines[0].cellCount != usual - 1 else { return }
    let lineCount = sample.lines[begin].number - 1
    throw DatasetError(
      [
        Diagnostic(
          id: "csv-preamble",
          "\"\(path)\" must begin with its header or first row; got "
            + "\(lineCount == 1 ? "a line" : "\(lineCount) lines") before the first one with "
            + "\(usual) cells",
          at: SourceLocation(file: path, line: sample.lines[0].number, column: 1),
          notes: ["to leave out what stands before it: data.csv.skip_lines: \(lineCount)"])
      ], isDataInvalid: true)
  }

  private static func names(
    _ first: CSVSample.Line, columnCount: Int, hasHeader: Bool, isLastEmpty: Bool, path: String,
    options: ReadingOptions
  ) throws -> ([String], [Diagnostic]) {
    let place = SourceLocation(file: path, line: first.number, column: 1)
    if let given = options.csv.columns {
      guard given.count == columnCount else {
        throw DatasetError(
          [
            options.marks.diagnostic(
              at: ["csv.columns", "csv"], id: "csv-columns",
              "data.csv.columns must name the \(NumberFormat.count(columnCount, "column")) of \"\(path)\"; "
                + "got \(NumberFormat.count(given.count, "name"))")
          ], isDataInvalid: false)
      }
      try requireDistinct(given, isData: false) { message in
        options.marks.diagnostic(at: ["csv.columns", "csv"], id: "csv-columns", message)
      }
      return (given, [])
    }
    guard hasHeader else { return ((0..<columnCount).map { "column_\($0 + 1)" }, []) }
    guard columnCount == first.cellCount || isLastEmpty else {
      throw DatasetError(
        [
          Diagnostic(
            id: "csv-short-header",
            "the header must name the \(columnCount) columns; got "
              + NumberFormat.count(first.cellCount, "name"),
            at: place,
            notes: ["to name them anew: data.csv.columns and header: true"])
        ], isDataInvalid: true)
    }
    var warnings: [Diagnostic] = []
    var names: [String] = []
    for i in 0..<columnCount {
      let name =
        try i < first.cellCount
        ? first.withCell(i) { bytes in
          guard let text = CSVText.string(bytes) else {
            let diagnostic = CSVText.diagnostic(
              badText: bytes, path: path, line: first.number, column: "\(i + 1)")
            throw DatasetError([diagnostic], isDataInvalid: true)
          }
          return text
        } : ""
      let trimmed = name.drop(while: \.isWhitespace)
      let end = trimmed.lastIndex { !$0.isWhitespace }.map { trimmed.index(after: $0) }
      names.append(String(trimmed[..<(end ?? trimmed.startIndex)]))
      if names[i].isEmpty {
        names[i] = "column_\(i + 1)"
        if i == columnCount - 1, isLastEmpty { continue }
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
