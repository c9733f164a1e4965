public import Diagnostics
internal import Schema
internal import Text

/// Draft of a commented spec for a data file.
public struct SpecDraft: Sendable {
  public let text: String
  /// What was guessed while reading the file.
  public let warnings: [Diagnostic]

  /// Looks at a data file, for a spec that will be saved at `output`; nil for `NAME.yaml`.
  ///
  /// **Errors** `DatasetError`: the file cannot be used; no target was named, with the columns to
  /// choose from.
  public init(of path: String, target: String?, output: String? = nil) throws {
    let file = DataRequest.FilePath(path, labels: Self.labels(beside: path))
    var request = DataRequest(
      source: .file(file), target: target,
      split: SplitRequest(method: .stratified, dev: 0.15, test: 0.15, seed: 1))
    var table = try Self.table(request)
    if request.hasDelimitedText, table.hasBlanksAroundCells {
      request.csv.isTrimmed = true
      table = try Self.table(request)
    }
    try Self.requireTarget(target, in: table, path: path, hasLabels: request.hasLabels)
    let target = target ?? ArrayLabels.name
    if request.hasDelimitedText {
      request.csv.missing = table.missingTokens(except: target)
      if request.csv.missing != .usual { table = try Self.table(request) }
      let madeUp = table.columns.indices.map { "column_\($0 + 1)" }
      if table.columns.count > 1, table.names == madeUp { request.csv.hasHeader = false }
    }
    let columns = DraftedColumns(table, except: target)
    request.rowIDColumn = columns.rowID
    for column in columns.all { request.features[column.name] = column.role }
    let loaded = try DatasetLoader().load(request)
    text =
      SpecDraftText(
        path: path, output: output ?? "\(Self.name(for: path)).yaml", request: request,
        loaded: loaded,
        columns: columns
      ).text
    warnings = loaded.warnings
  }

  /// Name of the experiment for a data file: `runs/NAME`, `NAME.yaml`.
  public static func name(for path: String) -> String {
    var file = PathName(path.lowercased())
    if file.fileExtension == "gz" { file = PathName(file.stem) }
    let kept = file.stem.unicodeScalars.map { scalar in
      switch scalar {
      case "a"..."z", "0"..."9", ".", "_": Character(scalar)
      default: Character("-")
      }
    }
    let trimmed = kept.drop { !$0.isLetter && !$0.isNumber }.prefix(100)
    return trimmed.isEmpty ? "experiment" : String(trimmed)
  }

  private static func table(_ request: DataRequest) throws -> JoinedTable {
    var problems = ProblemList()
    return try JoinedTable(request, problems: &problems)
  }

  private static func requireTarget(
    _ target: String?, in table: JoinedTable, path: String, hasLabels: Bool
  ) throws {
    if let target, table[target] != nil { return }
    if target == nil, hasLabels { return }
    var notes = [NameList.columns(table.names)]
    if target == nil, let guess = TargetGuess(among: table.names) {
      notes.append("likely: --target \(Quoting.commandLine([guess.name])), \(guess.reason)")
    }
    let hint = target.flatMap { Suggestion.hint(for: $0, among: table.names) }
    throw DatasetError(
      [
        Diagnostic(
          id: "init-target",
          "--target must name the column of \"\(path)\" to predict; got "
            + (target.map { "\"\($0)\"" } ?? "none"), hint: hint, notes: notes)
      ], isDataInvalid: false)
  }

  /// The file of labels beside a file of images.
  private static func labels(beside path: String) -> String? {
    let file = PathName(path)
    let other = file.name.replacing("images", with: "labels").replacing("idx3", with: "idx1")
    guard other != file.name else { return nil }
    let found = PathName.joined(file.folder, other)
    return (try? FileBytes(path: found, isDigested: false)) == nil ? nil : found
  }
}
