internal import Diagnostics
internal import LinearAlgebra

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

  /// Rows worked on together: their values for neighbouring columns share cache lines.
  private static let blockRowCount = 64

  /// The columns of the block; bytes stay bytes.
  ///
  /// **Errors** `DatasetError` for a whole number that no double holds exactly.
  func columns(
    in bytes: ElementStorage<UInt8>, path: String, file: ScratchFile?
  ) throws -> [Column.Values] {
    try bytes.withUnsafeBufferPointer { bytes in
      let block = UnsafeRawBufferPointer(bytes)
      if case .unsigned(1) = kind {
        return columns(UInt8.self, of: block, in: file) { $0 }.map { .bytes($0) }
      }
      return try numbers(block, path: path, file: file).map { .numbers($0) }
    }
  }

  private func numbers(
    _ block: UnsafeRawBufferPointer, path: String, file: ScratchFile?
  ) throws -> [ElementStorage<Double>] {
    switch kind {
    case .boolean: columns(UInt8.self, of: block, in: file) { $0 == 0 ? 0 : 1 }
    case .float:
      columns(UInt32.self, of: block, in: file) { Double(Float(bitPattern: $0)) }
    case .double: columns(UInt64.self, of: block, in: file) { Double(bitPattern: $0) }
    case .unsigned(1): columns(UInt8.self, of: block, in: file) { Double($0) }
    case .unsigned(2): columns(UInt16.self, of: block, in: file) { Double($0) }
    case .unsigned(4): columns(UInt32.self, of: block, in: file) { Double($0) }
    case .unsigned: try exact(UInt64.self, of: block, path: path, file: file)
    case .signed(1): columns(Int8.self, of: block, in: file) { Double($0) }
    case .signed(2): columns(Int16.self, of: block, in: file) { Double($0) }
    case .signed(4): columns(Int32.self, of: block, in: file) { Double($0) }
    case .signed: try exact(Int64.self, of: block, path: path, file: file)
    }
  }

  /// Each column's values as something else, a block of rows at a time.
  @inline(__always)
  private func columns<Whole: FixedWidthInteger, Value: BitwiseCopyable & Sendable>(
    _ type: Whole.Type, of block: UnsafeRawBufferPointer, in file: ScratchFile?,
    convert: (Whole) -> Value
  ) -> [ElementStorage<Value>] {
    let columns = (0..<columnCount).map { _ in
      GrowingElements<Value>(capacity: rowCount, in: file)
    }
    let targets = columns.map(\.base)
    for start in stride(from: 0, to: rowCount, by: Self.blockRowCount) {
      let rows = start..<min(start + Self.blockRowCount, rowCount)
      for (j, target) in targets.enumerated() {
        for i in rows { target[i] = convert(value(block, i, j)) }
      }
    }
    return columns.map { $0.finish(count: rowCount) }
  }

  /// The value in row `i`, column `j`.
  @inline(__always)
  private func value<Whole: FixedWidthInteger>(
    _ block: UnsafeRawBufferPointer, _ i: Int, _ j: Int
  ) -> Whole {
    let value = block.loadUnaligned(
      fromByteOffset: (i * rowStride + j * columnStride) * MemoryLayout<Whole>.size,
      as: Whole.self)
    return isBigEndian ? Whole(bigEndian: value) : Whole(littleEndian: value)
  }

  private func exact<Whole: FixedWidthInteger>(
    _ type: Whole.Type, of block: UnsafeRawBufferPointer, path: String, file: ScratchFile?
  ) throws -> [ElementStorage<Double>] {
    var isExact = true
    let numbers = columns(type, of: block, in: file) { value in
      let number = Double(value)
      if Whole(exactly: number) != value { isExact = false }
      return number
    }
    if isExact { return numbers }
    for j in 0..<columnCount {
      for i in 0..<rowCount {
        let value: Whole = value(block, i, j)
        guard Double(exactly: value) == nil else { continue }
        throw DatasetError(
          [
            Diagnostic(
              id: "data-inexact",
              "row \(i + 1) of \"\(path)\" must be a number that a double holds exactly; got \(value)"
            )
          ], isDataInvalid: true)
      }
    }
    return numbers
  }
}
