internal import Diagnostics
internal import LinearAlgebra

/// A file that holds one array of numbers of one machine type, rows first.
protocol ArrayFile {
  /// Its bytes are put into `scratch` when it is given and they are many.
  init(path: String, in scratch: ScratchFile?) throws

  var path: String { get }
  var file: LoadedFile { get }
  /// Bytes before the numbers.
  var offset: Int { get }
  /// The extent of each dimension, rows first.
  var dimensions: [Int] { get }

  /// The layout of the first rows in the file.
  func values(_ rowCount: Int) -> BinaryValues
}

/// The uncompressed bytes of a file and its digest.
struct LoadedFile {
  let bytes: ElementStorage<UInt8>
  let sha256: String
  /// On the disk.
  let byteCount: Int

  init(path: String, in scratch: ScratchFile?) throws {
    let file = try FileBytes(path: path)
    bytes = try file.readAll(in: scratch)
    sha256 = try file.finishDigest()
    byteCount = file.rawByteCount
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
    try values(rowCount).columns(in: file.bytes, at: offset, path: path, file: scratch)
  }

  private func source(rowCount: Int) -> TableSource {
    TableSource(path: path, rows: 0..<rowCount, sha256: file.sha256, byteCount: file.byteCount)
  }
}

enum ArrayLabels {
  /// The name of an array's labels when the request gives none.
  static let name = "label"
}
