import Datasets
import Diagnostics
import Evaluation
import Foundation
import Learning
import Schema
import Specification
import Text

/// A rule between a spec and the data it names: known only once the data have been read.
struct DataRule: Sendable {
  let problem: @Sendable (ExperimentPlan, Dataset) -> Diagnostic?

  static let all: [DataRule] =
    [modelDoesTask, earlyStoppingHasRows] + [
      goalMetrics, goalSlices, earlyStoppingMetric, weightedClasses, modelFitsMemory,
    ]

  /// A softmax cannot foretell a price.
  static let modelDoesTask = DataRule { plan, data in
    let entry = modelCatalog.entry(plan.recipe.kind)
    let task = data.schema.task
    guard !entry.tasks.contains(task) else { return nil }
    let able = modelCatalog.entries.filter { $0.tasks.contains(task) }.map(\.name)
    return diagnostic(
      plan.spec.settings.nested("model").mark("kind") ?? plan.spec.settings.mark("model"),
      id: "model-and-task",
      "model must fit the task, \(task.rawValue) of \"\(data.schema.target)\"; "
        + "got \"\(plan.recipe.kind)\"",
      hint: "models for it: \(able.joined(separator: ", "))")
  }

  static let earlyStoppingHasRows = DataRule { plan, data in
    guard plan.training.settings["early_stopping"] != nil, data.split.dev.isEmpty else {
      return nil
    }
    return diagnostic(
      plan.training.settings.mark("early_stopping"), id: "early-stopping-without-dev",
      "training.early_stopping must have dev rows to watch; got none",
      hint: "give data.split.dev a share, or data.source a dev file")
  }

  static let earlyStoppingMetric = DataRule { plan, data in
    guard let stopping = plan.training.settings.optionalNested("early_stopping") else {
      return nil
    }
    guard let name = stopping.optionalString("metric") else { return nil }
    return metricProblem(
      name, stopping.mark("metric"), "training.early_stopping.metric", data)
  }

  static let goalMetrics = DataRule { plan, data in
    plan.goals.lazy.compactMap { goal in
      ResourceMetric(rawValue: goal.metric) == nil
        ? metricProblem(goal.metric, goal.mark, "goals: metric", data) : nil
    }.first
  }

  static let goalSlices = DataRule { plan, data in
    let columns = data.table.columns.map(\.name)
    for goal in plan.goals {
      for (column, _) in goal.slice where !columns.contains(column) {
        return diagnostic(
          goal.mark, id: "unknown-column",
          "goals: slice must name a column of the data; got \"\(column)\"",
          hint: Suggestion.hint(for: column, among: columns)
            ?? "columns: \(columns.prefix(12).joined(separator: ", "))")
      }
    }
    return nil
  }

  /// Weights by class must name classes of the target.
  static let weightedClasses = DataRule { plan, data in
    guard let asked = plan.training.settings["class_weights"],
      case .mapping(let weights) = asked.value
    else { return nil }
    let classes = data.schema.classNames
    guard let unknown = weights.first(where: { !classes.contains($0.key) }) else { return nil }
    return diagnostic(
      unknown.value.origin.mark ?? asked.origin.mark, id: "unknown-class",
      "training.class_weights must name classes of \"\(data.schema.target)\"; "
        + "got \"\(unknown.key)\"",
      hint: Suggestion.hint(for: unknown.key, among: classes)
        ?? "classes: \(classes.prefix(12).joined(separator: ", "))")
  }

  /// The parameters, their gradient and the optimizer's memory must fit into the machine's.
  static let modelFitsMemory = DataRule { plan, data in
    let widths =
      [data.schema.features.count { $0.role != .drop }] + (plan.recipe.network?.hidden ?? []) + [1]
    let weights = zip(widths, widths.dropFirst()).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    let needed = weights * 4 * 4
    let available = Double(ProcessInfo.processInfo.physicalMemory)
    guard needed > available else { return nil }
    return diagnostic(
      plan.spec.settings.nested("model").mark("hidden"), id: "model-too-large",
      "model.hidden must fit into this machine's memory, \(NumberFormat.bytes(available)); "
        + "got widths that need at least \(NumberFormat.bytes(needed))",
      hint: "fewer or narrower layers")
  }

  private static func metricProblem(
    _ name: String, _ mark: Mark?, _ key: String, _ data: Dataset
  ) -> Diagnostic? {
    let task = data.schema.task
    let known = metricCatalog.entries.filter { $0.tasks.contains(task) }.map(\.name)
    guard !known.contains(name) else { return nil }
    return diagnostic(
      mark, id: "metric-and-task",
      "\(key) must be a metric of a \(task.rawValue) task; got \"\(name)\"",
      hint: Suggestion.hint(for: name, among: known)
        ?? "metrics: \(known.joined(separator: ", "))")
  }

  private static func diagnostic(
    _ mark: Mark?, id: String, _ message: String, hint: String
  ) -> Diagnostic {
    mark?.diagnostic(id: id, message, hint: hint)
      ?? Diagnostic(id: id, message, hint: hint)
  }
}
