import Findings
import Learning
import Schema
import Text

extension CheckEntry {
  static let hiddenSoftmax = CheckEntry(
    code: "SS02", title: "softmax only at the output", stage: .static, worst: .warn,
    summary: "No hidden layer uses softmax.",
    formula: "the hidden activation is softmax: the outputs of w units are about 1 / w",
    source: "TheDeepChecker, redundant softmax; the AAL mutation of DeepCrime",
    knownFalseAlarms: "gates and attention use softmax inside, but not in these models: it "
      + "never stops a run",
    cost: "none",
    body: .before { context in
      guard let network = context.recipe.network, !network.hidden.isEmpty else {
        return .notApplicable("there is no hidden layer")
      }
      guard network.activation == .softmax else {
        return .passed("the hidden activation is \(network.activation)")
      }
      let width = network.hidden.max() ?? 1
      return Finding(
        verdict: .warning,
        message: "the hidden activation is softmax: outputs are about "
          + "\(NumberFormat.number(1 / Double(width))), too small for the next layer",
        value: 1 / Double(width),
        evidence: [.text(title: "activation", text: network.activation.name)],
        causes: ["model.activation: softmax"], remedy: "model.activation: relu",
        edits: [SpecEdit(.activation, "relu")])
    })
}
