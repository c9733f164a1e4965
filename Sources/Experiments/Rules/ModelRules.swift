import Datasets
import Diagnostics
import FoundationEssentials
import Learning
import Schema
import Specification
import Text

extension ExperimentRule {
  static let onePenalty = ExperimentRule(
    "one-penalty", "The penalty of a linear model is either `l2` or `c`.",
    badExample: ["model={kind: softmax, c: 1, l2: 0.1}"],
    .spec(.error) { spec in
      guard let c = spec.at("model.c"), spec.at("model.l2") != nil else { return [] }
      return [
        RuleViolation(
          at: c.origin.mark, "model.c and model.l2 must not both be set; got both",
          hint: "c is the inverse strength: l2 = 1 / (c · rows)")
      ]
    })

  static let modelSettings = ExperimentRule(
    "model-settings",
    "Frozen layers exist and leave one to train; the optimizer lbfgs has no dropout and no l1.",
    badExample: ["model={kind: mlp, frozen: [hidden_7]}"],
    .plan { plan in
      let l1 = plan.training.settings.number("l1")
      guard let problem = plan.recipe.problem(with: plan.training.optimizer, l1: l1) else {
        return []
      }
      let explanation = problem.explanation(classNames: [], inputNames: [])
      let frozen = plan.spec.settings.nested("model").list("frozen")
      switch problem {
      case .unknownLayer(let name, let layers):
        return [
          RuleViolation(
            at: frozen.first { $0.string == name }?.origin.mark, explanation,
            hint: Suggestion.hint(for: name, among: layers)
              ?? "layers: \(layers.joined(separator: ", "))")
        ]
      case .nothingToTrain:
        return [
          RuleViolation(
            at: plan.spec.mark(of: .frozen)?.mark, explanation, hint: "unfreeze the output")
        ]
      case .optimizerDoesNotFit(_, let setting, _):
        return [RuleViolation(at: plan.spec.mark(of: setting)?.mark, explanation)]
      default: return [RuleViolation(at: plan.spec.mark(of: .model)?.mark, explanation)]
      }
    })

  static let modelTask = ExperimentRule(
    "model-and-task", "The model can do the task of the target.", badExample: ["model=ridge"],
    .data { plan, data in
      let task = data.schema.task
      guard !modelCatalog.entry(plan.recipe.kind).tasks.contains(task) else { return [] }
      let able = modelCatalog.entries.filter { $0.tasks.contains(task) }.map(\.name)
      return [
        RuleViolation(
          at: plan.spec.settings.nested("model").mark("kind") ?? plan.spec.settings.mark("model"),
          "model must fit the task, \(task.rawValue) of \"\(data.schema.target)\"; "
            + "got \"\(plan.recipe.kind)\"",
          hint: "models for it: \(able.joined(separator: ", "))")
      ]
    })

  /// Parameters, gradient and two moments of the optimizer, 4 bytes each.
  static let modelMemory = ExperimentRule(
    "model-too-large", "The parameters of a network fit into memory.",
    badExample: ["model={kind: mlp, hidden: [1000000, 1000000]}"],
    .data { plan, data in
      let widths =
        [data.schema.features.count { $0.role != .drop }] + (plan.recipe.network?.hidden ?? [])
        + [1]
      let weights = zip(widths, widths.dropFirst()).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      let needed = weights * 4 * 4
      let available = Double(ProcessInfo.processInfo.physicalMemory)
      guard needed > available else { return [] }
      return [
        RuleViolation(
          at: plan.spec.settings.nested("model").mark("hidden"),
          "model.hidden must fit into this machine's memory, \(NumberFormat.bytes(available)); "
            + "got widths that need at least \(NumberFormat.bytes(needed))",
          hint: "fewer or narrower layers")
      ]
    })
}
