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
  let dimensions: [Int]
  private let kind: BinaryValues.Kind

  init(path: String, in scratch: ScratchFile?) throws {
    self.path = path
    func wrong(_ message: String) -> DatasetError { Self.wrong(path, id: "idx-form", message) }
    var source = try ArrayBytes(path: path)
    try source.readHead(4)
    let start = source.head
    guard start.count == 4, start[0] == 0, start[1] == 0 else {
      throw wrong("must be an IDX file, which begins with two zero bytes; got \(start)")
    }
    switch start[2] {
    case 0x08: kind = .unsigned(byteCount: 1)
    case 0x09: kind = .signed(byteCount: 1)
    case 0x0B: kind = .signed(byteCount: 2)
    case 0x0C: kind = .signed(byteCount: 4)
    case 0x0D: kind = .float
    case 0x0E: kind = .double
    default:
      throw wrong("must have a type of 8, 9, 11, 12, 13 or 14 in its third byte; got \(start[2])")
    }
    let dimensionCount = Int(start[3])
    try source.readHead(4 + 4 * dimensionCount)
    guard dimensionCount >= 1, source.head.count == 4 + 4 * dimensionCount else {
      throw wrong(
        "must have at least one dimension and a whole header; got "
          + NumberFormat.count(source.head.count, "byte"))
    }
    dimensions = (0..<dimensionCount).map { i in
      source.head[(4 + 4 * i)..<(8 + 4 * i)].reduce(0) { $0 << 8 | Int($1) }
    }
    guard let extent = ArrayExtent(dimensions, bytesPerValue: kind.byteCount) else {
      throw wrong("must have dimensions that fit in memory; got too many")
    }
    let shape = dimensions.map(String.init).joined(separator: " × ")
    file = try source.values(extent, shape: shape, id: "idx-form", in: scratch)
  }

  func values(_ rowCount: Int) -> BinaryValues {
    BinaryValues(
      kind: kind, isBigEndian: true, rowCount: rowCount, columnCount: columnCount,
      rowStride: columnCount, columnStride: 1)
  }
}
