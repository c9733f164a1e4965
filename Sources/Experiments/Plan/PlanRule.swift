import Diagnostics
import Evaluation
import Learning
import Reporting
import Runs
import Schema
import Specification
import Text

/// A rule between parts of a plan that can be checked before any data are read.
struct PlanRule: Sendable {
  /// The diagnostic's stable id.
  let id: String
  let problems: @Sendable (ExperimentPlan) -> [Diagnostic]

  static func problems(in plan: ExperimentPlan) -> [Diagnostic] {
    all.flatMap { $0.problems(plan) }
  }

  static let all: [PlanRule] = [
    onePenalty, knownClosedFormLoss, reachableGoals, frozenLayers, outputBias, fullBatch,
  ]

  /// `c` is another way to write `l2`: giving both leaves it open which one holds.
  static let onePenalty = PlanRule(id: "c-and-l2") { plan in
    let model = plan.spec.settings.nested("model")
    guard let mark = model.mark("c"), model.mark("l2") != nil else { return [] }
    return [
      mark.diagnostic(
        id: "c-and-l2", "model.c and model.l2 must not both be set; got both",
        hint: "c is the inverse strength: l2 = 1 / (c · rows)")
    ]
  }

  /// Only gradient training can minimise another loss than a linear model's own.
  static let knownClosedFormLoss = PlanRule(id: "loss-of-solver") { plan in
    guard let solver = plan.recipe.solver, !solver.isStepwise else { return [] }
    let training = plan.spec.settings.nested("training")
    let loss = training.string("loss")
    guard loss != LossKind.auto.rawValue, plan.recipe.isConvex, let mark = training.mark("loss")
    else { return [] }
    return [
      mark.diagnostic(
        id: "loss-of-solver",
        "training.loss must be auto for model \"\(plan.recipe.kind)\"; got \"\(loss)\"",
        hint: "\(plan.recipe.kind) is fitted to the loss that defines it")
    ]
  }

  /// No predictions are better than perfect.
  static let reachableGoals = PlanRule(id: "goal-out-of-reach") { plan in
    plan.goals.compactMap { goal in
      guard let metric = metricCatalog.entries.first(where: { $0.name == goal.metric }),
        let best = metric.bestValue, let mark = goal.boundMark
      else { return nil }
      let text = "goals: \(metric.name) is never "
      switch (metric.direction, goal.bound) {
      case (.higherIsBetter, .atLeast(let bound)) where bound > best:
        return mark.diagnostic(
          id: "goal-out-of-reach",
          text + "above \(NumberFormat.exact(best)); got at_least: "
            + NumberFormat.exact(bound), hint: "no model can meet this goal")
      case (.lowerIsBetter, .atMost(let bound)) where bound < best:
        return mark.diagnostic(
          id: "goal-out-of-reach",
          text + "below \(NumberFormat.exact(best)); got at_most: "
            + NumberFormat.exact(bound), hint: "no model can meet this goal")
      default: return nil
      }
    }
  }
}
