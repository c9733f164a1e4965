/// Dialect of delimited text.
public struct CSVOptions: Sendable, Hashable {
  /// nil infers a header from the first lines.
  public var hasHeader: Bool?
  /// nil infers it from the first lines; TSV has tabs.
  public var delimiter: Character?
  /// Cells that stand for a missing value, besides empty ones.
  public var missing: MissingTokens
  /// Whether spaces around cells are removed.
  public var isTrimmed: Bool
  /// Names of the columns, for files without a header.
  public var columns: [String]?
  /// Prefix of comment lines: "#", or "|" in files of the C4.5 family.
  public var comment: String?
  /// Decimal separator of numbers; nil is a point. With this or `thousands` stated, currency and
  /// percent signs beside numbers are ignored.
  public var decimal: Character?
  /// Separator between groups of three digits; nil: numbers have none.
  public var thousands: Character?
  /// nil is UTF-8, or UTF-16 if the file begins with its byte order mark.
  public var encoding: TextEncoding?
  /// Number of lines before the header or the first row.
  public var skippedLineCount = 0
  /// Number of lines behind the last row; empty ones are not counted.
  public var footerLineCount = 0
  /// Format of dates and times in the directives of `strptime`; nil is ISO 8601.
  public var dateFormat: String?

  public init(
    hasHeader: Bool? = nil, delimiter: Character? = nil, missing: MissingTokens = .usual,
    isTrimmed: Bool = false, columns: [String]? = nil, comment: String? = nil
  ) {
    self.hasHeader = hasHeader
    self.delimiter = delimiter
    self.missing = missing
    self.isTrimmed = isTrimmed
    self.columns = columns
    self.comment = comment
  }
}

/// Cells that stand for a missing value, for all columns or by column.
public struct MissingTokens: Sendable, Hashable, Codable, ExpressibleByArrayLiteral {
  /// Tokens of the columns that are not in `byColumn`.
  public var general: [String]
  /// Tokens of single columns, in place of `general`.
  public var byColumn: [String: [String]]

  public static let usual = MissingTokens(general: ["", "NA", "NaN"])

  public init(general: [String], byColumn: [String: [String]] = [:]) {
    self.general = general
    self.byColumn = byColumn
  }

  public init(arrayLiteral tokens: String...) { self.init(general: tokens) }

  /// The tokens of a column.
  public subscript(column: String) -> [String] { byColumn[column] ?? general }
}

/// Encoding of a text file.
public enum TextEncoding: String, Sendable, Hashable, Codable, CaseIterable {
  case utf8 = "utf-8"
  case latin1 = "latin-1"
  case windows1252 = "windows-1252"
  /// By its byte order mark; without one, the least significant byte first.
  case utf16 = "utf-16"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
}
