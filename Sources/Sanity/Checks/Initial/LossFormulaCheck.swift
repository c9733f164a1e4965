import Findings
import Foundation
import Learning
import LinearAlgebra
import Schema
import Text

extension Threshold {
  fileprivate static let formula = Threshold(
    "SI02", 1e-3, "relative difference between the loss and its formula applied to the outputs")
}

extension CheckEntry {
  static let lossFormula = CheckEntry(
    code: "SI02", title: "loss agrees with its formula", stage: .initial,
    evidenceKind: .contradiction, worst: .stop,
    summary: "The training's loss is its textbook formula applied to the model's predictions.",
    formula: "|L − L'| / max(|L'|, 0.001) with L from the training, L' computed independently "
      + "from the predicted probabilities or numbers of the same rows; squared errors of linear "
      + "models may count half",
    threshold: .formula,
    source: "in place of |L − ln C| (Karpathy 2019): exact for any initial scale and class shares",
    knownFalseAlarms: "none known; where probabilities round to 0 or do not determine the loss "
      + "it does not apply",
    cost: "one forward pass",
    body: .before { context in
      guard context.isTrainFinite, let state = context.initialState, state.loss.isFinite else {
        return .notApplicable("the initial loss is not finite")
      }
      guard let model = context.start?.model,
        let parameters = state.problem.layout.parameters(of: model)
      else { return .notApplicable("the model's tensors are not those of its loss") }
      let outputs = model.outputs(for: state.rows.inputs)
      if case .classes = state.rows.targets, outputs.storage.contains(where: { $0 < 1e-4 }) {
        return .notApplicable("probabilities too near 0 to compare")
      }
      guard
        let plain = LossFormula.mean(context.loss, outputs: outputs, targets: state.rows.targets)
      else { return .notApplicable("predictions do not determine this loss") }
      let loss = state.problem.loss(at: parameters)
      // Least squares count squared errors half, networks whole; either is the loss it names.
      let mayBeHalved = context.recipe.isConvex && context.loss == .meanSquaredError
      let isHalved = mayBeHalved && abs(loss - plain / 2) < abs(loss - plain)
      let formula = isHalved ? plain / 2 : plain
      let difference = abs(loss - formula) / max(abs(formula), 1e-3)
      guard !(difference <= context.limit(.formula)) else {
        return .passed("the loss equals its formula's value", value: difference)
      }
      return Finding(
        verdict: .stop,
        message: "the loss is \(NumberFormat.number(loss)) where its formula gives "
          + NumberFormat.number(formula), value: difference,
        evidence: [
          .scores("\(context.loss.rawValue) and formula", ["loss": loss, "formula": formula])
        ],
        causes: ["a mistake in the loss itself, not in the spec"],
        remedy: "report it with the spec")
    })
}
