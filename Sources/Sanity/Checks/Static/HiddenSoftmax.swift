import Learning

extension CheckEntry {
  static let hiddenSoftmax = CheckEntry(
    code: "SS02", title: "a softmax that is not the output", stage: .static, worst: .warn,
    summary: "Hidden layers do not divide their outputs by their sum.",
    formula: "the hidden activation is softmax: outputs of w units are about 1 / w",
    source: "TheDeepChecker, redundant softmax; the AAL mutation of DeepCrime",
    knownFalseAlarms: "gates and attention, which have other layers: it never stops a run",
    cost: "none",
    body: .before { context in
      guard let network = context.recipe.network, !network.hidden.isEmpty else {
        return .notApplicable("there is no hidden layer")
      }
      guard network.activation == .softmax else {
        return .passed("hidden layers end in \(network.activation)")
      }
      let width = network.hidden.max() ?? 1
      return Finding(
        verdict: .warning,
        message: "hidden layers end in a softmax: outputs are about "
          + "\(Wording.number(1 / Double(width))), which starves the next layer",
        value: 1 / Double(width), evidence: [.init("activation", network.activation.name)],
        causes: ["model.activation: softmax"], remedy: "model.activation: relu")
    })
}
