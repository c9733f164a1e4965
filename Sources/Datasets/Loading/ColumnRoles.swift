internal import Diagnostics
internal import LinearAlgebra
internal import Schema
import Text

/// Roles of the columns besides target, row id and weight, each with the reason.
struct ColumnRoles {
  private(set) var features: [TableSchema.Feature] = []
  /// Columns that stand in for those of the table with the same name, or are added to it.
  private(set) var made: [Column] = []

  /// Largest number of levels of a text column that is used without being listed in the spec.
  static let greatestInferredLevelCount = 1000
  /// Least number of levels of a text column that is inferred to identify rows, because few rows
  /// share a level.
  static let leastNamingLevelCount = 50

  init(
    of table: JoinedTable, except reserved: Set<String>, request: DataRequest,
    problems: inout ProblemList
  ) {
    let valueCounts = Self.valueCounts(of: table.columns)
    for (column, valueCount) in zip(table.columns, valueCounts)
    where !reserved.contains(column.name) {
      let name = column.name
      if request.features[name] == .date {
        guard
          let dates = DateInputs(of: column, in: table, request: request, problems: &problems)
        else { continue }
        features += dates.features
        made += dates.columns
      } else if let role = request.features[name] {
        guard
          Self.isPossible(role, for: column, in: table, request: request, problems: &problems)
        else { continue }
        features.append(TableSchema.Feature(name: name, role: role, reason: "the spec says so"))
      } else if name == request.splitColumn {
        features.append(
          TableSchema.Feature(name: name, role: .drop, reason: "used for the split"))
      } else {
        features.append(
          infer(column, valueCount, in: table, request: request, problems: &problems))
      }
    }
    if problems.isEmpty, !features.contains(where: { $0.role != .drop }) {
      problems.addToSpec(
        request.marks.diagnostic(
          at: ["features", "target"], id: "data-no-inputs",
          "data.features must leave at least one column as input; got none"))
    }
  }

  private static func isPossible(
    _ role: FeatureRole, for column: Column, in table: JoinedTable, request: DataRequest,
    problems: inout ProblemList
  ) -> Bool {
    guard role == .number, let found = table.firstText(in: column) else { return true }
    problems.addToSpec(
      request.marks.diagnostic(
        at: ["features.\(column.name)", "features"], id: "data-role",
        "data.features: number needs numbers in \"\(column.name)\"; got \"\(found.text)\" at "
          + table.place(of: found.row),
        notes: [
          "if it means a missing value: "
            + request.missingSetting([found.text], in: column.name)
        ]))
    return false
  }

  /// How many cells of each column have a value.
  private static func valueCounts(of columns: [Column]) -> [Int] {
    var counts = [Int](repeating: 0, count: columns.count)
    counts.withUnsafeMutableBufferPointer { counts in
      SharedTasks.perform(columns.count) { i, _ in counts[i] = columns[i].values.valueCount }
    }
    return counts
  }

