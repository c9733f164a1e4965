internal import Diagnostics
internal import Foundation
internal import LinearAlgebra

/// Reads the rows of a query of a SQLite database, gzipped or not.
///
/// NULL is a missing cell; a column of numbers and of texts that are numbers is one of numbers, as in
/// delimited text. The digest is that of the database file, so all of the database must be in it.
struct SQLiteReader: TableReader {
  static let magic = Array("SQLite format 3\0".utf8)

  func read(_ file: DataRequest.FilePath, options: ReadingOptions) throws -> FileTable {
    let stamp = FileStamp(path: file.path)
    let bytes = try FileBytes(path: file.path)
    let start = try bytes.readAll(limit: Self.magic.count)
    guard start == Self.magic else {
      throw Self.wrong(
        "\"\(file.path)\" must be a SQLite database; got "
          + (start.isEmpty ? "an empty file" : "other bytes at its start"))
    }
    try Self.requireNoLog(of: file.path)
    let table: SQLiteTable
    do {
      table = try rows(
        in: bytes.isGzipped
          ? unpacked(start: start, rest: bytes) : SQLiteDatabase(path: file.path),
        of: file, options)
    } catch let failure as SQLiteDatabase.Failure {
      throw Self.error(failure, file: file, options)
    }
    let digest = try bytes.finishDigest()
    guard FileStamp(path: file.path) == stamp else {
      throw Self.wrong("\"\(file.path)\" must not change while it is read; got a change")
    }
    let columns = try table.finish()
    guard table.rowCount > 0 else {
      throw DatasetError(
        [Diagnostic(id: "data-empty", "\"\(file.path)\" must have rows; the query gives none")],
        isDataInvalid: true)
    }
    return FileTable(
      columns: columns, rowCount: table.rowCount,
      sources: [
        TableSource(
          path: file.path, rows: 0..<table.rowCount, sha256: digest,
          byteCount: bytes.rawByteCount)
      ])
  }

  /// A gzipped database, unpacked into a file that is gone once it is closed.
  private func unpacked(start: [UInt8], rest: FileBytes) throws -> SQLiteDatabase {
    let file = try UnpackedFile(start: start, rest: rest)
    defer { file.remove() }
    return try SQLiteDatabase(path: file.path)
  }

  private func rows(
    in database: SQLiteDatabase, of file: DataRequest.FilePath, _ options: ReadingOptions
  ) throws -> SQLiteTable {
    var table = SQLiteTable(path: file.path, options: options)
    let query: String
    if let given = file.query {
      query = given
    } else {
      let names = try database.tableNames()
      guard let only = names.first, names.count == 1 else {
        throw DatasetError(
          [
            Diagnostic(
              id: "data-sqlite-table",
              "\"\(file.path)\" must have one table where no query is given; got "
                + (names.isEmpty ? "none" : NameList.text(names)),
              notes: ["data.source: {sqlite: \(file.path), query: \"SELECT …\"}"])
          ], isDataInvalid: false)
      }
      query = SQLiteDatabase.query(table: only)
    }
    try database.run(query, into: &table)
    return table
  }

  /// Refuses a database whose last changes are not in the file yet.
  static func requireNoLog(of path: String) throws {
    for (suffix, advice) in [
      ("-wal", "sqlite3 \(path) \"PRAGMA wal_checkpoint(TRUNCATE)\""),
      ("-journal", "sqlite3 \(path) .tables"),
    ] {
      guard let log = FileStamp(path: path + suffix), log.byteCount > 0 else { continue }
      throw DatasetError(
        [
          Diagnostic(
            id: "data-sqlite-log",
            "\"\(path)\" must hold all of the database; got changes in \"\(path)\(suffix)\"",
            notes: ["when no program writes to it: \(advice)"])
        ], isDataInvalid: true)
    }
  }

  private static func error(
    _ failure: SQLiteDatabase.Failure, file: DataRequest.FilePath, _ options: ReadingOptions
  ) -> DatasetError {
    switch failure.kind {
    case .query:
      DatasetError(
        [
          options.queryDiagnostic(
            id: "data-sqlite-query",
            "a query must be a SELECT that SQLite can run; got: \(failure.reason)",
            notes: tablesNote(file))
        ], isDataInvalid: false)
    case .locked:
      wrong("\"\(file.path)\" must not be locked; another program is writing to it")
    case .file:
      wrong("\"\(file.path)\" must be a whole SQLite database; got: \(failure.reason)")
    }
  }

  /// The tables that a query may name; none where they cannot be read.
  private static func tablesNote(_ file: DataRequest.FilePath) -> [String] {
    guard let names = try? SQLiteDatabase(path: file.path).tableNames(), !names.isEmpty else {
      return []
    }
    return ["tables: \(names.prefix(12).joined(separator: ", "))"]
  }

  private static func wrong(_ message: String) -> DatasetError {
    DatasetError([Diagnostic(id: "data-sqlite", message)], isDataInvalid: true)
  }
}

extension ReadingOptions {
  /// A problem of the query, or of the database where none is written.
  func queryDiagnostic(id: String, _ message: String, notes: [String]) -> Diagnostic {
    marks.diagnostic(
      at: ["\(sourceKey).query", sourceKey, "source"], id: id, message, notes: notes)
  }
}

/// A gzipped file, unpacked into the folder of temporary files.
private struct UnpackedFile {
  let path: String

  /// - Parameters:
  ///   - start: The bytes already taken from `rest`.
  init(start: [UInt8], rest: FileBytes) throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "assay-\(UUID().uuidString).sqlite").path
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path, of: rest.path) }
    defer { close(descriptor) }
    do {
      var bytes = start
      while !bytes.isEmpty {
        guard bytes.withUnsafeBytes({ Self.write($0, to: descriptor) }) else {
          throw Self.failure(path, of: rest.path)
        }
        bytes = try rest.readAll(limit: 8 << 20)
      }
    } catch {
      remove()
      throw error
    }
  }

  func remove() { unlink(path) }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 && errno != EINTR { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
    }
    return true
  }

  private static func failure(_ path: String, of packed: String) -> DatasetError {
    let reason = String(cString: strerror(errno))
    return DatasetError(
      [
        Diagnostic(
          id: "data-sqlite-unpack", "cannot unpack \"\(packed)\" into \"\(path)\": \(reason)",
          notes: ["gunzip it, or name another folder with TMPDIR"])
      ], isDataInvalid: true)
  }
}
