import Findings
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let regularizedSkill = Threshold(
    "SO02", 0.5, "fraction of the skill without regularization that must remain with it")
}

extension CheckEntry {
  static let overfitRegularized = CheckEntry(
    code: "SO02", title: "fits with its regularization", stage: .overfit, worst: .warn,
    summary: "With the spec's regularization, the same rows are still learned.",
    formula: "skill = 1 − (L − L*) / (L_prior − L*) of the predictions, with regularization "
      + "over without; twice the steps of SO01, at least 50",
    threshold: .regularizedSkill,
    source: "CS231n: the loss must reach zero without regularisation; the pair names the cause",
    knownFalseAlarms: "strong regularization that is right for weak signals: it never stops a "
      + "run",
    cost: "at most twice that of SO01",
    body: .before { context in
      guard !context.recipe.isConvex else {
        return .notApplicable("convex: SO01 judges it with its regularization")
      }
      guard let trial = try? context.trial(), case .fits = trial.verdict else {
        return .notApplicable("SO01 did not pass")
      }
      let subset = context.subset
      let goal = SubsetGoal(subset: subset, loss: context.loss, settings: context.settings)
      func attempt(_ recipe: any ModelRecipe, regularized: Bool, steps: Int) throws
        -> SubsetAttempt
      {
        var plan = context.plan.forOverfitting(stepLimit: steps, target: goal.target)
        if regularized {
          plan.labelSmoothing = context.plan.labelSmoothing
          plan.optimizer = context.plan.optimizer
          plan.l1 = context.plan.l1
          plan.l2 = context.plan.l2
        }
        return try context.attempt(recipe, plan, on: subset)
      }
      // Two steps show whether there is any regularization: their losses would differ.
      let bare = context.recipe.withoutRegularization()
      let plain = try attempt(bare, regularized: false, steps: 2)
      let probe = try attempt(context.recipe, regularized: true, steps: 2)
      guard probe.outcome.stepLosses != plain.outcome.stepLosses else {
        return .notApplicable("no regularization is set")
      }
      let steps = max(50, 2 * trial.attempt.outcome.stepCount)
      let regularized = try attempt(context.recipe, regularized: true, steps: steps)
      guard let with = context.skill(of: regularized, on: subset),
        let without = context.skill(of: trial.attempt, on: subset), without > 0
      else { return .notApplicable("the subset has nothing to learn") }
      let share = with / without
      guard !(share >= context.limit(.regularizedSkill)) else {
        return .passed(
          "with its regularization it keeps \(NumberFormat.percent(min(1, share))) of the fit",
          value: share)
      }
      return Finding(
        verdict: .warning,
        message:
          "with its regularization it keeps \(NumberFormat.percent(max(0, share))) of the fit: "
          + "over-regularized",
        value: share,
        evidence: [
          regularized.losses(run: "with regularization"),
          .scores("skill", ["with regularization": with, "without": without]),
        ],
        causes: context.regularizers,
        remedy: "reduce the regularization until the subset is learned")
    })
}

extension GateContext {
  /// 1 for a perfect fit, 0 for a constant prediction; nil when there is nothing to learn.
  fileprivate func skill(of attempt: SubsetAttempt, on subset: OverfitSubset) -> Double? {
    let targets = subset.rows.targets
    let loss: LossKind = task.isClassification ? .crossEntropy : .meanSquaredError
    let outputs = attempt.outcome.model.outputs(for: subset.rows.inputs)
    guard let reached = LossFormula.mean(loss, outputs: outputs, targets: targets),
      let prior = LossFormula.prior(loss, targets: targets)
    else { return nil }
    let least =
      task.isClassification ? subset.ceiling.crossEntropy : subset.ceiling.squaredError
    guard prior - least > 1e-9 else { return nil }
    return reached.isFinite ? 1 - (reached - least) / (prior - least) : -.infinity
  }

  /// The regularization of the plan, in terms of the spec.
  fileprivate var regularizers: [String] {
    var names: [String] = []
    if plan.l2 > 0 { names.append("training.l2: \(NumberFormat.number(plan.l2))") }
    if plan.l1 > 0 { names.append("training.l1: \(NumberFormat.number(plan.l1))") }
    if plan.labelSmoothing > 0 {
      names.append("training.label_smoothing: \(NumberFormat.number(plan.labelSmoothing))")
    }
    names.append("model.dropout, model.l2 or training.optimizer.weight_decay")
    return names
  }
}
