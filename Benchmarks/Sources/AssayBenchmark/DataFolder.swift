import Foundation
import LinearAlgebra

/// The generated arrays that both sides work on.
struct DataFolder {
  let path: String

  func file(_ name: String) -> String { path + "/" + name }

  /// The inputs of a data set, [n, d].
  func inputs(_ name: String) throws -> Matrix {
    let array = try NumberArray(path: file(name + "_X.npy"))
    guard array.shape.count == 2 else {
      throw BenchmarkError("\(name)_X.npy must have two dimensions; got \(array.shape)")
    }
    return Matrix(
      rowCount: array.shape[0], columnCount: array.shape[1], storage: array.values)
  }

  func values(_ name: String) throws -> [Double] {
    try NumberArray(path: file(name + "_y.npy")).values
  }

  func classes(_ name: String) throws -> [Int] {
    try values(name).map { Int($0) }
  }

  /// The least objective, where the peers' side has computed it.
  func reference(_ name: String) throws -> Double? {
    let path = file(name + "_reference.npy")
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try NumberArray(path: path).values.first
  }
}

/// Numbers of a `.npy` file in C order, as doubles.
struct NumberArray {
  let shape: [Int]
  let values: [Double]

  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BenchmarkError("cannot read \(path); scripts/bench makes it")
    }
    guard data.count > 10, data.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1]) else {
      throw BenchmarkError("\(path) must be an .npy file of version 1")
    }
    let start = 10 + Int(data[8]) + Int(data[9]) << 8
    let header = String(decoding: data[10..<start], as: UTF8.self)
    let shape = try Self.shape(in: header, path: path)
    let count = shape.reduce(1, *)
    values = try data.withUnsafeBytes { bytes -> [Double] in
      let body = UnsafeRawBufferPointer(rebasing: bytes[start...])
      func read<Element>(_ type: Element.Type, _ convert: (Element) -> Double) throws -> [Double] {
        guard body.count == count * MemoryLayout<Element>.stride else {
          throw BenchmarkError("\(path) must hold \(shape) numbers; got \(body.count) bytes")
        }
        return (0..<count).map {
          convert(
            body.loadUnaligned(
              fromByteOffset: $0 * MemoryLayout<Element>.stride, as: Element.self))
        }
      }
      if header.contains("<f8") { return try read(Double.self) { $0 } }
      if header.contains("<i8") { return try read(Int64.self) { Double($0) } }
      if header.contains("|u1") { return try read(UInt8.self) { Double($0) } }
      throw BenchmarkError("\(path) must hold f8, i8 or u1; got the header \(header)")
    }
    self.shape = shape
  }

  private static func shape(in header: String, path: String) throws -> [Int] {
    guard header.contains("'fortran_order': False"),
      let open = header.firstIndex(of: "("), let close = header.firstIndex(of: ")"), open < close
    else { throw BenchmarkError("\(path) must be in C order; got the header \(header)") }
    return header[header.index(after: open)..<close].split(separator: ",").compactMap {
      Int($0.filter { $0 != " " })
    }
  }
}
