internal import Diagnostics
internal import Schema
import Text

/// What each column that is no target, id or weight is used as, and why.
struct ColumnRoles {
  private(set) var features: [TableSchema.Feature] = []

  /// Text with more levels than this is not turned into inputs unless the spec asks for it.
  static let greatestInferredLevelCount = 1000
  /// Text of which hardly two rows share a level names rows; below this many levels it may be
  /// chance.
  static let leastNamingLevelCount = 50

  init(
    of table: JoinedTable, except reserved: Set<String>, request: DataRequest,
    problems: inout ProblemList
  ) {
    for column in table.columns where !reserved.contains(column.name) {
      let name = column.name
      if let role = request.features[name] {
        guard
          Self.isPossible(role, for: column, in: table, request: request, problems: &problems)
        else { continue }
        features.append(TableSchema.Feature(name: name, role: role, reason: "the spec says so"))
      } else if name == request.splitColumn {
        features.append(
          TableSchema.Feature(name: name, role: .drop, reason: "the split goes by it"))
      } else {
        features.append(Self.inferred(column, request: request, problems: &problems))
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
        notes: ["if it means a missing value, add it to data.csv.missing"]))
    return false
  }

  private static func inferred(
    _ column: Column, request: DataRequest, problems: inout ProblemList
  ) -> TableSchema.Feature {
    func feature(_ role: FeatureRole, _ reason: String) -> TableSchema.Feature {
      TableSchema.Feature(name: column.name, role: role, reason: reason)
    }
    switch column.values {
    case .bytes: return feature(.number, "bytes from 0 to 255")
    case .numbers(let numbers):
      let count = numbers.count { !$0.isNaN }
      if count == 0 { return feature(.drop, "no row has a value") }
      let missing = numbers.count - count
      return feature(
        .number,
        missing == 0
          ? "all \(count) values are numbers"
          : "all \(count) values are numbers, \(missing) missing")
    case .categories(let codes, let levels):
      let count = codes.count { $0 >= 0 }
      let isNaming = levels.count > leastNamingLevelCount && levels.count * 2 > count
      guard isNaming || levels.count > greatestInferredLevelCount else {
        return feature(.category, "text with \(NumberFormat.count(levels.count, "level"))")
      }
      let reason = "text with \(levels.count) levels in \(count) values"
      problems.warn(
        request.marks.diagnostic(
          .warning, at: ["features"], id: "data-many-levels",
          "column \"\(column.name)\" is dropped: \(reason)",
          notes: ["to use it: data.features: {\(column.name): category}"]))
      return feature(.drop, reason)
    }
  }
}
