internal import Diagnostics
internal import Foundation
internal import Schema

/// Draft of a commented spec for a data file.
public enum SpecDraft {
  /// Name of the experiment for a data file: `runs/NAME`, `NAME.yaml`.
  public static func name(for path: String) -> String {
    var name = (path as NSString).lastPathComponent.lowercased()
    if name.hasSuffix(".gz") { name.removeLast(3) }
    name = (name as NSString).deletingPathExtension
    let kept = name.unicodeScalars.map { scalar in
      switch scalar {
      case "a"..."z", "0"..."9", ".", "_": Character(scalar)
      default: Character("-")
      }
    }
    let trimmed = kept.drop { !$0.isLetter && !$0.isNumber }.prefix(100)
    return trimmed.isEmpty ? "experiment" : String(trimmed)
  }

  /// The text of a spec for a data file.
  ///
  /// **Errors** `DatasetError`: the file cannot be used; no target was named, with the columns to
  /// choose from.
  public static func text(for path: String, target: String?) throws -> String {
    let file = DataRequest.FilePath(path, labels: labels(beside: path))
    var request = DataRequest(
      source: .file(file), target: target,
      split: SplitRequest(method: .stratified, dev: 0.15, test: 0.15, seed: 1))
    var problems = ProblemList()
    let table = try JoinedTable(request, problems: &problems)
    try requireTarget(target, in: table, path: path, hasLabels: request.hasLabels)
    let tokens = missingTokens(in: table, except: target)
    if !tokens.isEmpty, request.hasDelimitedText { request.csv.missing.general += tokens }
    request.rowIDColumn = idColumn(in: table, except: target)
    let loaded = try DatasetLoader().load(request)
    return SpecDraftText(path: path, request: request, loaded: loaded, newMissing: tokens).text
  }

  private static func requireTarget(
    _ target: String?, in table: JoinedTable, path: String, hasLabels: Bool
  ) throws {
    if let target, table[target] != nil { return }
    if target == nil, hasLabels { return }
    let names = table.names
    var notes = [NameList.columns(names)]
    if target == nil, let likely = likelyTarget(among: names) {
      notes.append("likely: --target \(likely)")
    }
    let hint = target.flatMap { Suggestion.hint(for: $0, among: names) }
    throw DatasetError(
      [
        Diagnostic(
          id: "init-target",
          "--target must name the column of \"\(path)\" to predict; got "
            + (target.map { "\"\($0)\"" } ?? "none"), hint: hint, notes: notes)
      ], isDataInvalid: false)
  }

  /// A column with a usual name of targets, else the last one.
  private static func likelyTarget(among names: [String]) -> String? {
    let usual = ["target", "label", "class", "y", "outcome", "diagnosis", "species"]
    return names.first { usual.contains($0.lowercased()) } ?? names.last
  }

  /// Words among numbers in a text column, which stand for missing values.
  private static func missingTokens(in table: JoinedTable, except target: String?) -> [String] {
    let usual: Set<String> = ["?", "-", "--", "NULL", "null", "None", "N/A", "n/a", "na", "."]
    let scanner = DecimalScanner()
    var found: Set<String> = []
    for column in table.columns where column.name != target {
      guard case .categories(_, let levels) = column.values else { continue }
      let words = levels.filter { scanner.value(of: Array($0.utf8)) == nil }
      let isNumeric = words.count < levels.count && words.allSatisfy { usual.contains($0) }
      // Among words, only a question mark is taken for a missing value.
      found.formUnion(isNumeric ? words : words.filter { $0 == "?" })
    }
    return found.sorted()
  }

  /// A column named as an id with increasing whole numbers.
  private static func idColumn(in table: JoinedTable, except target: String?) -> String? {
    table.columns.first { column in
      let name = column.name.lowercased()
      guard column.name != target, name == "id" || name.hasSuffix("id"), table.columns.count > 2,
        case .numbers(let values) = column.values
      else { return false }
      return zip(values, values.dropFirst()).allSatisfy { $0 < $1 && $0 == $0.rounded() }
    }?.name
  }

  /// The file of labels beside a file of images.
  private static func labels(beside path: String) -> String? {
    let folder = (path as NSString).deletingLastPathComponent
    let name = (path as NSString).lastPathComponent
    let other = name.replacingOccurrences(of: "images", with: "labels")
      .replacingOccurrences(of: "idx3", with: "idx1")
    guard other != name else { return nil }
    let found = (folder as NSString).appendingPathComponent(other)
    return FileManager.default.fileExists(atPath: found) ? found : nil
  }
}
