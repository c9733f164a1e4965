import Findings
import Learning
import Text

extension CheckEntry {
  static let penaltyRaisesLoss = CheckEntry(
    code: "SI14", title: "penalties enter the objective", stage: .initial,
    evidenceKind: .contradiction,
    worst: .stop,
    summary: "A penalty adds to the objective in proportion to its coefficient.",
    formula: "(J(10 · l1, 10 · l2) − J(0)) / (J(l1, l2) − J(0)) at a point away from the "
      + "initial weights: 10 to 1e-4",
    source: "CS231n, the second sanity check",
    knownFalseAlarms: "none known", cost: "three losses of at most 256 rows",
    body: .before { context in
      guard context.plan.l1 > 0 || context.plan.l2 > 0 else {
        return .notApplicable("training.l1 and training.l2 are 0")
      }
      guard !context.recipe.isConvex || context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard context.isTrainFinite, let state = context.initialState, state.loss.isFinite else {
        return .notApplicable("the initial loss is not finite")
      }
      func value(factor: Double, at point: [Double]) -> Double? {
        var plan = context.plan
        plan.l1 *= factor
        plan.l2 *= factor
        return context.recipe.gradientProblem(on: state.rows, plan: plan)?.loss(at: point)
      }
      let point = state.problem.initialParameters.map { $0 + 0.1 }
      guard let bare = value(factor: 0, at: point), let own = value(factor: 1, at: point),
        let tenfold = value(factor: 10, at: point)
      else { return .notApplicable("the model is not trained by gradients") }
      // The expected penalty, computed without the model.
      let expected = state.problem.layout.tensors.filter { $0.shape.count == 2 && $0.isTrained }
        .reduce(0) {
          sum, tensor in
          point[tensor.offset..<(tensor.offset + tensor.count)].reduce(sum) {
            $0 + context.plan.l1 * abs($1) + 0.5 * context.plan.l2 * $1 * $1
          }
        }
      guard expected > 1e-7 * abs(bare) else {
        return .notApplicable("the penalties are too small to measure")
      }
      let ratio = (tenfold - bare) / (own - bare)
      guard own > bare, abs(ratio - 10) <= 1e-4 else {
        return Finding(
          verdict: .stop,
          message: "ten times the penalty adds \(NumberFormat.number(ratio)) times as much: "
            + "\(NumberFormat.number(bare)) → \(NumberFormat.number(own)) → \(NumberFormat.number(tenfold))",
          value: ratio, threshold: 10,
          evidence: [
            .scores(
              "objective",
              ["without": bare, "with": own, "with ten times the penalties": tenfold])
          ],
          causes: ["a mistake in the penalty, not in the spec"], remedy: "report it with the spec")
      }
      return .passed("penalties enter the objective as they should", value: ratio)
    })
}
