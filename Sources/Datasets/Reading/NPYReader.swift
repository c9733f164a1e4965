internal import Diagnostics

/// Reads NumPy's `.npy` arrays of one or two dimensions, and the labels beside them.
///
/// **Source** NumPy enhancement proposal 1, versions 1.0 to 3.0 of the format.
struct NPYReader: TableReader {
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  func read(_ file: DataRequest.FilePath, options: ReadingOptions) throws -> FileTable {
    let inputs = try NPYArray(path: file.path)
    let rowCount = min(inputs.rowCount, options.limit ?? .max)
    let names = (0..<inputs.columnCount).map { "x\($0)" }
    var columns = try inputs.columns(rowCount: rowCount, names: names)
    var sources = [inputs.source(rowCount: rowCount)]
    if let path = file.labels {
      let labels = try NPYArray(path: path)
      guard labels.columnCount == 1, labels.rowCount == inputs.rowCount else {
        throw DatasetError(
          [
            Diagnostic(
              id: "npy-labels",
              "\"\(path)\" must hold one label for each of the \(inputs.rowCount) rows of "
                + "\"\(file.path)\"; got the shape \(labels.shape)")
          ], isDataInvalid: true)
      }
      let name = options.target ?? IDXReader.labelName
      columns.append(try labels.numberColumn(rowCount: rowCount, name: name))
      sources.append(labels.source(rowCount: rowCount))
    }
    return FileTable(columns: columns, rowCount: rowCount, sources: sources)
  }
}

/// One `.npy` file in memory.
private struct NPYArray {
  let path: String
  let shape: [Int]
  private let kind: BinaryValues.Kind
  private let isBigEndian: Bool
  private let isColumnMajor: Bool
  private let bytes: [UInt8]
  private let offset: Int
  private let sha256: String
  private let byteCount: Int

  var rowCount: Int { shape[0] }
  var columnCount: Int { shape.count > 1 ? shape[1] : 1 }

  init(path: String) throws {
    self.path = path
    let file = try FileBytes(path: path)
    let bytes = try file.readAll()
    self.bytes = bytes
    sha256 = try file.finishDigest()
    byteCount = file.rawByteCount
    func wrong(_ message: String) -> DatasetError {
      DatasetError([Diagnostic(id: "npy-form", "\"\(path)\" \(message)")], isDataInvalid: true)
    }
    guard bytes.count >= 12, bytes.starts(with: NPYReader.magic), (1...3).contains(bytes[6]) else {
      throw wrong("must be an .npy file of version 1, 2 or 3; got other bytes at its start")
    }
    let lengthCount = bytes[6] == 1 ? 2 : 4
    let length = (0..<lengthCount).reversed().reduce(0) { $0 << 8 | Int(bytes[8 + $1]) }
    offset = 8 + lengthCount + length
    guard offset <= bytes.count else {
      throw wrong("must have a header of \(length) bytes; got a file of \(bytes.count)")
    }
    let header = String(decoding: bytes[(8 + lengthCount)..<offset], as: UTF8.self)
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
    var size = kind.byteCount
    for dimension in found {
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw wrong("must have a shape that fits in memory; got \(found)") }
      size = product
    }
    guard size == bytes.count - offset else {
      throw wrong(
        "must have \(size) bytes of values for its shape \(found); got \(bytes.count - offset)")
    }
    guard size > 0 else { throw wrong("must have rows; got the shape \(found)") }
    (self.kind, self.isBigEndian, self.shape) = (kind, isBigEndian, found)
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

  func columns(rowCount: Int, names: [String]) throws -> [Column] {
    try values(rowCount).columns(in: bytes, at: offset, names: names, path: path)
  }

  func numberColumn(rowCount: Int, name: String) throws -> Column {
    let numbers = try bytes.withUnsafeBytes { raw in
      try values(rowCount).numbers(
        UnsafeRawBufferPointer(rebasing: raw[offset...]), column: 0, path: path)
    }
    return Column(name: name, values: .numbers(numbers))
  }

  func source(rowCount: Int) -> TableSource {
    TableSource(path: path, rows: 0..<rowCount, sha256: sha256, byteCount: byteCount)
  }

  private func values(_ rowCount: Int) -> BinaryValues {
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
