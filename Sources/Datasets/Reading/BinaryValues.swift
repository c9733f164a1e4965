internal import Diagnostics

/// A block of numbers of one machine type inside a file: how to read it as columns.
struct BinaryValues {
  enum Kind: Sendable {
    case unsigned(byteCount: Int)
    case signed(byteCount: Int)
    case float
    case double
    case boolean

    var byteCount: Int {
      switch self {
      case .unsigned(let count), .signed(let count): count
      case .float: 4
      case .double: 8
      case .boolean: 1
      }
    }
  }

  let kind: Kind
  let isBigEndian: Bool
  let rowCount: Int
  let columnCount: Int
  /// Elements from one row to the next, and from one column to the next.
  let rowStride: Int
  let columnStride: Int

  /// The columns of the block that starts at `offset`; bytes stay bytes.
  ///
  /// **Errors** `DatasetError` for a whole number that no double holds exactly.
  func columns(
    in bytes: [UInt8], at offset: Int, names: [String], path: String
  ) throws -> [Column] {
    if case .unsigned(1) = kind { return byteColumns(in: bytes, at: offset, names: names) }
    return try bytes.withUnsafeBytes { raw in
      let block = UnsafeRawBufferPointer(rebasing: raw[offset...])
      return try names.indices.map { j in
        Column(name: names[j], values: .numbers(try numbers(block, column: j, path: path)))
      }
    }
  }

  /// Column `j` as numbers, whatever the kind.
  func numbers(_ block: UnsafeRawBufferPointer, column j: Int, path: String) throws -> [Double] {
    switch kind {
    case .boolean: whole(UInt8.self, block, j).map { $0 == 0 ? 0 : 1 }
    case .float: whole(UInt32.self, block, j).map { Double(Float(bitPattern: $0)) }
    case .double: whole(UInt64.self, block, j).map { Double(bitPattern: $0) }
    case .unsigned(1): whole(UInt8.self, block, j).map(Double.init)
    case .unsigned(2): whole(UInt16.self, block, j).map(Double.init)
    case .unsigned(4): whole(UInt32.self, block, j).map(Double.init)
    case .unsigned: try exact(whole(UInt64.self, block, j), path: path)
    case .signed(1): whole(Int8.self, block, j).map(Double.init)
    case .signed(2): whole(Int16.self, block, j).map(Double.init)
    case .signed(4): whole(Int32.self, block, j).map(Double.init)
    case .signed: try exact(whole(Int64.self, block, j), path: path)
    }
  }

  private func whole<Whole: FixedWidthInteger>(
    _ type: Whole.Type, _ block: UnsafeRawBufferPointer, _ j: Int
  ) -> [Whole] {
    let size = MemoryLayout<Whole>.size
    return [Whole](unsafeUninitializedCapacity: rowCount) { values, count in
      var place = j * columnStride * size
      for i in 0..<rowCount {
        let value = block.loadUnaligned(fromByteOffset: place, as: Whole.self)
        values[i] = isBigEndian ? Whole(bigEndian: value) : Whole(littleEndian: value)
        place += rowStride * size
      }
      count = rowCount
    }
  }

  private func exact(_ values: [some FixedWidthInteger], path: String) throws -> [Double] {
    try values.enumerated().map { i, value in
      guard let number = Double(exactly: value) else {
        throw DatasetError(
          [
            Diagnostic(
              id: "data-inexact",
              "row \(i + 1) of \"\(path)\" must be a number that a double holds exactly; got \(value)"
            )
          ], isDataInvalid: true)
      }
      return number
    }
  }

  /// Bytes row by row into bytes column by column, a cache line of columns at a time.
  private func byteColumns(in bytes: [UInt8], at offset: Int, names: [String]) -> [Column] {
    let tile = 64
    var columns: [Column] = []
    columns.reserveCapacity(columnCount)
    bytes.withUnsafeBufferPointer { source in
      guard let origin = source.baseAddress.map({ $0 + offset }) else { return }
      for first in stride(from: 0, to: columnCount, by: tile) {
        let width = min(tile, columnCount - first)
        let targets = (0..<width).map { _ in
          UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, rowCount))
        }
        targets.withUnsafeBufferPointer { targets in
          for i in 0..<rowCount {
            var p = origin + (i * rowStride + first * columnStride)
            for target in targets {
              target[i] = p.pointee
              p += columnStride
            }
          }
        }
        for (k, target) in targets.enumerated() {
          let values = Array(UnsafeBufferPointer(start: target, count: rowCount))
          columns.append(Column(name: names[first + k], values: .bytes(values)))
          target.deallocate()
        }
      }
    }
    return columns
  }
}
