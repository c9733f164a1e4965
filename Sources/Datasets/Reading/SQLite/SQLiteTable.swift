internal import Diagnostics
internal import LinearAlgebra
import Text

/// The columns of a query while its rows are read.
struct SQLiteTable: SQLiteDatabase.RowConsumer {
  /// A column of numbers, and of texts once a cell is one.
  fileprivate struct Cells {
    let name: String
    /// Texts that stand for a missing value.
    let missing: Set<String>
    /// Every cell as a number; NaN for a missing one and for a text that is no number.
    var numbers: [Double] = []
    /// The code of each cell in `texts`, -1 for missing and -2 for a number; empty before the first
    /// text.
    var codes: [Int32] = []
    var texts: [String] = []
    var codeOfText: [String: Int32] = [:]
    var hasOnlyNumbers = true
  }

  /// The greatest number of errors that are kept.
  private static let greatestErrorCount = 10
  /// Whole numbers below this have a floating-point number of their own.
  private static let exactLimit: UInt64 = 1 << 53

  private let path: String
  private let options: ReadingOptions
  private let scanner = DecimalScanner()
  private var columns: [Cells] = []
  private var problems: [Diagnostic] = []
  private var problemCount = 0
  private(set) var rowCount = 0

  init(path: String, options: ReadingOptions) {
    self.path = path
    self.options = options
  }

  mutating func begin(names: [String]) throws {
    var seen: Set<String> = []
    if let repeated = names.first(where: { !seen.insert($0).inserted }) {
      throw DatasetError(
        [
          options.queryDiagnostic(
            id: "data-sqlite-names",
            "the columns of a query must have different names; got \"\(repeated)\" twice",
            notes: ["AS gives a column another name: SELECT a.id AS a_id, b.id AS b_id …"])
        ], isDataInvalid: false)
    }
    columns = names.map { Cells(name: $0, missing: Set(options.csv.missing[$0]).union([""])) }
  }

  mutating func add(_ cell: SQLiteDatabase.Cell, column: Int) {
    switch cell {
    case .null: columns[column].add(number: .nan, code: -1)
    case .real(let number): columns[column].add(number: number, code: number.isNaN ? -1 : -2)
    case .integer(let integer):
      if integer.magnitude < Self.exactLimit {
        columns[column].add(number: Double(integer), code: -2)
      } else {
        columns[column].add(text: String(integer), number: Double(integer))
      }
    case .text(let text):
      if columns[column].missing.contains(text) {
        columns[column].add(number: .nan, code: -1)
      } else {
        columns[column].add(text: text, number: scanner.value(of: Array(text.utf8)))
      }
    case .blob(let byteCount):
      columns[column].add(number: .nan, code: -1)
      note(
        "a cell must be NULL, a number or text; got a BLOB of "
          + "\(NumberFormat.count(byteCount, "byte")) in row \(rowCount + 1) of column "
          + "\"\(columns[column].name)\" of \"\(path)\"")
    }
  }

  mutating func endRow() -> Bool {
    rowCount += 1
    return rowCount < options.limit ?? .max
  }

  /// The columns read.
  ///
  /// **Errors** `DatasetError` for cells that are no values
  func finish() throws -> [Column] {
    if problemCount > 0 {
      let restCount = problemCount - problems.count
      let rest =
        restCount > 0
        ? [
          Diagnostic(
            id: "data-sqlite-more", "\(NumberFormat.count(restCount, "more cell")) like these")
        ] : []
      throw DatasetError(problems + rest, isDataInvalid: true)
    }
    return columns.map { cells in
      let isText = !cells.hasOnlyNumbers || options.textColumns.contains(cells.name)
      return Column(
        name: cells.name,
        values: (isText ? cells.categories : .numbers(cells.numbers)).placed(in: options.file))
    }
  }

  private mutating func note(_ message: String) {
    problemCount += 1
    guard problems.count < Self.greatestErrorCount else { return }
    problems.append(Diagnostic(id: "data-sqlite-blob", message))
  }
}

extension SQLiteTable.Cells {
  fileprivate mutating func add(number: Double, code: Int32) {
    numbers.append(number)
    if !codes.isEmpty { codes.append(code) }
  }

  fileprivate mutating func add(text: String, number: Double?) {
    if codes.isEmpty { codes = numbers.map { $0.isNaN ? -1 : -2 } }
    hasOnlyNumbers = hasOnlyNumbers && number != nil
    numbers.append(number ?? .nan)
    if let code = codeOfText[text] {
      codes.append(code)
    } else {
      let code = Int32(texts.count)
      codeOfText[text] = code
      texts.append(text)
      codes.append(code)
    }
  }

  /// The cells as texts, in the order of their first rows.
  fileprivate var categories: Column.Values {
    var merger = LevelMerger()
    let merged = numbers.indices.map { row -> Int32 in
      let code = codes.isEmpty ? (numbers[row].isNaN ? -1 : -2) : codes[row]
      return switch code {
      case -1: -1
      case -2: merger.code(of: NumberFormat.typed(numbers[row]))
      default: merger.code(of: texts[Int(code)])
      }
    }
    return .categories(codes: merged, levels: merger.levels)
  }
}
