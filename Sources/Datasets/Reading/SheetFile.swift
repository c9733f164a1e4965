public import Diagnostics

/// A small file of rows beside the data, such as a list of examples: its columns by name.
public struct SheetFile: Sendable {
  public let table: Table
  private let path: String
  private let lines: LineMap

  /// - Parameter textColumns: Columns whose cells are text even when all of them are numbers.
  ///
  /// **Errors** `DatasetError` where the file cannot be read as a table
  public init(reading path: String, textColumns: Set<String>) throws {
    let file = DataRequest.FilePath(path)
    var options = ReadingOptions()
    options.csv.hasHeader = true
    options.textColumns = textColumns
    let read = try TableReaderCatalog.reader(for: .inferred(for: file))
      .read(file, options: options)
    table = Table(columns: read.columns, rowCount: read.rowCount, sources: read.sources)
    lines = read.lines
    self.path = path
  }

  /// The cell of a row as text; nil where it is missing, and for a column that the file lacks.
  public func text(_ column: String, row: Int) -> String? {
    guard let values = table[column]?.values, !values.isMissing(at: row) else { return nil }
    return values.text(at: row)
  }

  /// The cell of a row as a number; nil where it is none.
  public func number(_ column: String, row: Int) -> Double? {
    guard let column = table[column], !column.values.isMissing(at: row) else { return nil }
    guard case .categories = column.values else { return column.doubles(at: [row])[0] }
    return DecimalScanner().value(of: Array(column.values.text(at: row).utf8))
  }

  /// "key.csv:3"; the number of the row where the file has no lines.
  public func place(ofRow row: Int) -> String {
    location(ofRow: row).map { "\($0.file):\($0.line)" } ?? "row \(row + 1)"
  }

  public func location(ofRow row: Int) -> SourceLocation? {
    lines.line(of: row).map { SourceLocation(file: path, line: $0, column: 1) }
  }
}
