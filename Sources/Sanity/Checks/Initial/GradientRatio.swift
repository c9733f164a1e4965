import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let gradientRatio = Threshold(
    "SI09", 70, "gradient of the first layer over that of the last")
  fileprivate static let gradientFloor = Threshold.fixed(
    "SI09", 1e-3, "the same, below which gradients vanish")
}

extension CheckEntry {
  static let gradientRatio = CheckEntry(
    code: "SI09", title: "gradients of the first and last layer", stage: .initial, worst: .warn,
    summary: "The gradients of the first and the last layer are of the same order.",
    formula: "root mean square of the initial gradient with respect to the first weights over "
      + "that with respect to the last: below 0.001, or above the threshold",
    threshold: .gradientRatio,
    fixedLimits: [.gradientFloor],
    source: "AUTOTRAINER, vanishing and exploding gradient; here at the start and by size alone",
    knownFalseAlarms: "optimizers that normalize each step cope with it: it never stops a run",
    cost: "shares the pass of SI01",
    body: .before { context in
      guard context.isTrainFinite, context.isTrainedBySteps, let state = context.initialState,
        state.loss.isFinite
      else { return .notApplicable("the initial loss is not finite") }
      let weights = state.problem.layout.tensors.filter { $0.shape.count == 2 }
      guard weights.count > 1 else { return .notApplicable("there is no hidden layer") }
      let sizes = weights.map { tensor in
        state.gradient[tensor.offset..<(tensor.offset + tensor.count)].rootMeanSquare
      }
      guard let first = sizes.first, let last = sizes.last, first > 0, last > 0 else {
        return .notApplicable("a gradient is exactly 0: see SI08")
      }
      let ratio = first / last
      let evidence = [
        Evidence.curve(title: "gradient by layer", series: "root mean square", values: sizes)
      ]
      let limit = context.limit(.gradientRatio)
      guard ratio > limit || ratio < Threshold.gradientFloor.value else {
        var finding = Finding.passed(
          "the first layer's gradient is \(NumberFormat.number(ratio)) times the last one's",
          value: ratio)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .warning,
        message:
          "the gradient of \"\(weights[0].name)\" is \(NumberFormat.number(ratio)) times that of "
          + "\"\(weights[weights.count - 1].name)\": it \(ratio < 1 ? "vanishes" : "explodes") in "
          + "backpropagation",
        value: ratio, threshold: ratio < 1 ? Threshold.gradientFloor.value : nil,
        evidence: evidence,
        causes: [
          "model.activation: sigmoid in many layers", "model.initialization_scale",
          "inputs of another scale than the units",
        ],
        remedy: "model.activation: relu with he_normal, or fewer layers")
    })
}
