internal import Diagnostics
internal import Foundation

/// A folder that keeps tables as they were read, so that the next run need not read the text again.
///
/// A table is taken from the folder only while its files are the same by their stamps and they would
/// be read in the same way; whatever is wrong with what the folder holds, the source is read.
struct TableCache {
  let folder: String

  /// Whether copying beats reading: text has to be understood, packed files unpacked.
  static func helps(_ file: DataRequest.FilePath, format: DataRequest.Format) -> Bool {
    switch format {
    case .csv, .tsv: true
    case .idx, .npy: [file.path, file.labels ?? ""].contains { $0.lowercased().hasSuffix(".gz") }
    }
  }

  /// The table of a file from the folder, or read and then kept there.
  ///
  /// **Errors** what `read` throws; where the table cannot be kept it has a warning.
  func table(
    of file: DataRequest.FilePath, format: DataRequest.Format, options: ReadingOptions,
    read: () throws -> FileTable
  ) throws -> FileTable {
    let paths = [file.path] + [file.labels].compactMap { $0 }
    let stamps = paths.compactMap { FileStamp(path: $0) }
    guard stamps.count == paths.count else { return try read() }
    let place = place(of: file, format: format, options: options)
    if let archive = ArchiveReader(path: place), let kept = TableArchive.read(archive),
      kept.stamps == stamps
    {
      var table = kept.table
      table.cacheUse = CacheUse(path: file.path, place: place, isNew: false)
      return table
    }
    var table = try read()
    // Written while it was read, or a moment before: nobody could tell a later write from it.
    guard stamps.allSatisfy({ $0.isSettled() }), paths.compactMap({ FileStamp(path: $0) }) == stamps
    else { return table }
    do {
      try keep(table, stamps: stamps, at: place)
      table.cacheUse = CacheUse(path: file.path, place: place, isNew: true)
    } catch {
      table.warnings.append(
        options.marks.diagnostic(
          .warning, at: ["cache"], id: "data-cache",
          "the table of \"\(file.path)\" cannot be kept in \"\(folder)\": \(error.reason)"))
    }
    return table
  }

  private func keep(_ table: FileTable, stamps: [FileStamp], at place: String)
    throws(ArchiveFailure)
  {
    // What hinders it shows when the file is begun.
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let writer = try ArchiveWriter(path: place)
    try TableArchive.write(table, stamps: stamps, to: writer)
    try writer.finish()
  }

  /// One place for each file and way to read it: "cache/train.csv-0f3a91c2b7d4e586.table".
  private func place(
    of file: DataRequest.FilePath, format: DataRequest.Format, options: ReadingOptions
  ) -> String {
    let paths = [file.path, file.labels ?? ""].map { URL(fileURLWithPath: $0).path }
    let texts = paths + [format.rawValue] + options.wayOfReading
    // Each text with its length, so that no two lists look the same.
    let digest = SHA256.digest(of: Array(texts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
    let name = (file.path as NSString).lastPathComponent
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
    [
      String(reflecting: csv), String(reflecting: limit), String(reflecting: target),
      String(reflecting: textColumns.sorted()), String(reflecting: expectedNames.sorted()),
    ]
  }
}
