internal import Diagnostics
internal import Foundation
internal import Schema
internal import Text

extension DataRequest {
  /// The files with the split that each is for; nil for a single file to be split.
  var files: [(part: Part?, file: FilePath)] {
    switch source {
    case .file(let file): [(nil, file)]
    case .parts(let train, let dev, let test):
      [(.train, train)] + (dev.map { [(.dev, $0)] } ?? []) + (test.map { [(.test, $0)] } ?? [])
    }
  }

  /// The format of one of the files.
  func format(of file: FilePath) throws -> Format {
    if file.isDatabase { return .sqlite }
    return try format ?? .inferred(for: file)
  }

  /// Whether the labels have a place of their own, so that no column has to be named.
  var hasLabels: Bool {
    files.contains { $0.file.labels != nil || (try? format(of: $0.file)) == .svmlight }
  }

  /// Column that determines the split.
  var splitColumn: String? {
    switch split.method {
    case .group(let column), .time(let column), .column(let column): column
    case .random, .stratified, .everyNth: nil
    }
  }

  /// Columns whose cells are names or times, which keep their text even if they are numbers.
  var textColumns: Set<String> {
    var columns = Set(features.filter { $0.value == .category || $0.value == .date }.keys)
    columns.formUnion([rowIDColumn, splitColumn].compactMap { $0 })
    let isOfClasses = task?.isClassification ?? (positive != nil || !labelMap.isEmpty)
    if let target, isOfClasses { columns.insert(target) }
    return columns
  }

  /// All columns that the request names.
  var namedColumns: Set<String> {
    Set(features.keys).union([target, rowIDColumn, weight, splitColumn].compactMap { $0 })
      .union(csv.missing.byColumn.keys)
  }

  /// The problems, with those about the file itself located where the request names the file.
  func pointing(_ error: DatasetError, at part: Part?, file: FilePath) -> DatasetError {
    let keys = (part.map { ["source.\($0.rawValue)"] } ?? []) + ["source"]
    let advice = adviceBesideSpec(for: file, key: keys[0])
    let diagnostics = error.diagnostics.map { diagnostic in
      guard diagnostic.location == nil, !error.isDataInvalid else { return diagnostic }
      return marks.diagnostic(
        diagnostic.severity, at: keys, id: diagnostic.id, diagnostic.message,
        hint: diagnostic.hint, notes: advice + diagnostic.notes)
    }
    return DatasetError(diagnostics, isDataInvalid: error.isDataInvalid)
  }

  /// What to write for a file that is not found where the program runs but beside the spec.
  private func adviceBesideSpec(for file: FilePath, key: String) -> [String] {
    let folders = Set(marks.values.map { PathName($0.location.file).folder })
    for path in [file.path, file.labels].compactMap({ $0 })
    where !FileManager.default.fileExists(atPath: path) {
      for folder in folders.sorted() where !folder.isEmpty {
        let beside = PathName.joined(folder, path)
        if FileManager.default.fileExists(atPath: beside) {
          return [
            "\"\(path)\" is beside the spec, but paths start where assay runs: write data.\(key): \(beside)"
          ]
        }
      }
    }
    return []
  }
}

extension CSVOptions {
  var numberStyle: NumberStyle {
    decimal == nil && thousands == nil
      ? .plain : NumberStyle(decimal: decimal ?? ".", thousands: thousands)
  }
}
