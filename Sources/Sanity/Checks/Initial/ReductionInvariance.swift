import Findings
import Learning
import Text

extension CheckEntry {
  static let reductionInvariance = CheckEntry(
    code: "SI13", title: "loss reduction over rows", stage: .initial,
    evidenceKind: .contradiction, worst: .stop,
    summary: "Duplicating every row leaves a mean unchanged and doubles a sum.",
    formula: "L(rows twice) / L(rows) is 1 for the mean and 2 for the sum, to 1e-9",
    source: "TheDeepChecker, reduction of the loss",
    knownFalseAlarms: "none known", cost: "two losses of at most 256 rows",
    body: .before { context in
      guard context.isTrainFinite, let state = context.initialState, state.loss.isFinite else {
        return .notApplicable("the initial loss is not finite")
      }
      var plan = context.plan
      plan.classWeights = .none
      plan.l1 = 0
      plan.l2 = 0
      let once = state.rows
      let all = Array(0..<once.rowCount)
      let recipe = context.recipe.withoutRegularization()
      guard let single = recipe.gradientProblem(on: once, plan: plan),
        let double = recipe.gradientProblem(on: once.rows(at: all + all), plan: plan)
      else { return .notApplicable("the model is not trained by gradients") }
      let point = single.initialParameters
      let base = single.loss(at: point)
      guard base > 1e-12, base.isFinite else { return .notApplicable("the initial loss is 0") }
      let ratio = double.loss(at: point) / base
      // Solvers and convex models have the mean as their objective, whatever the plan says.
      let expected: [Double] = plan.reduction == .sum ? [2, 1] : [1]
      guard expected.contains(where: { abs(ratio - $0) <= 1e-9 }) else {
        return Finding(
          verdict: .stop,
          message: "duplicated rows have \(NumberFormat.number(ratio)) times the loss, not "
            + NumberFormat.typed(expected[0]),
          value: ratio, threshold: expected[0],
          causes: ["a mistake in the loss, not in the spec"], remedy: "report it with the spec")
      }
      return .passed(
        "duplicated rows have "
          + (ratio.rounded() == 1
            ? "the same loss" : "\(NumberFormat.typed(ratio.rounded())) times the loss"),
        value: ratio)
    })
}
