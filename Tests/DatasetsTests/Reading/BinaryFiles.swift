/// Makes IDX and NPY files for tests, byte by byte.
enum BinaryFiles {
  static func idx(type: UInt8, dimensions: [Int], values: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0, 0, type, UInt8(dimensions.count)]
    for dimension in dimensions { bytes += bigEndian(UInt32(dimension)) }
    return bytes + values
  }

  static func npy(
    _ descriptor: String, shape: String, values: [UInt8], version: UInt8 = 1,
    isColumnMajor: Bool = false
  ) -> [UInt8] {
    let order = isColumnMajor ? "True" : "False"
    var header = Array(
      "{'descr': '\(descriptor)', 'fortran_order': \(order), 'shape': \(shape), }".utf8)
    let lengthCount = version == 1 ? 2 : 4
    while (8 + lengthCount + header.count + 1) % 64 != 0 { header.append(0x20) }
    header.append(0x0A)
    var bytes: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version, 0]
    for i in 0..<lengthCount { bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * i))) }
    return bytes + header + values
  }

  static func bigEndian<Whole: FixedWidthInteger>(_ value: Whole) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  static func littleEndian<Whole: FixedWidthInteger>(_ value: Whole) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
