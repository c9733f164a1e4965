import Datasets
import Evaluation
import Runs
import Schema

/// A bound on a metric, set before training.
struct GoalRequest: Sendable {
  let metric: String
  /// Values of columns that restrict the rows; empty for all rows.
  let slice: [(column: String, value: String)]
  let bound: GoalRecord.Bound
  let mark: Mark?
  /// Location of the bound.
  let boundMark: Mark?

  init(_ settings: Settings) {
    metric = settings.string("metric")
    mark = settings.mark("metric")
    slice =
      settings.optionalNested("slice").map { slice in
        slice.entries.map { (column: $0.key, value: $0.value.plainText) }
      } ?? []
    if let least = settings.optionalNumber("at_least") {
      bound = .atLeast(least)
      boundMark = settings.mark("at_least")
    } else {
      bound = .atMost(settings.number("at_most"))
      boundMark = settings.mark("at_most")
    }
  }

  /// A bound on what the run needs.
  init(_ metric: ResourceMetric, _ bound: GoalRecord.Bound, at mark: Mark?) {
    self.metric = metric.rawValue
    slice = []
    self.bound = bound
    (self.mark, boundMark) = (mark, mark)
  }

  /// "sex = Female & race = Black"; nil for all rows.
  var sliceTitle: String? {
    slice.isEmpty ? nil : slice.map { "\($0.column) = \($0.value)" }.joined(separator: " & ")
  }
}

extension GoalRequest {
  /// The metric on the rows of the goal's slice; nil where the slice fixes the target and the metric
  /// needs rows of several targets.
  func metric(for schema: TableSchema) -> Metric? {
    let metric = metricCatalog.entry(self.metric)
    guard let target = slice.first(where: { $0.column == schema.target }) else { return metric }
    return metric.ofOneTarget(schema.classNames.firstIndex(of: target.value), schema.task)
  }
}

extension Resolved {
  /// A scalar as a data file would write it.
  var plainText: String {
    switch value {
    case .null: ""
    case .boolean(let boolean): String(boolean)
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .string(let string): string
    case .list, .mapping: ""
    }
  }
}
