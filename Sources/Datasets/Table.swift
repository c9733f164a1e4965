public import LinearAlgebra

/// Data as read: named columns of equal length.
///
/// Two words say which row is meant, everywhere. The **row id** (`rowID`) is the index of a row in
/// this table, from 0; splits, training sets and predictions carry it along. A **position** is an
/// index within what holds only some of the rows: a matrix, a training set, the predictions of a
/// part. What reports show is a third thing, the row's **name** (`Dataset.rowName`): its cell in the
/// column `data.row_id`, or its number in its file.
public struct Table: Sendable {
  public let columns: [Column]
  public let rowCount: Int
  /// Where the rows come from, in order: the first file's rows, then the second's, …
  /// A file of labels follows the file it belongs to and has the same rows.
  public let sources: [TableSource]

  /// Where large arrays that are made of the columns are put; nil: in memory.
  public let scratch: ScratchFile?

  public init(
    columns: [Column], rowCount: Int, sources: [TableSource], scratch: ScratchFile? = nil
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.sources = sources
    self.scratch = scratch
  }

  public subscript(name: String) -> Column? { columns.first { $0.name == name } }
}

/// A file that rows were read from.
public struct TableSource: Sendable, Hashable, Codable {
  public let path: String
  /// The ids of its rows.
  public let rows: Range<Int>
  /// SHA-256 of the file's bytes as they lie on disk, in hexadecimal.
  public let sha256: String
  public let byteCount: Int

  public init(path: String, rows: Range<Int>, sha256: String, byteCount: Int) {
    self.path = path
    self.rows = rows
    self.sha256 = sha256
    self.byteCount = byteCount
  }
}

/// A named column.
public struct Column: Sendable {
  public let name: String
  public let values: Values

  public enum Values: Sendable {
    /// NaN stands for a missing number.
    case numbers(ElementStorage<Double>)
    /// Numbers from 0 to 255, none missing: pixels.
    case bytes(ElementStorage<UInt8>)
    /// Indices into `levels`, -1 for missing. Levels are in the order of their first row; those of a
    /// loaded target are the classes in their order.
    case categories(codes: ElementStorage<Int32>, levels: [String])

    public static func numbers(_ numbers: [Double]) -> Values { .numbers(ElementStorage(numbers)) }

    public static func bytes(_ bytes: [UInt8]) -> Values { .bytes(ElementStorage(bytes)) }

    public static func categories(codes: [Int32], levels: [String]) -> Values {
      .categories(codes: ElementStorage(codes), levels: levels)
    }
  }

  public init(name: String, values: Values) {
    self.name = name
    self.values = values
  }
}
