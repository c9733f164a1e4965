internal import Diagnostics
public import LinearAlgebra
internal import Schema
import Text

/// Loader of the data that a spec names: reads, checks, infers roles and splits.
public struct DatasetLoader: Sendable {
  public init() {}

  /// Loads the data of a request.
  ///
  /// A single class is no error here; the gate reports it. Large columns, and what is made of them,
  /// are put into `file` when it is given.
  ///
  /// **Errors** `DatasetError` with all problems that could be found, as diagnostics that point
  /// into the spec where the request knows the place.
  public func load(
    _ request: DataRequest, in file: ScratchFile? = nil
  ) throws -> LoadedDataset {
    var problems = ProblemList()
    var table = try JoinedTable(request, in: file, problems: &problems)
    TotalLine.warnings(of: table).forEach { problems.warn($0) }
    let target = try targetName(of: table, request: request, problems: &problems)
    requireColumns(of: table, target: target, request: request, problems: &problems)
    let understood = target.flatMap {
      TargetColumn(named: $0, in: table, request: request, problems: &problems)
    }
    let reserved = Set([target, request.rowIDColumn, request.weight].compactMap { $0 })
    let roles = ColumnRoles(
      of: table, except: reserved, request: request, problems: &problems)
    let weightless = rowsOfWeightZero(in: table, request: request, problems: &problems)
    noteRepeatedIDs(in: table, request: request, problems: &problems)
    try problems.throwIfAny()
    guard let target, let understood else {
      fatalError("a target that could not be read left no problem behind")
    }

    // The column that splits the rows is read by its texts, and may be an input of numbers too.
    let asRead = table
    table.columns = table.columns.map { column in
      if column.name == target { return understood.column }
      if let made = roles.made.first(where: { $0.name == column.name }) { return made }
      let role = roles.features.first { $0.name == column.name }?.role
      switch role {
      case .category: return column.asCategories()
      case .number: return column.asNumbers(style: table.style, in: file)
      default:
        return column.name == request.weight
          ? column.asNumbers(style: table.style, in: file) : column
      }
    }
    table.columns += roles.made.filter { table[$0.name] == nil }
    let inputs = Set(roles.features.filter { $0.role != .drop }.map(\.name))
    let (split, repeats) = try Splitter(
      request, asRead,
      comparing: table.columns.filter { inputs.contains($0.name) || $0.name == target }
    ).split(
      classes: understood.task.isClassification ? understood.column : nil,
      without: understood.rowsWithoutTarget + weightless, problems: &problems)
    let schema = TableSchema(
      task: understood.task, target: target, classNames: understood.classNames,
      features: roles.features, rowIDColumn: request.rowIDColumn, weight: request.weight)
    return LoadedDataset(
      dataset: Dataset(
        table: Table(
          columns: table.columns, rowCount: table.rowCount, sources: table.sources, scratch: file),
        schema: schema, split: split),
      repeats: repeats, warnings: problems.warnings,
      labelRepairs: understood.spelling?.repairs ?? [],
      labelLookalikes: understood.spelling?.lookalikes ?? [], cacheUses: table.cacheUses)
  }

  private func targetName(
    of table: JoinedTable, request: DataRequest, problems: inout ProblemList
  ) throws -> String? {
    if let target = request.target { return target }
    if request.hasLabels { return ArrayLabels.name }
    problems.addToSpec(
      request.marks.diagnostic(
        at: ["source"], id: "data-target", "data.target must name the column to predict; got none",
        hint: NameList.columns(table.names)))
    return nil
  }

  /// Reports columns that the request names and the table lacks.
  private func requireColumns(
    of table: JoinedTable, target: String?, request: DataRequest, problems: inout ProblemList
  ) {
    let file = table.files.first?.path ?? ""
    func require(_ name: String?, key: String, marks: [String]) {
      guard let name, table[name] == nil else { return }
      let hint = Suggestion.hint(for: name, among: table.names)
      let notes = hint == nil ? [] : [NameList.columns(table.names)]
      problems.addToSpec(
        request.marks.diagnostic(
          at: marks, id: "data-column",
          "\(key) must be a column of \"\(file)\"; got \"\(name)\"",
          hint: hint ?? NameList.columns(table.names), notes: notes))
    }
    require(target, key: "data.target", marks: ["target", "source"])
    require(request.rowIDColumn, key: "data.row_id", marks: ["row_id"])
    require(request.weight, key: "data.weight", marks: ["weight"])
    require(request.splitColumn, key: "data.split.by", marks: splitMarks(request))
    for name in request.features.keys.sorted() {
      require(name, key: "data.features", marks: ["features.\(name)", "features"])
    }
  }

  private func splitMarks(_ request: DataRequest) -> [String] {
    let method =
      switch request.split.method {
      case .group: "group"
      case .time: "time"
      case .column: "column"
      case .random, .stratified, .everyNth: "every"
      }
    return ["split.by.\(method)", "split.by", "split"]
  }

  /// The rows that count for nothing; reports what is no weight, and files without any.
  private func rowsOfWeightZero(
    in table: JoinedTable, request: DataRequest, problems: inout ProblemList
  ) -> [Int] {
    guard let name = request.weight, let column = table[name] else { return [] }
    if let found = table.firstText(in: column) {
      problems.addToSpec(
        request.marks.diagnostic(
          at: ["weight"], id: "data-weight",
          "data.weight needs a column of numbers; got \"\(found.text)\" at "
            + table.place(of: found.row)))
      return []
    }
    let weights = column.asNumbers(style: table.style).values.numberElements
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      let found = weights[row].isNaN ? "none" : NumberFormat.typed(weights[row])
      problems.addToData(
        Diagnostic(
          id: "data-weight",
          "a weight must be a finite number of at least 0; got \(found) in "
            + "\"\(name)\" at \(table.place(of: row))", at: table.location(of: row)))
      return []
    }
    for file in table.files where !file.rows.isEmpty {
      let zeroCount = file.rows.count { weights[$0] == 0 }
      if zeroCount == file.rows.count {
        problems.addToSpec(
          request.marks.diagnostic(
            at: ["weight"], id: "data-weight",
            "data.weight must be above 0 in some row of \"\(file.path)\"; got 0 in all "
              + "\(zeroCount) rows of \"\(name)\""))
      } else if zeroCount > 0 {
        problems.warn(
          request.marks.diagnostic(
            .warning, at: ["weight"], id: "data-weight",
            "rows of weight 0 are left out; got \(zeroCount) of \(file.rows.count) rows in "
              + "\"\(file.path)\""))
      }
    }
    return weights.indices.filter { weights[$0] == 0 }
  }

  private func noteRepeatedIDs(
    in table: JoinedTable, request: DataRequest, problems: inout ProblemList
  ) {
    guard let name = request.rowIDColumn,
      case .categories(let codes, let levels)? = table[name]?.asCategories().values
    else { return }
    let repeated = codes.count { $0 >= 0 } - levels.count
    guard repeated > 0 else { return }
    problems.warn(
      request.marks.diagnostic(
        .warning, at: ["row_id"], id: "data-row-id",
        "data.row_id should be different in every row; got "
          + "\(NumberFormat.count(repeated, "repeated id")) in \"\(name)\""))
  }
}

extension Column {
  /// The column with its numbers as levels.
  public func asCategories() -> Column {
    if values.isText { return self }
    var merger = LevelMerger()
    merger.append(values)
    return Column(
      name: name, values: .categories(codes: merger.codes, levels: merger.levels))
  }
}
