internal import Diagnostics
internal import LinearAlgebra

/// Reads NumPy's `.npy` arrays of one or two dimensions, and the labels beside them.
///
/// **Source** NumPy enhancement proposal 1, versions 1.0 to 3.0 of the format.
struct NPYReader: TableReader {
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  func read(_ file: DataRequest.FilePath, options: ReadingOptions) throws -> FileTable {
    try NPYArray.table(file, options: options, labelsID: "npy-labels") { index, _ in "x\(index)" }
  }
}

/// One `.npy` file in memory.
private struct NPYArray: ArrayFile {
  let path: String
  let file: LoadedFile
  let dimensions: [Int]
  private let kind: BinaryValues.Kind
  private let isBigEndian: Bool
  private let isColumnMajor: Bool

  /// Most bytes of the dictionary; NumPy reads at most 10,000 by default.
  private static let greatestHeaderLength = 1 << 16

  init(path: String, in scratch: ScratchFile?) throws {
    self.path = path
    func wrong(_ message: String) -> DatasetError { Self.wrong(path, id: "npy-form", message) }
    var source = try ArrayBytes(path: path)
    try source.readHead(12)
    guard source.head.count == 12, source.head.starts(with: NPYReader.magic),
      (1...3).contains(source.head[6])
    else { throw wrong("must be an .npy file of version 1, 2 or 3; got other bytes at its start") }
    let lengthCount = source.head[6] == 1 ? 2 : 4
    let start = 8 + lengthCount
    let length = source.head[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.greatestHeaderLength else {
      throw wrong("must have a header of at most \(Self.greatestHeaderLength) bytes; got \(length)")
    }
    try source.readHead(start + length)
    guard source.head.count >= start + length else {
      throw wrong("must have a header of \(length) bytes; got a file of \(source.head.count)")
    }
    let header = String(decoding: source.head[start..<(start + length)], as: UTF8.self)
    let fields = NPYHeader(header)
    guard let descriptor = fields.descriptor, let (kind, isBigEndian) = Self.kind(descriptor) else {
      throw wrong(
        "must hold plain numbers (f4, f8, i1 to i8, u1 to u8, b1); got the header \(header.prefix(80))"
      )
    }
    let found = fields.shape ?? []
    guard (1...2).contains(found.count), let isColumnMajor = fields.isColumnMajor else {
      throw wrong("must have one or two dimensions; got the header \(header.prefix(80))")
    }
    guard let extent = ArrayExtent(found, bytesPerValue: kind.byteCount) else {
      throw wrong("must have a shape that fits in memory; got \(found)")
    }
    file = try source.values(extent, shape: "\(found)", id: "npy-form", in: scratch)
    (self.kind, self.isBigEndian, dimensions) = (kind, isBigEndian, found)
    self.isColumnMajor = isColumnMajor
  }

  private static func kind(_ descriptor: String) -> (BinaryValues.Kind, isBigEndian: Bool)? {
    let isBigEndian = descriptor.hasPrefix(">")
    let name = descriptor.drop { "<>|=".contains($0) }
    switch name {
    case "f4": return (.float, isBigEndian)
    case "f8": return (.double, isBigEndian)
    case "b1": return (.boolean, isBigEndian)
    case "i1", "i2", "i4", "i8":
      return name.last?.wholeNumberValue.map { (.signed(byteCount: $0), isBigEndian) }
    case "u1", "u2", "u4", "u8":
      return name.last?.wholeNumberValue.map { (.unsigned(byteCount: $0), isBigEndian) }
    default: return nil
    }
  }

  func values(_ rowCount: Int) -> BinaryValues {
    BinaryValues(
      kind: kind, isBigEndian: isBigEndian, rowCount: rowCount, columnCount: columnCount,
      rowStride: isColumnMajor ? 1 : columnCount, columnStride: isColumnMajor ? self.rowCount : 1)
  }
}

/// The dictionary in the head of an `.npy` file: a Python literal of three known keys.
private struct NPYHeader {
  private(set) var descriptor: String?
  private(set) var isColumnMajor: Bool?
  private(set) var shape: [Int]?

  init(_ text: String) {
    if let value = Self.value(of: "descr", in: text), let quote = value.first, "'\"".contains(quote)
    {
      descriptor = String(value.dropFirst().prefix { $0 != quote })
    }
    if let value = Self.value(of: "fortran_order", in: text) {
      if value.hasPrefix("True") { isColumnMajor = true }
      if value.hasPrefix("False") { isColumnMajor = false }
    }
    if let value = Self.value(of: "shape", in: text), value.hasPrefix("(") {
      let parts = value.dropFirst().prefix { $0 != ")" }.split(separator: ",")
        .map { $0.filter { $0 != " " && $0 != "L" } }.filter { !$0.isEmpty }
      let numbers = parts.compactMap { Int($0) }
      if numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }) { shape = numbers }
    }
  }

  private static func value(of key: String, in text: String) -> Substring? {
    for quote in ["'", "\""] {
      if let range = text.firstRange(of: quote + key + quote + ":") {
        return text[range.upperBound...].drop { $0 == " " }
      }
    }
    return nil
  }
}
