internal import Diagnostics
internal import Foundation
internal import LinearAlgebra
import Text

/// Reads sparse rows in the format of SVMlight and LIBSVM, gzipped or not, into dense columns.
///
/// ```
/// # comment
/// LABEL [qid:GROUP] INDEX:VALUE INDEX:VALUE … # comment
/// ```
/// Column `x7` holds the values of the index 7 as it is written, so that files that count from 0 and
/// from 1 are read alike; the columns go from the first index, 0 or 1, to the greatest one. What a row
/// leaves out is 0. The groups are a column, `qid`, when the request names it.
///
/// **Source** Joachims, SVMlight, "Ranking" and file format; Chang and Lin, LIBSVM, README.
struct SVMLightReader: TableReader {
  /// The name of the column of groups.
  static let groupName = "qid"
  /// Most cells of the dense table.
  private static let greatestCellCount = 1 << 31

  func read(_ file: DataRequest.FilePath, options: ReadingOptions) throws -> FileTable {
    if let labels = file.labels {
      throw DatasetError(
        [
          Diagnostic(
            id: "svmlight-labels",
            "svmlight has its labels in its rows; got \"\(labels)\" beside \"\(file.path)\"")
        ], isDataInvalid: false)
    }
    let bytes = try FileBytes(path: file.path)
    let window = try ByteWindow(bytes)
    var rows = SparseRows(path: file.path, limit: options.limit ?? .max)
    try rows.read(window)
    try rows.requireSound()
    let rowCount = rows.labels.count
    guard rowCount > 0 else {
      throw DatasetError(
        [Diagnostic(id: "data-empty", "\"\(file.path)\" must have rows; got none")],
        isDataInvalid: true)
    }
    try ColumnLimit.require(rows.indexRange.count, path: file.path)
    let (cellCount, overflow) = rowCount.multipliedReportingOverflow(by: rows.indexRange.count)
    guard !overflow, cellCount <= Self.greatestCellCount else {
      throw DatasetError(
        [
          Diagnostic(
            id: "svmlight-size",
            "\"\(file.path)\" must have at most \(NumberFormat.count(Self.greatestCellCount)) "
              + "cells as a table; got \(NumberFormat.count(rowCount, "row")) of "
              + NumberFormat.count(rows.indexRange.count, "column"))
        ], isDataInvalid: true)
    }
    let target = options.target ?? ArrayLabels.name
    var columns = [
      Column(name: target, values: Column.Values.numbers(rows.labels).placed(in: options.file))
    ]
    if options.expectedNames.contains(Self.groupName) {
      columns.append(Column(name: Self.groupName, values: rows.groups.placed(in: options.file)))
    }
    columns += rows.denseColumns(in: options.file)
    var table = FileTable(
      columns: columns, rowCount: rowCount, lines: rows.lines,
      sources: [
        TableSource(
          path: file.path, rows: 0..<rowCount, sha256: try bytes.finishDigest(),
          byteCount: bytes.rawByteCount)
      ])
    table.isSparse = true
    return table
  }

  /// Whether the first line besides comments is a number and pairs of an index and a value:
  /// `-1 3:0.5`.
  static func looksLikeRows(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    guard let line = lines.first(where: { $0.first != UInt8(ascii: "#") }) else { return false }
    let words = line.prefix { $0 != UInt8(ascii: "#") }.split(separator: UInt8(ascii: " "))
    guard words.count >= 2 else { return false }
    let scanner = DecimalScanner()
    let pairs = words.dropFirst(words[1].starts(with: "qid:".utf8) ? 2 : 1)
    return scanner.value(of: Array(words[0])) != nil
      && pairs.allSatisfy { word in
        let index = word.prefix { $0 != UInt8(ascii: ":") }
        return index.count < word.count && !index.isEmpty
          && index.allSatisfy { (0x30...0x39).contains($0) }
          && scanner.value(of: Array(word.dropFirst(index.count + 1))) != nil
      }
  }
}
