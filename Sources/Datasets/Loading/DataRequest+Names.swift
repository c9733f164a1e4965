internal import Diagnostics
internal import Schema

extension DataRequest {
  /// The files with the split that each is for; nil for a single file to be split.
  var files: [(part: Part?, file: FilePath)] {
    switch source {
    case .file(let file): [(nil, file)]
    case .parts(let train, let dev, let test):
      [(.train, train)] + (dev.map { [(.dev, $0)] } ?? []) + (test.map { [(.test, $0)] } ?? [])
    }
  }

  /// Column that determines the split.
  var splitColumn: String? {
    switch split.method {
    case .group(let column), .time(let column), .column(let column): column
    case .random, .stratified, .everyNth: nil
    }
  }

  /// All columns that the request names.
  var namedColumns: Set<String> {
    Set(features.keys).union([target, rowIDColumn, weight, splitColumn].compactMap { $0 })
  }

  /// The problems, with those about the file itself located where the request names the file.
  func pointing(_ error: DatasetError, at part: Part?) -> DatasetError {
    let keys = (part.map { ["source.\($0.rawValue)"] } ?? []) + ["source"]
    let diagnostics = error.diagnostics.map { diagnostic in
      guard diagnostic.location == nil, !error.isDataInvalid else { return diagnostic }
      return marks.diagnostic(
        diagnostic.severity, at: keys, id: diagnostic.id, diagnostic.message,
        hint: diagnostic.hint, notes: diagnostic.notes)
    }
    return DatasetError(diagnostics, isDataInvalid: error.isDataInvalid)
  }
}
