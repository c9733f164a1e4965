import Findings
import Learning
import Text

extension CheckEntry {
  static let zeroGradients = CheckEntry(
    code: "SI08", title: "tensors without a gradient", stage: .initial, worst: .stop,
    summary: "Each tensor that is not frozen has a nonzero gradient for some row.",
    formula: "the gradient with respect to the tensor is exactly 0, on at most 256 rows "
      + "together and on eight of them singly",
    source: "PyTorch users' first question; TheDeepChecker; AUTOTRAINER (dying ReLU)",
    knownFalseAlarms: "balanced classes cancel in the bias of a model initialized at zero: "
      + "single rows do not",
    cost: "nine forward and backward passes, eight of them on one row",
    explanation: .candidateEdits,
    body: .before { context in
      guard context.isTrainFinite, let state = context.initialState, state.loss.isFinite else {
        return .notApplicable("the initial loss is not finite")
      }
      guard context.isTrainedBySteps else {
        return .notApplicable("solved, not trained by steps")
      }
      var dead = state.problem.layout.tensors.filter {
        $0.isTrained && $0.isZero(in: state.gradient)
      }
      for position in Array(0..<state.rows.rowCount).evenly(8) where !dead.isEmpty {
        guard let problem = context.plainProblem(on: state.rows.rows(at: [position])) else { break }
        let gradient = problem.lossAndGradient(at: state.problem.initialParameters).gradient
        dead.removeAll { !$0.isZero(in: gradient) }
      }
      guard !dead.isEmpty else { return .passed("a gradient reaches every tensor", value: 0) }
      let names = Quoting.list(dead.map(\.name))
      return Finding(
        verdict: .stop,
        message: "no gradient reaches \(names): \(dead.count == 1 ? "it" : "they") cannot learn",
        value: Double(dead.count), threshold: 0,
        evidence: [.names("tensors", dead.map(\.name))],
        causes: [
          "model.initialization: zeros or constant",
          "model.bias_initialization so low that no "
            + "unit is ever active", "model.activation saturates",
          "model.layer_norm on layers of one unit, which it makes constant",
        ],
        remedy: "use the standard initialization of the activation")
    })
}

extension ParameterLayout.Tensor {
  fileprivate func isZero(in gradient: [Double]) -> Bool {
    gradient[offset..<(offset + count)].allSatisfy { $0 == 0 }
  }
}
