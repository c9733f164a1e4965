import Diagnostics
import Learning
import Schema
import Specification

/// A rule between parts of a plan that can be checked before any data are read.
struct PlanRule: Sendable {
  /// The diagnostic's stable id.
  let id: String
  let problem: @Sendable (ExperimentPlan) -> Diagnostic?

  static func problems(in plan: ExperimentPlan) -> [Diagnostic] {
    all.compactMap { $0.problem(plan) }
  }

  static let all: [PlanRule] = [onePenalty, knownClosedFormLoss]

  /// `c` is another way to write `l2`: giving both leaves it open which one holds.
  static let onePenalty = PlanRule(id: "c-and-l2") { plan in
    let model = plan.spec.settings.nested("model")
    guard let mark = model.mark("c"), model.mark("l2") != nil else { return nil }
    return mark.diagnostic(
      id: "c-and-l2", "model.c and model.l2 must not both be set; got both",
      hint: "c is the inverse strength: l2 = 1 / (c · rows)")
  }

  /// Only gradient training can minimise another loss than the model's own.
  static let knownClosedFormLoss = PlanRule(id: "loss-of-solver") { plan in
    let training = plan.spec.settings.nested("training")
    let loss = training.string("loss")
    guard loss != LossKind.auto.rawValue, plan.recipe.isConvex, let mark = training.mark("loss")
    else { return nil }
    return mark.diagnostic(
      id: "loss-of-solver",
      "training.loss must be auto for model \"\(plan.recipe.kind)\"; got \"\(loss)\"",
      hint: "\(plan.recipe.kind) is fitted to the loss that defines it")
  }
}
