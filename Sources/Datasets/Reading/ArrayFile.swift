internal import Diagnostics
internal import LinearAlgebra
internal import Memory

/// A file that holds one array of numbers of one machine type, rows first.
protocol ArrayFile {
  /// Its bytes are put into `scratch` when it is given and they are many.
  init(path: String, in scratch: ScratchFile?) throws

  var path: String { get }
  var file: LoadedFile { get }
  /// The extent of each dimension, rows first.
  var dimensions: [Int] { get }

  /// The layout of the first rows in the file.
  func values(_ rowCount: Int) -> BinaryValues
}

/// The uncompressed values of a file of one array, and the digest of the file.
struct LoadedFile {
  let bytes: ElementStorage<UInt8>
  let sha256: String
  /// On the disk.
  let byteCount: Int
}

/// The shape that the head of a file states, with the size of its values.
struct ArrayExtent {
  let dimensions: [Int]
  let byteCount: Int

  /// Nil where there are more bytes than a whole number counts.
  init?(_ dimensions: [Int], bytesPerValue: Int) {
    var size = bytesPerValue
    for dimension in dimensions {
      let (product, overflows) = size.multipliedReportingOverflow(by: dimension)
      guard !overflows else { return nil }
      size = product
    }
    self.dimensions = dimensions
    byteCount = size
  }

  var columnCount: Int { dimensions.dropFirst().reduce(1, *) }
}

/// A file of one array on its way into memory: its head is judged before its values are read, since
/// a gzipped file may unpack to a thousand times its size.
struct ArrayBytes {
  let path: String
  private let file: FileBytes
  private(set) var head: [UInt8] = []

  init(path: String) throws {
    self.path = path
    file = try FileBytes(path: path)
  }

  /// Reads on until the head has so many bytes, or the file ends.
  mutating func readHead(_ count: Int) throws {
    head += try file.readAll(limit: count - head.count)
  }

  /// Reads the values behind the head.
  ///
  /// **Errors** `DatasetError` with the id for values that have no rows, too many columns, no room in
  /// memory, or another size than the shape
  func values(
    _ extent: ArrayExtent, shape: String, id: String, in scratch: ScratchFile?
  ) throws -> LoadedFile {
    func wrong(_ message: String) -> DatasetError {
      DatasetError([Diagnostic(id: id, "\"\(path)\" \(message)")], isDataInvalid: true)
    }
    let size = extent.byteCount
    guard size > 0 else { throw wrong("must have rows; got the shape \(extent.dimensions)") }
    try ColumnLimit.require(extent.columnCount, path: path)
    guard size < (scratch == nil ? MachineMemory.byteCount : .max) else {
      throw wrong("must have a shape that fits in memory; got \(shape)")
    }
    let bytes = try file.readAll(in: scratch, limit: size + 1)
    guard bytes.count == size else {
      let found = bytes.count > size ? "more" : "\(bytes.count)"
      throw wrong("must have \(size) bytes of values for its shape \(shape); got \(found)")
    }
    return LoadedFile(
      bytes: bytes, sha256: try file.finishDigest(), byteCount: file.rawByteCount)
  }
}

extension ArrayFile {
  var rowCount: Int { dimensions[0] }
  var columnCount: Int { dimensions.dropFirst().reduce(1, *) }

  /// The table of a file and the labels beside it, one for each row.
  ///
  /// **Errors** `DatasetError` with the id for labels that do not go with the rows
  static func table(
    _ request: DataRequest.FilePath, options: ReadingOptions, labelsID: String,
    columnName: (Int, Self) -> String
  ) throws -> FileTable {
    let inputs = try Self(path: request.path, in: options.file)
    let rowCount = min(inputs.rowCount, options.limit ?? .max)
    var columns = try inputs.columns(rowCount, in: options.file).enumerated().map { index, values in
      Column(name: columnName(index, inputs), values: values)
    }
    var sources = [inputs.source(rowCount: rowCount)]
    if let path = request.labels {
      let labels = try Self(path: path, in: options.file)
      guard labels.columnCount == 1, labels.rowCount == inputs.rowCount else {
        throw DatasetError(
          [
            Diagnostic(
              id: labelsID,
              "\"\(path)\" must hold one label for each of the \(inputs.rowCount) rows of "
                + "\"\(request.path)\"; got the shape \(labels.dimensions)")
          ], isDataInvalid: true)
      }
      let name = options.target ?? ArrayLabels.name
      let values = try labels.columns(rowCount, in: options.file)[0].numberElements
      columns.append(Column(name: name, values: .numbers(values)))
      sources.append(labels.source(rowCount: rowCount))
    }
    return FileTable(columns: columns, rowCount: rowCount, sources: sources)
  }

  /// The error of a file whose bytes are not what they should be.
  static func wrong(_ path: String, id: String, _ message: String) -> DatasetError {
    DatasetError([Diagnostic(id: id, "\"\(path)\" \(message)")], isDataInvalid: true)
  }

  private func columns(_ rowCount: Int, in scratch: ScratchFile?) throws -> [Column.Values] {
    try values(rowCount).columns(in: file.bytes, path: path, file: scratch)
  }

  private func source(rowCount: Int) -> TableSource {
    TableSource(path: path, rows: 0..<rowCount, sha256: file.sha256, byteCount: file.byteCount)
  }
}

enum ArrayLabels {
  /// The name of an array's labels when the request gives none.
  static let name = "label"
}
