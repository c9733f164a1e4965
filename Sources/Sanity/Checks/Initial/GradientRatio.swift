import Learning

extension CheckEntry {
  static let gradientRatio = CheckEntry(
    code: "SI09", title: "gradients of first and last layer", stage: .initial, worst: .warn,
    summary: "The first layer's gradient is of the order of the last one's.",
    formula: "root mean square of the derivatives by the first weights over that by the last, at "
      + "the start: below 0.001, or above the threshold",
    threshold: Thresholds.gradientRatio,
    source: "AUTOTRAINER, vanishing and exploding gradient; here at the start and by size alone",
    knownFalseAlarms: "optimizers that scale each step live with it: it never stops a run",
    cost: "shares the pass of SI01",
    body: .before { context in
      guard context.isTrainFinite, context.isTrainedBySteps, let state = context.initialState,
        state.loss.isFinite
      else { return .notApplicable("there is no finite loss at the start") }
      let weights = state.problem.layout.tensors.filter { $0.shape.count == 2 }
      guard weights.count > 1 else { return .notApplicable("there is no hidden layer") }
      let sizes = weights.map { tensor in
        let part = state.gradient[tensor.offset..<(tensor.offset + tensor.count)]
        return (part.reduce(0) { $0 + $1 * $1 } / Double(tensor.count)).squareRoot()
      }
      guard let first = sizes.first, let last = sizes.last, first > 0, last > 0 else {
        return .notApplicable("a gradient is exactly 0: see SI08")
      }
      let ratio = first / last
      let evidence = [
        CheckResult.Evidence("gradient by layer", "root mean square", numbers: sizes)
      ]
      let limit = context.limit(Thresholds.gradientRatio)
      guard ratio > limit || ratio < Thresholds.gradientFloor.value else {
        var finding = Finding.passed(
          "the first layer's gradient is \(Wording.number(ratio)) times the last one's",
          value: ratio)
        finding.evidence = evidence
        return finding
      }
      return Finding(
        verdict: .warning,
        message: "the gradient of \"\(weights[0].name)\" is \(Wording.number(ratio)) times that of "
          + "\"\(weights[weights.count - 1].name)\": it \(ratio < 1 ? "vanishes" : "explodes") on "
          + "the way back",
        value: ratio, threshold: ratio < 1 ? Thresholds.gradientFloor.value : nil,
        evidence: evidence,
        causes: [
          "model.activation: sigmoid in many layers", "model.initialization_scale",
          "inputs of another size than the units",
        ],
        remedy: "model.activation: relu with he_normal, or fewer layers")
    })
}
