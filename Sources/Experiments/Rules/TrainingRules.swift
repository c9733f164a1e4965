import Datasets
import Diagnostics
import Schema
import Specification

extension ExperimentRule {
  static let oneBudget = ExperimentRule(
    "budget", "Training has either `epochs` or `steps`.",
    badExample: ["model=mlp", "training.epochs=5", "training.steps=100"],
    .spec(.error) { spec in
      guard spec.at("training.epochs")?.isWritten == true, let steps = spec.at("training.steps")
      else { return [] }
      return [
        RuleViolation(
          at: steps.origin.mark, "training must have either epochs or steps; got both",
          hint: "the override ~training.epochs takes epochs away")
      ]
    })

  static let earlyStoppingRows = ExperimentRule(
    "early-stopping-rows", "Early stopping has dev rows to monitor.",
    badExample: ["model=mlp", "training.early_stopping={patience: 3}", "data.split.dev=0"],
    .data { plan, data in
      guard plan.training.settings["early_stopping"] != nil, data.split.dev.isEmpty else {
        return []
      }
      return [
        RuleViolation(
          at: plan.training.settings.mark("early_stopping"),
          "training.early_stopping must have dev rows to monitor; got none",
          hint: "set data.split.dev above 0, or give data.source a dev file")
      ]
    })

  static let earlyStoppingMetric = ExperimentRule(
    "early-stopping-metric", "The metric of early stopping is one of the task.",
    badExample: ["model=mlp", "training.early_stopping={metric: rmse}"],
    .data { plan, data in
      guard let stopping = plan.training.settings.optionalNested("early_stopping"),
        let name = stopping.optionalString("metric"),
        let violation = data.violation(
          ofMetric: name, at: stopping.mark("metric"), "training.early_stopping.metric")
      else { return [] }
      return [violation]
    })

  static let patience = ExperimentRule(
    "patience", "The patience of early stopping is below the number of epochs.",
    badExample: ["model=mlp", "training.early_stopping={patience: 9}", "training.epochs=9"],
    .spec(.warning) { spec in
      guard let patience = spec.at("training.early_stopping.patience"),
        let epochs = spec.at("training.epochs"), spec.at("training.steps") == nil,
        let value = patience.asNumber, let limit = epochs.asNumber, value >= limit
      else { return [] }
      return [
        RuleViolation(
          at: patience.origin.mark ?? spec.at("training.early_stopping")?.origin.mark,
          "early stopping never acts: its patience, \(patience.literal.word), is not below "
            + "training.epochs, \(epochs.literal.word)")
      ]
    })

  static let weightedClasses = ExperimentRule(
    "unknown-class", "Class weights name classes of the target.",
    badExample: ["training.class_weights={setosaa: 2}"],
    .data { plan, data in
      guard let weights = plan.training.settings["class_weights"] else { return [] }
      let classes = data.schema.classNames
      guard !classes.isEmpty,
        let unknown = weights.asMapping.first(where: { !classes.contains($0.key) })
      else { return [] }
      return [
        RuleViolation(
          at: unknown.value.origin.mark ?? weights.origin.mark,
          "training.class_weights must name classes of \"\(data.schema.target)\"; "
            + "got \"\(unknown.key)\"",
          hint: Suggestion.hint(for: unknown.key, among: classes)
            ?? "classes: \(classes.prefix(12).joined(separator: ", "))")
      ]
    })
}
