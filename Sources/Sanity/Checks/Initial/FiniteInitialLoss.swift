import Findings
import Learning
import Text

extension CheckEntry {
  static let finiteInitialLoss = CheckEntry(
    code: "SI01", title: "finite initial loss and gradient", stage: .initial, worst: .stop,
    summary: "Before the first step the loss and its gradient are finite.",
    formula: "loss and gradient on at most 256 train rows, in double precision",
    source: "Full Stack Deep Learning, troubleshooting (Tobin)",
    knownFalseAlarms: "none known", cost: "one forward and backward pass",
    explanation: .candidateEdits,
    body: .before { context in
      guard context.isTrainFinite else { return .notApplicable("train values are not finite") }
      guard let state = context.initialState else {
        return .notApplicable("the model is not trained by gradients")
      }
      if !state.loss.isFinite {
        return Finding(
          verdict: .stop, message: "the initial loss is \(NumberFormat.number(state.loss))",
          value: state.loss,
          causes: ["inputs that are too large", "model.initialization_scale is too large"],
          remedy: "scale the inputs with preprocessing.scale: standard")
      }
      if let tensor = state.tensorWithBadGradient {
        return Finding(
          verdict: .stop,
          message: "the gradient of \"\(tensor)\" is not finite before the first step",
          evidence: [.text(title: "tensor", text: tensor)],
          causes: ["inputs that are too large", "model.initialization_scale is too large"],
          remedy: "scale the inputs with preprocessing.scale: standard")
      }
      return .passed("initial loss is \(NumberFormat.number(state.loss))", value: state.loss)
    })
}
