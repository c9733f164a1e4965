import Learning

extension CheckEntry {
  static let finiteStart = CheckEntry(
    code: "SI01", title: "finite loss and gradient at the start", stage: .initial, worst: .stop,
    summary: "Before the first step the loss and its gradient are finite.",
    formula: "loss and each derivative on at most 256 train rows, in double precision",
    source: "Full Stack Deep Learning, troubleshooting (Tobin)",
    knownFalseAlarms: "none known", cost: "one pass forward and backward",
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard let state = context.initialState else {
        return .notApplicable("the model is not trained by gradients")
      }
      if !state.loss.isFinite {
        return Finding(
          verdict: .stop, message: "the loss at the start is \(Wording.number(state.loss))",
          value: state.loss,
          causes: ["inputs that are too large", "model.initialization_scale is too large"],
          remedy: "scale the inputs with preprocessing.scale: standard")
      }
      if let tensor = state.tensorWithBadGradient {
        return Finding(
          verdict: .stop, message: "the gradient of \"\(tensor)\" is not finite at the start",
          evidence: [.init("tensor", tensor)],
          causes: ["inputs that are too large", "model.initialization_scale is too large"],
          remedy: "scale the inputs with preprocessing.scale: standard")
      }
      return .passed("loss at the start is \(Wording.number(state.loss))", value: state.loss)
    })
}
