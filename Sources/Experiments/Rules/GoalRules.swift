import Datasets
import Diagnostics
import Evaluation
import Runs
import Schema
import Specification
import Text

extension ExperimentRule {
  static let goalBound = ExperimentRule(
    "goal-bound", "A goal has either `at_least` or `at_most`.",
    badExample: ["goals=[{metric: accuracy, at_least: 0.5, at_most: 0.9}]"],
    .spec(.error) { spec in
      (spec.at("goals")?.asList ?? []).enumerated().compactMap { index, goal in
        let bounds = ["at_least", "at_most"].filter { goal.at($0) != nil }
        guard bounds.count != 1 else { return nil }
        return RuleViolation(
          at: goal.origin.mark,
          "goals[\(index)] must have either at_least or at_most; got "
            + (bounds.isEmpty ? "neither" : "both"))
      }
    })

  static let resourceSlice = ExperimentRule(
    "resource-slice", "A goal for latency, throughput, time or size has no `slice`.",
    badExample: ["goals=[{metric: latency_p99_us, at_most: 5, slice: {species: setosa}}]"],
    .spec(.error) { spec in
      (spec.at("goals")?.asList ?? []).enumerated().compactMap { index, goal in
        guard let metric = goal.at("metric")?.asString, ResourceMetric(rawValue: metric) != nil,
          let slice = goal.at("slice")
        else { return nil }
        return RuleViolation(
          at: slice.origin.mark,
          "goals[\(index)].slice must go with a metric of predictions; got \"\(metric)\"")
      }
    })

  static let reachableGoals = ExperimentRule(
    "goal-out-of-reach", "A goal asks for no more than the best value of its metric.",
    badExample: ["goals=[{metric: accuracy, at_least: 2}]"],
    .plan { plan in
      plan.goals.compactMap { goal in
        guard let metric = metricCatalog[goal.metric], let best = metric.bestValue,
          let mark = goal.boundMark
        else { return nil }
        let problem: String
        switch (metric.direction, goal.bound) {
        case (.higherIsBetter, .atLeast(let bound)) where bound > best:
          problem =
            "above \(NumberFormat.exact(best)); got at_least: \(NumberFormat.exact(bound))"
        case (.lowerIsBetter, .atMost(let bound)) where bound < best:
          problem = "below \(NumberFormat.exact(best)); got at_most: \(NumberFormat.exact(bound))"
        default: return nil
        }
        return RuleViolation(
          at: mark, "goals: \(metric.name) is never \(problem)", hint: "no model can meet this goal"
        )
      }
    })

  static let goalMetric = ExperimentRule(
    "goal-metric", "The metric of a goal is one of the task.",
    badExample: ["goals=[{metric: rmse, at_most: 1}]"],
    .data { plan, data in
      plan.goals.compactMap { goal in
        ResourceMetric(rawValue: goal.metric) == nil
          ? data.violation(ofMetric: goal.metric, at: goal.mark, "goals: metric") : nil
      }
    })

  static let goalSlice = ExperimentRule(
    "goal-slice", "The slice of a goal names columns of the data.",
    badExample: ["goals=[{metric: accuracy, slice: {specie: setosa}, at_least: 1}]"],
    .data { plan, data in
      let columns = data.table.columns.map(\.name)
      return plan.goals.flatMap { goal in
        goal.slice.filter { !columns.contains($0.column) }.map { column, _ in
          RuleViolation(
            at: goal.mark, "goals: slice must name a column of the data; got \"\(column)\"",
            hint: Suggestion.hint(for: column, among: columns)
              ?? "columns: \(columns.prefix(12).joined(separator: ", "))")
        }
      }
    })
}

extension ExperimentRule {
  static let goalOnOneClass = ExperimentRule(
    "goal-one-target",
    "The metric of a goal exists on rows of one target where its slice names one.",
    badExample: ["goals=[{metric: f1, slice: {species: setosa}, at_least: 0.5}]"],
    .data { plan, data in
      let schema = data.schema
      return plan.goals.compactMap { goal in
        guard let metric = metricCatalog[goal.metric], metric.tasks.contains(schema.task),
          goal.metric(for: schema) == nil
        else { return nil }
        let known = metricCatalog.entries.filter {
          $0.tasks.contains(schema.task) && $0.ofOneTarget(nil, schema.task) != nil
        }
        return RuleViolation(
          at: goal.mark,
          "goals: \(metric.name) must have rows of several targets; got the slice "
            + "\(goal.sliceTitle ?? "")",
          hint: "on rows of one target: \(known.map(\.name).joined(separator: ", "))")
      }
    })

  static let emptySlice = ExperimentRule(
    "empty-slice", "The slice of a goal has rows among those that are judged.",
    badExample: ["goals=[{metric: accuracy, slice: {species: setossa}, at_least: 1}]"],
    .dataWarning { plan, data in
      let rows = data.split.test.isEmpty ? data.split.dev : data.split.test
      let part = data.split.test.isEmpty ? "dev" : "test"
      return plan.goals.compactMap { goal in
        guard !rows.isEmpty, !goal.slice.isEmpty, data.rows(rows, where: goal.slice).isEmpty
        else { return nil }
        let slice = goal.sliceTitle ?? ""
        let elsewhere = data.rows(Array(0..<data.table.rowCount), where: goal.slice).count
        return RuleViolation(
          at: goal.mark, "goals: slice must have \(part) rows; got none with \(slice)",
          hint: elsewhere > 0
            ? "\(NumberFormat.count(elsewhere, "row")) of the other parts have it"
            : data.valuesHint(of: goal.slice))
      }
    })
}

extension Dataset {
  /// The values of the first column of a slice that has no row by itself.
  fileprivate func valuesHint(of slice: [(column: String, value: String)]) -> String? {
    let all = Array(0..<table.rowCount)
    guard let wrong = slice.first(where: { rows(all, where: [$0]).isEmpty }) else { return nil }
    var values: [String] = []
    for row in all where values.count <= 12 {
      let text = cellText(rowID: row, column: wrong.column)
      if !values.contains(text) { values.append(text) }
    }
    let shown = values.prefix(12).joined(separator: ", ") + (values.count > 12 ? ", …" : "")
    return Suggestion.hint(for: wrong.value, among: values)
      ?? "values of \"\(wrong.column)\": \(shown)"
  }

  /// The violation of a setting whose metric does not exist for the task.
  func violation(ofMetric name: String, at mark: Mark?, _ key: String) -> RuleViolation? {
    let task = schema.task
    let known = metricCatalog.entries.filter { $0.tasks.contains(task) }.map(\.name)
    guard !known.contains(name) else { return nil }
    return RuleViolation(
      at: mark, "\(key) must be a metric of a \(task.rawValue) task; got \"\(name)\"",
      hint: Suggestion.hint(for: name, among: known)
        ?? "metrics: \(known.joined(separator: ", "))")
  }
}
