import Findings
import Foundation
import Learning
import Schema
import Text

extension Threshold {
  fileprivate static let initialLoss = Threshold(
    "SI03", 3, "initial loss over the loss of the prior or mean predictor")
  fileprivate static let initialOffset = Threshold.fixed(
    "SI03", 10, "the same for numbers, where an offset of three standard deviations gives 10")
}

extension CheckEntry {
  static let initialLoss = CheckEntry(
    code: "SI03", title: "initial loss compared with chance", stage: .initial, worst: .warn,
    summary: "The untrained model is not much worse than the class frequencies or the mean.",
    formula: "classification: initial cross-entropy / ln C; regression: initial loss / loss of "
      + "the mean predictor, limit 10 (an offset of three standard deviations)",
    threshold: .initialLoss,
    fixedLimits: [.initialOffset],
    source: "Karpathy 2019, \"verify loss @ init\"; CS231n; TheDeepChecker",
    knownFalseAlarms: "a healthy head of unit-variance logits starts at ln C + ½, a narrow one "
      + "on wide inputs at up to 2.5 ln C: the limit is 3, and it never stops a run",
    cost: "shares the pass of SI02",
    body: .before { context in
      guard context.isTrainFinite, let state = context.initialState, state.loss.isFinite else {
        return .notApplicable("the initial loss is not finite")
      }
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      guard let model = context.start?.model,
        let loss = LossFormula.mean(
          context.loss, outputs: model.outputs(for: state.rows.inputs), targets: state.rows.targets)
      else { return .notApplicable("predictions do not determine this loss") }
      let reference: Double
      let limit: Double
      switch state.rows.targets {
      case .classes(_, let classCount):
        guard context.loss.isCrossEntropy else {
          return .notApplicable("the loss is not a cross-entropy")
        }
        reference = context.loss == .crossEntropy ? log(Double(classCount)) : log(2)
        limit = context.limit(.initialLoss)
      case .values:
        let rows = state.rows
        let prior =
          (rows.weights.map {
            LossFormula.priorWithDeviation(context.loss, targets: rows.targets, weights: $0)?.loss
          } ?? LossFormula.prior(context.loss, targets: rows.targets)) ?? 0
        guard prior > 0 else { return .notApplicable("the target does not vary") }
        reference = prior
        limit =
          context.settings.thresholds[Threshold.initialLoss.code] ?? Threshold.initialOffset.value
      }
      let ratio = loss / reference
      guard ratio > limit else {
        return Finding(
          verdict: .passed,
          message: "initial loss is \(NumberFormat.number(loss)), by chance "
            + NumberFormat.number(reference), value: ratio, threshold: limit)
      }
      let isNumber = context.task == .regression
      return Finding(
        verdict: .warning,
        message: "initial loss is \(NumberFormat.number(loss)), "
          + "\(NumberFormat.number(ratio)) times that of \(isNumber ? "a constant prediction" : "chance")",
        value: ratio, threshold: limit,
        causes: isNumber
          ? context.offsetCauses
          : ["model.initialization_scale is too large", "inputs that are not scaled"],
        remedy: isNumber
          ? "preprocessing.target_scale: standard, or model.output.bias_initialization: prior"
          : "use the standard initialization and preprocessing.scale: standard")
    })
}

extension GateContext {
  /// The causes of an initial output far from the mean. A linear model initially predicts 0.
  fileprivate var offsetCauses: [String] {
    var causes = ["the target's mean is far from 0"]
    if case .boolean(false)? = variants?.value(at: .fitIntercept) {
      causes.insert("model.fit_intercept: false, with targets far from 0", at: 0)
    }
    return causes + (recipe.network.map { _ in ["model.initialization_scale is too large"] } ?? [])
  }
}
