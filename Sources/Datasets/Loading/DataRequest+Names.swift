internal import Diagnostics
internal import Schema

extension DataRequest {
  /// The files with the part each is for; nil for one file that is to be split.
  var files: [(part: Part?, file: FilePath)] {
    switch source {
    case .file(let file): [(nil, file)]
    case .parts(let train, let dev, let test):
      [(.train, train)] + (dev.map { [(.dev, $0)] } ?? []) + (test.map { [(.test, $0)] } ?? [])
    }
  }

  /// The column a split goes by.
  var splitColumn: String? {
    switch split.method {
    case .group(let column), .time(let column), .column(let column): column
    case .random, .stratified, .everyNth: nil
    }
  }

  /// Every column the request speaks of.
  var namedColumns: Set<String> {
    Set(features.keys).union([target, rowID, weight, splitColumn].compactMap { $0 })
  }

  /// The same problems, those about the file itself placed where the request names the file.
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
