internal import Diagnostics
internal import Foundation
internal import LinearAlgebra
internal import Text

/// A folder of tables as they were read, which are mapped: by the run that reads the source, and by
/// later ones instead of reading it.
///
/// A table is taken from the folder only while its files have the same stamps and would be read in
/// the same way; whatever is wrong with what the folder holds, the source is read.
struct TableCache {
  let folder: String

  /// The table of a file from the folder, or read and then kept there.
  ///
  /// **Errors** what `read` throws; where the table cannot be kept it has a warning.
  func table(
    of file: DataRequest.FilePath, format: DataRequest.Format, options: ReadingOptions,
    read: (ReadingOptions) throws -> FileTable
  ) throws -> FileTable {
    // The stamp of a database does not show changes that are still in its log.
    if format == .sqlite { try SQLiteReader.requireNoLog(of: file.path) }
    let paths = [file.path] + [file.labels].compactMap { $0 }
    let stamps = paths.compactMap { FileStamp(path: $0) }
    guard stamps.count == paths.count else { return try read(options) }
    let place = place(of: file, format: format, options: options)
    if let kept = ColumnarFile.read(place), kept.stamps == stamps {
      var table = kept.table
      table.cacheUse = CacheUse(path: file.path, place: place, isNew: false)
      return table
    }
    let columns: ScratchFile
    do {
      columns = try begin(at: place)
    } catch {
      var table = try read(options)
      table.warnings.append(warning(of: file, error, options))
      return table
    }
    var options = options
    options.file = columns
    var table = try read(options)
    // Written while it was read, or a moment before: a later write could not be noticed.
    guard stamps.allSatisfy({ $0.isSettled() }), paths.compactMap({ FileStamp(path: $0) }) == stamps
    else {
      columns.removeName()
      return table
    }
    do {
      try ColumnarFile.write(table, stamps: stamps, to: columns, at: place)
    } catch {
      columns.removeName()
      table.warnings.append(warning(of: file, error, options))
      return table
    }
    // From here on the file is only read: this run maps it as later ones do.
    if let kept = ColumnarFile.read(place, isVerified: false) { table = kept.table }
    table.cacheUse = CacheUse(path: file.path, place: place, isNew: true)
    return table
  }

  private func begin(at place: String) throws(StorageFailure) -> ScratchFile {
    // A folder that cannot be created shows when the file is created.
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return try ScratchFile(
      path: "\(place).\(getpid()).part", reserved: ColumnarFile.prefixByteCount)
  }

  private func warning(
    of file: DataRequest.FilePath, _ failure: StorageFailure, _ options: ReadingOptions
  ) -> Diagnostic {
    options.marks.diagnostic(
      .warning, at: ["cache"], id: "data-cache",
      "the table of \"\(file.path)\" cannot be kept in \"\(folder)\": \(failure.reason)")
  }

  /// One place for each file and way to read it: "cache/train.csv-0f3a91c2b7d4e586.table".
  private func place(
    of file: DataRequest.FilePath, format: DataRequest.Format, options: ReadingOptions
  ) -> String {
    let workingFolder = FileManager.default.currentDirectoryPath
    let paths = [file.path, file.labels ?? ""].map {
      $0.hasPrefix("/") ? $0 : PathName.joined(workingFolder, $0)
    }
    let texts = paths + [format.rawValue, String(reflecting: file.query)] + options.wayOfReading
    // Each text with its length, so that no two lists look the same.
    let digest = SHA256.digest(of: Array(texts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
    let name = PathName(file.path).name
    return "\(folder)/\(name)-\(digest.prefix(16)).table"
  }
}
/// That a table was taken from a cache, or put into it.
public struct CacheUse: Sendable, Hashable {
  /// The source.
  public let path: String
  /// The file of the cache.
  public let place: String
  /// Whether it was read from its source and is kept from now on.
  public let isNew: Bool

  /// For the event log.
  public var sentence: String {
    isNew
      ? "the table of \"\(path)\" is kept in \"\(place)\""
      : "\"\(path)\" is unchanged: its table was taken from \"\(place)\""
  }
}

extension ReadingOptions {
  /// Everything that decides what a file is read as; the marks do not.
  fileprivate var wayOfReading: [String] {
    var csv = csv
    csv.missing.byColumn = [:]
    let missing = self.csv.missing.byColumn.sorted { $0.key < $1.key }
    return [
      String(reflecting: csv), String(reflecting: missing), String(reflecting: limit),
      String(reflecting: target), String(reflecting: possibleClasses),
      String(reflecting: textColumns.sorted()), String(reflecting: expectedNames.sorted()),
    ]
  }
}