  /// - Parameter valueCount: How many cells of the column have a value.
  private mutating func infer(
    _ column: Column, _ valueCount: Int, in table: JoinedTable, request: DataRequest,
    problems: inout ProblemList
  ) -> TableSchema.Feature {
    var (column, count) = (column, valueCount)
    if let numeric = NearlyNumeric(column, style: table.style) {
      problems.warn(numeric.warning(in: table, request: request))
      if let numbers = numeric.numbers(in: table.scratch) {
        (column, count) = (numbers, numbers.values.valueCount)
        made.append(numbers)
      }
    }

    func feature(_ role: FeatureRole, _ reason: String) -> TableSchema.Feature {
      TableSchema.Feature(name: column.name, role: role, reason: reason)
    }
    func dropped(_ reason: String, use: String? = nil) -> TableSchema.Feature {
      problems.warn(
        request.marks.diagnostic(
          .warning, at: ["features"], id: "data-dropped-column",
          "column \"\(column.name)\" is dropped: \(reason)", notes: [use].compactMap { $0 }))
      return feature(.drop, reason)
    }
    switch column.values {
    case .bytes: return feature(.number, "bytes from 0 to 255")
    case .numbers(let numbers):
      if count == 0 { return dropped("no row has a value") }
      let missing = numbers.count - count
      return feature(
        .number,
        missing == 0
          ? "all \(count) values are numbers"
          : "all \(count) values are numbers, \(missing) missing")
    case .categories(let codes, let levels):
      if Self.areDates(levels, format: request.csv.dateFormat) {
        problems.warn(
          request.marks.diagnostic(
            .warning, at: ["features"], id: "data-dates",
            "column \"\(column.name)\" holds dates and is dropped",
            notes: ["to use it: data.features: {\(YAMLText.scalar(column.name)): date}"]))
        return feature(.drop, "dates")
      }
      if let exception = Self.exceptionAmongDates(codes, levels, request.csv.dateFormat) {
        let names = YAMLText.scalar(column.name)
        problems.warn(
          Diagnostic(
            .warning, id: "data-dates",
            "\(exception.share) of \"\(column.name)\" are dates; \(table.place(of: exception.row)) holds "
              + "\"\(exception.text)\", and the column is read as text",
            at: table.location(of: exception.row),
            notes: [
              "to use them: \(request.missingSetting([exception.text], in: column.name)), and "
                + "data.features: {\(names): date}"
            ]))
      }
      let formats = TimeFormat.guesses(for: levels)
      if !formats.isEmpty {
        problems.warn(
          request.marks.diagnostic(
            .warning, at: ["features"], id: "data-dates",
            "column \"\(column.name)\" may hold dates, such as \"\(levels[0])\", and is read as text",
            notes: request.dateFormatNotes(Array(formats.prefix(3))).map {
              "to use them: \($0), and data.features: {\(YAMLText.scalar(column.name)): date}"
            }))
      }
      guard Self.isDropped(levelCount: levels.count, valueCount: count) else {
        return feature(.category, "text with \(NumberFormat.count(levels.count, "level"))")
      }
      let reason =
        "text with \(NumberFormat.count(levels.count, "level")) in "
        + NumberFormat.count(count, "value")
      return dropped(reason, use: "to use it: data.features: {\(column.name): category}")
    }
  }

  /// Whether texts are too many, or shared by too few rows, to be used without being listed.
  static func isDropped(levelCount: Int, valueCount: Int) -> Bool {
    levelCount > greatestInferredLevelCount
      || levelCount > leastNamingLevelCount && levelCount * 2 > valueCount
  }

  /// The first text that is no date in a column where at least nine of ten cells are dates.
  private static func exceptionAmongDates(
    _ codes: ElementStorage<Int32>, _ levels: [String], _ format: String?
  ) -> (share: String, row: Int, text: String)? {
    let reader = format.map { TimeFormat($0) } ?? .iso
    guard levels.prefix(20).contains(where: { reader.moment($0) != nil }) else { return nil }
    let isDate = levels.map { reader.moment($0) != nil }
    let (count, dateCount) = codes.withUnsafeBufferPointer { codes in
      codes.reduce(into: (0, 0)) { counts, code in
        guard code >= 0 else { return }
        counts.0 += 1
        counts.1 += isDate[Int(code)] ? 1 : 0
      }
    }
    guard dateCount * 10 >= count * 9,
      let row = codes.withUnsafeBufferPointer({ codes in
        codes.firstIndex { $0 >= 0 && !isDate[Int($0)] }
      })
    else { return nil }
    let share = "\(NumberFormat.count(dateCount)) of \(NumberFormat.count(count, "cell"))"
    return (share, row, levels[Int(codes[row])])
  }

  static func areDates(_ levels: [String], format: String?) -> Bool {
    let reader = format.map { TimeFormat($0) } ?? .iso
    return !levels.isEmpty && levels.allSatisfy { reader.moment($0) != nil }
  }
}
