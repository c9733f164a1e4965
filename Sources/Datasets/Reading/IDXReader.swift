internal import Diagnostics
internal import LinearAlgebra
internal import Text

/// Reads IDX files: arrays of one machine type, as MNIST is published, and the labels beside them.
///
/// **Source** LeCun, Cortes, Burges, "The MNIST database of handwritten digits", file formats.
struct IDXReader: TableReader {
  func read(_ file: DataRequest.FilePath, options: ReadingOptions) throws -> FileTable {
    try IDXArray.table(file, options: options, labelsID: "idx-labels") { index, inputs in
      "\(inputs.dimensions.count > 1 ? "pixel" : "value")_\(index)"
    }
  }
}

/// One IDX file in memory.
private struct IDXArray: ArrayFile {
  let path: String
  let file: LoadedFile
  let offset: Int
  let dimensions: [Int]
  private let kind: BinaryValues.Kind

  init(path: String, in scratch: ScratchFile?) throws {
    self.path = path
    file = try LoadedFile(path: path, in: scratch)
    let bytes = file.bytes
    func wrong(_ message: String) -> DatasetError { Self.wrong(path, id: "idx-form", message) }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else {
      throw wrong(
        "must be an IDX file, which begins with two zero bytes; got \(Array(bytes.prefix(4)))")
    }
    switch bytes[2] {
    case 0x08: kind = .unsigned(byteCount: 1)
    case 0x09: kind = .signed(byteCount: 1)
    case 0x0B: kind = .signed(byteCount: 2)
    case 0x0C: kind = .signed(byteCount: 4)
    case 0x0D: kind = .float
    case 0x0E: kind = .double
    default:
      throw wrong("must have a type of 8, 9, 11, 12, 13 or 14 in its third byte; got \(bytes[2])")
    }
    let dimensionCount = Int(bytes[3])
    offset = 4 + 4 * dimensionCount
    guard dimensionCount >= 1, bytes.count >= offset else {
      throw wrong(
        "must have at least one dimension and a whole header; got "
          + NumberFormat.count(bytes.count, "byte"))
    }
    var dimensions: [Int] = []
    var size = kind.byteCount
    for i in 0..<dimensionCount {
      let place = 4 + 4 * i
      let dimension = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
      guard !overflow else { throw wrong("must have dimensions that fit in memory; got too many") }
      size = product
      dimensions.append(dimension)
    }
    guard size == bytes.count - offset else {
      let shape = dimensions.map(String.init).joined(separator: " × ")
      throw wrong(
        "must have \(size) bytes of values for its shape \(shape); got \(bytes.count - offset)")
    }
    guard size > 0 else { throw wrong("must have rows; got the shape \(dimensions)") }
    self.dimensions = dimensions
  }

  func values(_ rowCount: Int) -> BinaryValues {
    BinaryValues(
      kind: kind, isBigEndian: true, rowCount: rowCount, columnCount: columnCount,
      rowStride: columnCount, columnStride: 1)
  }
}
