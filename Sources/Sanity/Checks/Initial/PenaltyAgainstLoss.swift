import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let penaltyRatio = Threshold(
    "SI19", 2, "initial gradient of the penalties over that of the loss")
}

extension CheckEntry {
  static let penaltyAgainstLoss = CheckEntry(
    code: "SI19", title: "penalties compared with the loss", stage: .initial, worst: .warn,
    summary: "The initial gradient of the loss is not dominated by the penalties.",
    formula: "norm of the initial gradient of the penalties over that of the loss, above the "
      + "threshold",
    threshold: .penaltyRatio,
    source: "TheDeepChecker, regularisation that dominates; there during the training",
    knownFalseAlarms: "uninformative inputs leave the loss without a gradient: it never stops",
    cost: "one forward and backward pass of at most 256 rows",
    body: .before { context in
      guard context.plan.l1 > 0 || context.plan.l2 > 0 else {
        return .notApplicable("training.l1 and training.l2 are 0")
      }
      guard !context.recipe.isConvex else {
        return .notApplicable("convex: it starts at zero, where penalties are nothing")
      }
      guard context.isTrainFinite, let state = context.initialState, state.loss.isFinite else {
        return .notApplicable("the initial loss is not finite")
      }
      var plan = context.plan
      plan.classWeights = .none
      plan.labelSmoothing = 0
      plan.reduction = .mean
      guard
        let problem = context.recipe.withoutRegularization().gradientProblem(
          on: state.rows, plan: plan)
      else { return .notApplicable("the model is not trained by gradients") }
      let whole = problem.lossAndGradient(at: state.problem.initialParameters).gradient
      let penalty = zip(whole, state.gradient).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }.squareRoot()
      let loss = state.gradient.norm
      guard loss > 0 else { return .notApplicable("the gradient is 0: see SI08") }
      let ratio = penalty / loss
      guard ratio > context.limit(.penaltyRatio) else {
        return .passed(
          "penalties pull \(NumberFormat.number(ratio)) times as strongly as the loss", value: ratio
        )
      }
      return Finding(
        verdict: .warning,
        message:
          "penalties pull \(NumberFormat.number(ratio)) times as strongly at the weights as the loss: "
          + "they will shrink to zero",
        value: ratio,
        evidence: [.scores("gradient norms", ["penalties": penalty, "loss": loss])],
        causes: [
          context.plan.l2 > 0
            ? "training.l2: \(NumberFormat.number(context.plan.l2))"
            : "training.l1: \(NumberFormat.number(context.plan.l1))"
        ],
        remedy: "lower training.l2 and training.l1 to 0.001 or less")
    })
}
