internal import Diagnostics

/// How the rows of one delimited file are read: its dialect, its columns and where its rows begin.
struct CSVLayout {
  let path: String
  let dialect: CSVDialect
  let head: CSVHead
  /// By column.
  let missing: [MissingCells]
  let warnings: [Diagnostic]

  var names: [String] { head.names }

  /// Infers what the options leave open from the start of the file.
  init(
    _ window: ByteWindow, path: String, format: DataRequest.Format, options: ReadingOptions
  ) throws {
    let csv = options.csv
    let start = try CSVStart(window, skippedLineCount: csv.skippedLineCount)
    func dialect(_ delimiter: UInt8) -> CSVDialect {
      CSVDialect(
        delimiter: delimiter, isTrimmed: csv.isTrimmed,
        style: csv.numberStyle,
        comment: csv.comment.map { Array($0.utf8) })
    }
    var warnings: [Diagnostic] = []
    let known = csv.delimiter ?? start.statedDelimiter ?? (format == .tsv ? "\t" : nil)
    let sample: CSVSample
    if let known {
      guard let byte = known.asciiValue, !Self.isForbidden(byte) else {
        throw DatasetError(
          [
            options.marks.diagnostic(
              at: ["csv.delimiter", "csv"], id: "csv-delimiter",
              "data.csv.delimiter must be one ASCII character that is no letter, digit, quote, "
                + "sign, point or line break; got \"\(known)\"")
          ], isDataInvalid: false)
      }
      self.dialect = dialect(byte)
      sample = try CSVSample(window, from: start, dialect: self.dialect)
      if csv.delimiter == nil, start.statedDelimiter != nil {
        warnings.append(
          Diagnostic(
            .warning, id: "csv-stated-delimiter",
            "the first line of \"\(path)\" is \"sep=\(known)\": it states the delimiter and is no row",
            notes: [
              "to say so without this warning: data.csv.delimiter: \"\(known)\" and skip_lines: "
                + "\(csv.skippedLineCount + 1)"
            ]))
      }
    } else {
      let guess = try DelimiterGuess(
        window, from: start, expectedNames: options.expectedNames, dialect: dialect)
      self.dialect = dialect(guess.delimiter.asciiValue ?? 0)
      sample = guess.sample
      warnings += Self.note(guess, path: path)
    }
    head = try CSVHead(window, sample, path: path, dialect: self.dialect, options: options)
    self.path = path
    missing = head.names.map { MissingCells(csv.missing[$0], style: csv.numberStyle) }
    self.warnings = head.warnings + warnings
  }

  /// A warning where the delimiter is not the usual one, or another one fits as well.
  private static func note(_ guess: DelimiterGuess, path: String) -> [Diagnostic] {
    guard guess.delimiter != "," || guess.alternative != nil else { return [] }
    func shown(_ delimiter: Character) -> String {
      delimiter == "\t" ? "tabs" : "\"\(delimiter)\""
    }
    let doubt = guess.alternative.map { ", though \(shown($0)) would fit the first lines as well" }
    return [
      Diagnostic(
        .warning, id: "csv-guessed-delimiter",
        "the cells of \"\(path)\" are taken to be divided by \(shown(guess.delimiter))"
          + (doubt ?? ""), hint: "data.csv.delimiter says it for certain")
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
