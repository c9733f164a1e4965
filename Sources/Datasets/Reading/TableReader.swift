internal import Diagnostics
internal import Foundation
internal import LinearAlgebra
internal import Schema
internal import Text

/// Reads one kind of file into columns.
protocol TableReader: Sendable {
  /// **Errors** `DatasetError` with every problem of the file.
  func read(_ file: DataRequest.FilePath, options: ReadingOptions) throws -> FileTable
}

/// The readers, one for each format.
enum TableReaderCatalog {
  static func reader(for format: DataRequest.Format) -> any TableReader {
    switch format {
    case .csv: CSVReader(format: .csv)
    case .tsv: CSVReader(format: .tsv)
    case .idx: IDXReader()
    case .npy: NPYReader()
    case .svmlight: SVMLightReader()
    case .sqlite: SQLiteReader()
    }
  }
}

/// The options of a reader.
struct ReadingOptions {
  var csv = CSVOptions()
  var limit: Int?
  /// Columns whose cells are text even when all of them are numbers.
  var textColumns: Set<String> = []
  /// A target that is read as text if the numbers of its first rows could be classes.
  var possibleClasses: String?
  /// Names in the request: when the first line contains one, it is a header.
  var expectedNames: Set<String> = []
  /// The name of the target in files without column names.
  var target: String?
  var marks: [String: Mark] = [:]
  /// The key of the file in `marks`.
  var sourceKey = "source"
  /// Where large columns are put; nil: in memory.
  var file: ScratchFile?
}

/// One file as columns.
struct FileTable {
  var columns: [Column]
  var rowCount: Int
  /// The line of each row; empty for binary files.
  var lines = LineMap()
  /// The file, and the file of labels beside it.
  var sources: [TableSource]
  var warnings: [Diagnostic] = []
  /// Whether a column that the file lacks is one of zeros.
  var isSparse = false
  /// Set when the table is in the cache.
  var cacheUse: CacheUse?
}

extension [String: Mark] {
  /// A diagnostic that points at the first of the keys that has a place in the user's text.
  func diagnostic(
    _ severity: Severity = .error, at keys: [String], id: String, _ message: String,
    hint: String? = nil, notes: [String] = []
  ) -> Diagnostic {
    for key in keys {
      if let mark = self[key] {
        return mark.diagnostic(severity, id: id, message, hint: hint, notes: notes)
      }
    }
    return Diagnostic(severity, id: id, message, hint: hint, notes: notes)
  }
}

extension DataRequest.Format {
  /// The format of a file, by its name without `.gz`, else by its first bytes.
  static func inferred(for file: DataRequest.FilePath) throws -> Self {
    var name = PathName(file.path.lowercased())
    if name.fileExtension == "gz" { name = PathName(name.stem) }
    switch name.fileExtension {
    case "csv": return .csv
    case "tsv", "tab": return .tsv
    case "npy": return .npy
    case "idx": return .idx
    case "svm", "svmlight", "libsvm": return .svmlight
    case "sqlite", "sqlite3": return .sqlite
    default: break
    }
    let bytes = try FileBytes(path: file.path, isDigested: false).readAll(limit: 4096)
    if bytes.starts(with: NPYReader.magic) { return .npy }
    if bytes.starts(with: SQLiteReader.magic) { return .sqlite }
    if let foreign = ForeignFormat(startingWith: bytes) { throw foreign.error(path: file.path) }
    if bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, (0x08...0x0E).contains(bytes[2]) {
      return .idx
    }
    // Delimited text never has a file of labels beside it.
    if file.labels != nil { return .idx }
    let firstLine = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    if SVMLightReader.looksLikeRows(bytes) { return .svmlight }
    return firstLine.contains(0x09) && !firstLine.contains(0x2C) ? .tsv : .csv
  }
}
