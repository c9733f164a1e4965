internal import Diagnostics
public import LinearAlgebra
internal import Schema
import Text

/// Rows that a model has not seen, read from a file with the columns of its training rows.
public struct NewRows: Sendable {
  /// The columns of the inputs, as they were in training, and the column that names the rows.
  public let table: Table
  /// Columns of the file that the model does not use.
  public let unusedColumns: [String]
  /// The truth of rows that have it, where the file has the target's column.
  public let truth: NewTruth?
  private let rowIDColumn: Column?

  /// Reads the file, matching columns by name.
  ///
  /// Large columns are put into `scratch` when it is given.
  ///
  /// **Errors** `DatasetError` with every column that is missing or of another kind than in training
  public init(
    of path: String, as form: ReadingForm, for schema: TableSchema, in scratch: ScratchFile? = nil
  ) throws {
    let request = DataRequest(readingOf: path, as: form, for: schema)
    var problems = ProblemList()
    let table = try JoinedTable(request, in: scratch, problems: &problems)
    try problems.throwIfAny()

    var columns: [Column] = []
    for feature in schema.inputs where feature.dates == nil {
      guard let column = table[feature.name] else {
        problems.addToData(table.missing(feature.name))
        continue
      }
      switch feature.role {
      case .number: columns.append(table.numbers(of: column, problems: &problems))
      default: columns.append(column.asCategories())
      }
    }
    for name in schema.dateColumns {
      guard let column = table[name] else {
        problems.addToData(table.missing(name))
        continue
      }
      if let dates = DateInputs(of: column, in: table, request: request, problems: &problems) {
        columns += dates.columns
      }
    }
    try problems.throwIfAny()
    let rowIDs = schema.rowIDColumn.flatMap { table[$0] }
    let known = Set(schema.inputs.map(\.name) + schema.dateColumns)
    let others = [schema.target, schema.rowIDColumn, schema.weight]
    unusedColumns = table.names.filter { !known.contains($0) && !others.contains($0) }
    rowIDColumn = rowIDs
    truth = table[schema.target].map {
      NewTruth($0, form.labelMap ?? [:], schema, table.style, rowCount: table.rowCount)
    }
    self.table = Table(
      columns: columns, rowCount: table.rowCount, sources: table.sources, scratch: scratch)
  }

  public var rowCount: Int { table.rowCount }

  /// What names a row in results: its cell in the column `data.row_id`, or its number in the file.
  public func name(ofRow rowID: Int) -> String {
    guard let rowIDColumn, !rowIDColumn.values.isMissing(at: rowID) else {
      return String(rowID + 1)
    }
    return rowIDColumn.values.text(at: rowID)
  }
}

extension TableSchema {
  /// The columns that inputs are made of, without those that are not used.
  var inputs: [Feature] { features.filter { $0.role != .drop } }

  /// The columns of dates that inputs are made of.
  var dateColumns: [String] {
    var names: [String] = []
    for name in inputs.compactMap(\.dates) where !names.contains(name) { names.append(name) }
    return names
  }
}

extension DataRequest {
  /// A request for the columns of a schema, in which nothing is left to be inferred.
  fileprivate init(readingOf path: String, as form: ReadingForm, for schema: TableSchema) {
    var roles: [String: FeatureRole] = [:]
    for feature in schema.inputs where feature.dates == nil { roles[feature.name] = feature.role }
    for name in schema.dateColumns { roles[name] = .date }
    self.init(
      source: .file(FilePath(path)), format: form.format, csv: form.csv, target: schema.target,
      task: schema.task, features: roles, rowIDColumn: schema.rowIDColumn,
      split: SplitRequest(method: .random, dev: 0, test: 0, seed: 0))
  }
}

extension JoinedTable {
  fileprivate func missing(_ name: String) -> Diagnostic {
    let hint = Suggestion.hint(for: name, among: names)
    return Diagnostic(
      id: "prediction-column",
      "\"\(files.first?.path ?? "")\" must have the column \"\(name)\"; got none",
      hint: hint ?? NameList.columns(names))
  }

  /// The column as numbers; a text that is none is a problem, which does not repeat it.
  fileprivate func numbers(of column: Column, problems: inout ProblemList) -> Column {
    if let found = firstText(in: column) {
      problems.addToData(
        Diagnostic(
          id: "prediction-number",
          "column \"\(column.name)\" must hold numbers, as in training; got text at "
            + place(of: found.row), at: location(of: found.row)))
    }
    return column.asNumbers(style: style, in: scratch)
  }
}
