import Findings
import Learning
import Schema
import Text

extension CheckEntry {
  static let linearLayers = CheckEntry(
    code: "SS07", title: "hidden layers are nonlinear", stage: .static, worst: .warn,
    summary: "Hidden layers have a nonlinear activation.",
    formula: "at least one hidden layer, and the activation is identity: the product of the "
      + "weights is a single matrix",
    source: "the ARM mutation of DeepCrime; NeuraLint",
    knownFalseAlarms: "deep linear networks are a research subject: it never stops a run",
    cost: "none",
    body: .before { context in
      guard let network = context.recipe.network, !network.hidden.isEmpty else {
        return .notApplicable("there is no hidden layer")
      }
      guard network.activation == .identity else {
        return .passed("the hidden activation is \(network.activation)")
      }
      let count = NumberFormat.count(network.hidden.count, "hidden layer")
      return Finding(
        verdict: .warning,
        message: "\(count) without an activation: together they are a linear model",
        value: Double(network.hidden.count),
        evidence: [.text(title: "activation", text: network.activation.name)],
        causes: ["model.activation: identity"], remedy: "model.activation: relu",
        edits: [SpecEdit(.activation, "relu")])
    })
}
