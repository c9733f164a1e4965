internal import Diagnostics
import Text

/// The most columns of a table: names, statistics and inputs of more would take all memory.
enum ColumnLimit {
  static let count = 100_000

  /// **Errors** `DatasetError` for a file of more columns
  static func require(_ columnCount: Int, path: String) throws {
    guard columnCount > count else { return }
    throw DatasetError(
      [
        Diagnostic(
          id: "data-columns",
          "\"\(path)\" must have at most \(NumberFormat.count(count, "column")); "
            + "got \(NumberFormat.count(columnCount))")
      ], isDataInvalid: true)
  }
}
