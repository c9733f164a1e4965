internal import Diagnostics
internal import Foundation
internal import LinearAlgebra
import Text

/// A table in a file, its columns as they lie in memory, so that reading it is mapping it.
///
/// ```
/// "ASSAYTB3" · where the header begins, 8 bytes · its length, 8 bytes · SHA-256 of all bytes from the
/// first column on, 32 bytes · for each column its cells, and for categories the lengths of the levels,
/// 4 bytes each, and their UTF-8 · header, JSON
/// ```
/// Each piece begins at a multiple of 64 bytes; numbers have their least significant byte first.
enum ColumnarFile {
  /// Bytes before the first column.
  static let prefixByteCount = 64
  private static let digestOffset = 24
  private static let magic = Array("ASSAYTB3".utf8)

  private struct Header: Codable {
    let stamps: [FileStamp]
    let rowCount: Int
    let lines: LineMap
    let sources: [TableSource]
    let warnings: [Diagnostic]
    let isSparse: Bool
    let columns: [ColumnHeader]
  }

  private struct ColumnHeader: Codable {
    enum Kind: String, Codable {
      case numbers, bytes, categories
    }

    let name: String
    let kind: Kind
    /// Where the cells begin.
    let offset: Int
    var levels: LevelsHeader?
  }

  private struct LevelsHeader: Codable {
    let count: Int
    let lengthsOffset: Int
    let byteCount: Int
    let textOffset: Int
  }

  /// Completes a file that the columns of a table may already be in, and gives it its name.
  static func write(
    _ table: FileTable, stamps: [FileStamp], to file: ScratchFile, at path: String
  ) throws(StorageFailure) {
    var columns: [ColumnHeader] = []
    for column in table.columns { columns.append(try write(column, to: file)) }
    let header = Header(
      stamps: stamps, rowCount: table.rowCount, lines: table.lines, sources: table.sources,
      warnings: table.warnings, isSparse: table.isSparse, columns: columns)
    guard let text = try? JSON.bytes(of: header) else { throw StorageFailure(code: EINVAL) }
    let offset = try file.offset(of: ElementStorage(text))
    try file.write(magic, at: 0)
    let place = [offset, text.count].map { UInt64($0).littleEndian }
    try file.write(place.withUnsafeBytes { Array($0) }, at: magic.count)
    let hash = SHA256()
    try file.forEachPiece(of: prefixByteCount..<(offset + text.count), hash.update)
    try file.write(hash.finalizeBytes(), at: digestOffset)
    try file.keep(as: path)
  }

  private static func write(
    _ column: Column, to file: ScratchFile
  ) throws(StorageFailure) -> ColumnHeader {
    switch column.values {
    case .numbers(let numbers):
      return ColumnHeader(name: column.name, kind: .numbers, offset: try file.offset(of: numbers))
    case .bytes(let bytes):
      return ColumnHeader(name: column.name, kind: .bytes, offset: try file.offset(of: bytes))
    case .categories(let codes, let levels):
      let offset = try file.offset(of: codes)
      let text = ElementStorage(levels.flatMap { Array($0.utf8) })
      let header = LevelsHeader(
        count: levels.count,
        lengthsOffset: try file.offset(of: ElementStorage(levels.map { UInt32($0.utf8.count) })),
        byteCount: text.count, textOffset: try file.offset(of: text))
      return ColumnHeader(name: column.name, kind: .categories, offset: offset, levels: header)
    }
  }

  /// The table of a file, its columns mapped, and the stamps of the files it was read from; nil
  /// where there is no whole one with the bytes that were written.
  ///
  /// - Parameter isVerified: Whether the digest is compared: not of a file just written.
  static func read(
    _ path: String, isVerified: Bool = true
  ) -> (table: FileTable, stamps: [FileStamp])? {
    guard let file = MappedFile(path: path),
      file.elements(UInt8.self, at: 0, count: magic.count)?.array == magic,
      let place = file.elements(UInt64.self, at: magic.count, count: 2)?.map({
        Int(exactly: UInt64(littleEndian: $0)) ?? -1
      }),
      // The header ends the file, so that one that was cut off is noticed.
      place[0].addingReportingOverflow(place[1]) == (file.byteCount, false),
      !isVerified || hasWrittenBytes(file),
      let text = file.elements(UInt8.self, at: place[0], count: place[1]),
      let header = try? JSON.value(Header.self, from: text.array)
    else { return nil }
    var columns: [Column] = []
    for column in header.columns {
      guard let values = values(of: column, rowCount: header.rowCount, in: file) else { return nil }
      columns.append(Column(name: column.name, values: values))
    }
    var table = FileTable(columns: columns, rowCount: header.rowCount, sources: header.sources)
    table.lines = header.lines
    table.warnings = header.warnings
    table.isSparse = header.isSparse
    return (table, header.stamps)
  }

  private static func hasWrittenBytes(_ file: MappedFile) -> Bool {
    guard
      let digest = file.elements(UInt8.self, at: digestOffset, count: SHA256.byteCount)?.array,
      let bytes = file.elements(
        UInt8.self, at: prefixByteCount, count: file.byteCount - prefixByteCount)
    else { return false }
    let hash = SHA256()
    bytes.withUnsafeBufferPointer { hash.update(UnsafeRawBufferPointer($0)) }
    return hash.finalizeBytes() == digest
  }

  private static func values(
    of column: ColumnHeader, rowCount: Int, in file: MappedFile
  ) -> Column.Values? {
    switch column.kind {
    case .numbers:
      return file.elements(Double.self, at: column.offset, count: rowCount).map { .numbers($0) }
    case .bytes:
      return file.elements(UInt8.self, at: column.offset, count: rowCount).map { .bytes($0) }
    case .categories:
      guard let header = column.levels,
        let codes = file.elements(Int32.self, at: column.offset, count: rowCount),
        let levels = levels(header, in: file),
        codes.allSatisfy({ $0 >= -1 && $0 < levels.count })
      else { return nil }
      return .categories(codes: codes, levels: levels)
    }
  }

  private static func levels(_ header: LevelsHeader, in file: MappedFile) -> [String]? {
    guard
      let lengths = file.elements(UInt32.self, at: header.lengthsOffset, count: header.count),
      let text = file.elements(UInt8.self, at: header.textOffset, count: header.byteCount)?.array,
      lengths.reduce(0, { $0 + Int($1) }) == text.count
    else { return nil }
    var start = 0
    return lengths.map { length in
      defer { start += Int(length) }
      return String(decoding: text[start..<start + Int(length)], as: UTF8.self)
    }
  }
}
