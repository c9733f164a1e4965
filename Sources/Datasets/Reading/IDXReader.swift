internal import Diagnostics

/// Reads IDX files: arrays of one machine type, as MNIST is published, and the labels beside them.
///
/// **Source** LeCun, Cortes, Burges, "The MNIST database of handwritten digits", file formats.
struct IDXReader: TableReader {

  /// What an array's labels are called when nobody names them.
  static let labelName = "label"

  func read(_ file: DataRequest.FilePath, options: ReadingOptions) throws -> FileTable {
    let inputs = try IDXArray(path: file.path)
    let rowCount = min(inputs.rowCount, options.limit ?? .max)
    let prefix = inputs.dimensions.count > 1 ? "pixel" : "value"
    let names = (0..<inputs.columnCount).map { "\(prefix)_\($0)" }
    var columns = try inputs.columns(rowCount: rowCount, names: names)
    var sources = [inputs.source(rowCount: rowCount)]
    if let path = file.labels {
      let labels = try IDXArray(path: path)
      guard labels.dimensions.count == 1, labels.rowCount == inputs.rowCount else {
        throw DatasetError(
          [
            Diagnostic(
              id: "idx-labels",
              "\"\(path)\" must hold one label for each of the \(inputs.rowCount) rows of "
                + "\"\(file.path)\"; got the shape \(labels.dimensions)")
          ], isDataInvalid: true)
      }
      columns += [
        try labels.numberColumn(rowCount: rowCount, name: options.target ?? Self.labelName)
      ]
      sources.append(labels.source(rowCount: rowCount))
    }
    return FileTable(columns: columns, rowCount: rowCount, sources: sources)
  }
}

/// One IDX file in memory.
private struct IDXArray {
  let path: String
  let dimensions: [Int]
  private let kind: BinaryValues.Kind
  private let bytes: [UInt8]
  private let offset: Int
  private let sha256: String
  private let byteCount: Int

  var rowCount: Int { dimensions[0] }
  var columnCount: Int { dimensions.dropFirst().reduce(1, *) }

  init(path: String) throws {
    self.path = path
    let file = try FileBytes(path: path)
    let bytes = try file.readAll()
    self.bytes = bytes
    sha256 = try file.finishDigest()
    byteCount = file.rawByteCount
    func wrong(_ message: String) -> DatasetError {
      DatasetError([Diagnostic(id: "idx-form", "\"\(path)\" \(message)")], isDataInvalid: true)
    }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else {
      throw wrong("must be an IDX file, which begins with two zero bytes; got \(bytes.prefix(4))")
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
      throw wrong("must have at least one dimension and a whole header; got \(bytes.count) bytes")
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
      kind: kind, isBigEndian: true, rowCount: rowCount, columnCount: columnCount,
      rowStride: columnCount, columnStride: 1)
  }
}
