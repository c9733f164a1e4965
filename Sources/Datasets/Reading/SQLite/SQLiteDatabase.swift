internal import Foundation
internal import GRDB

/// A SQLite file, opened for reading only; the only user of GRDB.
struct SQLiteDatabase {
  /// A cell of a row.
  enum Cell {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob(byteCount: Int)
  }

  /// Why SQLite could not do what was asked.
  struct Failure: Error {
    enum Kind {
      /// The query is at fault.
      case query
      case locked
      /// The file is at fault.
      case file
    }

    let kind: Kind
    /// As SQLite puts it.
    let reason: String
  }

  /// The result of a query.
  protocol RowConsumer {
    /// Takes the names of the columns, before the rows.
    mutating func begin(names: [String]) throws
    /// Takes a cell of the current row, columns in order.
    mutating func add(_ cell: Cell, column: Int)
    /// Ends the row; false ends the result.
    mutating func endRow() -> Bool
  }

  /// Seconds to wait for another program's lock.
  private static let lockTimeout = 2.0

  private let queue: DatabaseQueue

  init(path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(Self.lockTimeout)
    queue = try Self.translating { try DatabaseQueue(path: path, configuration: configuration) }
  }

  /// The names of tables and views, without SQLite's own.
  func tableNames() throws -> [String] {
    try Self.translating {
      try queue.read { database in
        try String.fetchAll(
          database,
          sql: "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
            + "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
      }
    }
  }

  /// The query of all rows of a table.
  static func query(table: String) -> String {
    "SELECT * FROM \"\(table.replacingOccurrences(of: "\"", with: "\"\""))\""
  }

  /// Runs a query and gives its rows to `consumer`.
  ///
  /// **Errors** `Failure`, and what the consumer throws
  func run<Consumer: RowConsumer>(_ query: String, into consumer: inout Consumer) throws {
    try Self.translating {
      try queue.read { database in
        let statement = try database.makeStatement(sql: query)
        guard statement.isReadonly, statement.columnCount > 0 else {
          throw Failure(kind: .query, reason: "a statement that is no SELECT")
        }
        try consumer.begin(names: statement.columnNames)
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() {
          for column in 0..<row.count {
            let value: DatabaseValue = row[column]
            let cell: Cell =
              switch value.storage {
              case .null: .null
              case .int64(let integer): .integer(integer)
              case .double(let number): .real(number)
              case .string(let text): .text(text)
              case .blob(let data): .blob(byteCount: data.count)
              }
            consumer.add(cell, column: column)
          }
          if !consumer.endRow() { return }
        }
      }
    }
  }

  private static func translating<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError {
      let kind: Failure.Kind =
        switch error.resultCode {
        case .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_READONLY, .SQLITE_AUTH, .SQLITE_RANGE,
          .SQLITE_TOOBIG, .SQLITE_MISMATCH:
          .query
        case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
        default: .file
        }
      throw Failure(kind: kind, reason: error.message ?? "SQLite reports \(error.resultCode)")
    }
  }
}
