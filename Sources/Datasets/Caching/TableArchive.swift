internal import Diagnostics
internal import Foundation
internal import LinearAlgebra

/// A table in a file as it lies in memory, so that reading it is copying.
///
/// ```
/// "ASSAYTB1" · length of the header, 8 bytes · header, JSON · for each column its cells, and for
/// categories the lengths of the levels, 4 bytes each, and their UTF-8; each piece from a multiple
/// of 64 bytes on; numbers least significant byte first
/// ```
enum TableArchive {
  private static let magic = Array("ASSAYTB1".utf8)
  private static let alignment = 64

  /// What stands before the cells.
  private struct Header: Codable {
    let stamps: [FileStamp]
    let rowCount: Int
    let lines: LineMap
    let sources: [TableSource]
    let warnings: [Diagnostic]
    let columns: [ColumnHeader]
  }

  fileprivate struct ColumnHeader: Codable {
    enum Kind: String, Codable {
      case numbers, bytes, categories
    }

    let name: String
    let kind: Kind
    let levelCount: Int
    let levelByteCount: Int
  }

  /// Writes a table and the stamps of the files it was read from.
  static func write(_ table: FileTable, stamps: [FileStamp], to file: ArchiveWriter)
    throws(ArchiveFailure)
  {
    let levels = table.columns.map { $0.values.levelBytes }
    let columns = zip(table.columns, levels).map { column, levels in
      ColumnHeader(
        name: column.name, kind: column.values.kind, levelCount: levels.lengths.count,
        levelByteCount: levels.text.count)
    }
    let header = Header(
      stamps: stamps, rowCount: table.rowCount, lines: table.lines, sources: table.sources,
      warnings: table.warnings, columns: columns)
    guard let text = try? JSONEncoder().encode(header) else { throw ArchiveFailure(code: EINVAL) }
    try file.write(magic)
    try file.write([UInt64(text.count).littleEndian])
    try file.write(Array(text))
    for (column, levels) in zip(table.columns, levels) {
      try file.align(to: alignment)
      switch column.values {
      case .numbers(let numbers): try file.write(numbers.array)
      case .bytes(let bytes): try file.write(bytes.array)
      case .categories(let codes, _): try file.write(codes.array)
      }
      guard case .categories = column.values else { continue }
      try file.align(to: alignment)
      try file.write(levels.lengths)
      try file.align(to: alignment)
      try file.write(levels.text)
    }
  }

  /// The table of a file, and the stamps of those it was read from; nil where it is no whole archive.
  static func read(_ file: ArchiveReader) -> (table: FileTable, stamps: [FileStamp])? {
    guard file.elements(UInt8.self, count: magic.count) == magic,
      let length = file.elements(UInt64.self, count: 1)?.first.map(UInt64.init(littleEndian:)),
      length <= UInt64(file.byteCount),
      let text = file.elements(UInt8.self, count: Int(length)),
      let header = try? JSONDecoder().decode(Header.self, from: Data(text))
    else { return nil }
    var columns = [Column]()
    for column in header.columns {
      guard let values = values(of: column, rowCount: header.rowCount, in: file) else { return nil }
      columns.append(Column(name: column.name, values: values))
    }
    guard file.isAtEnd else { return nil }
    var table = FileTable(
      columns: columns, rowCount: header.rowCount, sources: header.sources)
    table.lines = header.lines
    table.warnings = header.warnings
    return (table, header.stamps)
  }

  private static func values(
    of column: ColumnHeader, rowCount: Int, in file: ArchiveReader
  ) -> Column.Values? {
    file.align(to: alignment)
    switch column.kind {
    case .numbers: return file.elements(Double.self, count: rowCount).map { .numbers($0) }
    case .bytes: return file.elements(UInt8.self, count: rowCount).map { .bytes($0) }
    case .categories:
      guard let codes = file.elements(Int32.self, count: rowCount) else { return nil }
      file.align(to: alignment)
      guard let lengths = file.elements(UInt32.self, count: column.levelCount) else { return nil }
      file.align(to: alignment)
      guard let text = file.elements(UInt8.self, count: column.levelByteCount),
        lengths.reduce(0, { $0 + Int($1) }) == text.count,
        codes.allSatisfy({ $0 >= -1 && $0 < lengths.count })
      else { return nil }
      var start = 0
      let levels = lengths.map { length in
        defer { start += Int(length) }
        return String(decoding: text[start..<start + Int(length)], as: UTF8.self)
      }
      return .categories(codes: codes, levels: levels)
    }
  }
}

extension Column.Values {
  fileprivate var kind: TableArchive.ColumnHeader.Kind {
    switch self {
    case .numbers: .numbers
    case .bytes: .bytes
    case .categories: .categories
    }
  }

  fileprivate var levelBytes: (lengths: [UInt32], text: [UInt8]) {
    guard case .categories(_, let levels) = self else { return ([], []) }
    return (levels.map { UInt32($0.utf8.count) }, levels.flatMap { Array($0.utf8) })
  }
}
