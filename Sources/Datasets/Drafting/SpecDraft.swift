public import Diagnostics
internal import Schema
internal import Text

/// Draft of a commented spec for a data file.
public struct SpecDraft: Sendable {
  public let text: String
  /// The experiment's name.
  public let name: String
  /// What was guessed.
  public let warnings: [Diagnostic]

  /// Looks at a data file, for a spec that will be saved at `output`; nil for `NAME.yaml`.
  ///
  /// Files beside it that are named as its dev or test rows are used as such. Without a target, a
  /// column with a usual name of one is taken.
  ///
  /// **Errors** `DatasetError`: the file cannot be used; no target was named and none has a usual
  /// name, with the columns to choose from.
  public init(of path: String, target: String?, output: String? = nil) throws {
    let files = try DraftedFiles(path)
    let path = files.train.path
    var guesses: [Diagnostic] = []
    var request = DataRequest(
      source: files.alone, target: target,
      split: SplitRequest(method: .stratified, dev: 0.15, test: 0.15, seed: 1))
    var table = try Self.table(request)
    if request.hasDelimitedText, table.hasBlanksAroundCells {
      request.csv.isTrimmed = true
      table = try Self.table(request)
    }
    let hasLabels = request.hasLabels
    if let parts = files.parts {
      var whole = request
      whole.source = parts
      do {
        table = try Self.table(whole)
        request = whole
      } catch let error as DatasetError {
        guesses.append(Self.unusedParts(files, error))
      }
    }
    guard table.rowCount > 1 else {
      throw DatasetError(
        [
          Diagnostic(
            id: "data-empty",
            "\"\(path)\" must have at least 2 rows for a draft; got \(table.rowCount)")
        ], isDataInvalid: true)
    }
    let guess = try Self.requireTarget(target, in: table, path: path, hasLabels: hasLabels)
    if let guess {
      guesses.append(
        Diagnostic(
          .warning, id: "init-target", "the target is guessed: \"\(guess.name)\", \(guess.reason)",
          notes: ["to name another: --target COLUMN"]))
    }
    let target = target ?? guess?.name ?? ArrayLabels.name
    if !hasLabels { request.target = target }
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
    name = Self.name(for: files.namesake)
    text =
      SpecDraftText(
        path: path, name: name, output: output ?? "\(name).yaml", request: request, loaded: loaded,
        columns: columns
      ).text
    warnings = guesses + loaded.warnings
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

  /// The column that is taken where none is named; nil if it is named or the labels are elsewhere.
  private static func requireTarget(
    _ target: String?, in table: JoinedTable, path: String, hasLabels: Bool
  ) throws -> TargetGuess? {
    if let target, table[target] != nil { return nil }
    if target == nil, hasLabels { return nil }
    var notes = [NameList.columns(table.names)]
    if target == nil, let guess = TargetGuess(among: table.names) {
      if guess.isClear { return guess }
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

  private static func unusedParts(_ files: DraftedFiles, _ error: DatasetError) -> Diagnostic {
    let names = [files.dev, files.test].compactMap { $0?.path }
    return Diagnostic(
      .warning, id: "init-parts",
      "\(NameList.text(names)) beside \"\(files.train.path)\" \(names.count == 1 ? "is" : "are") not "
        + "used: \(error.diagnostics.first?.message ?? "")")
  }
}
