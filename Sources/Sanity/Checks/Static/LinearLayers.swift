import Learning

extension CheckEntry {
  static let linearLayers = CheckEntry(
    code: "SS07", title: "layers with nothing between them", stage: .static, worst: .warn,
    summary: "Hidden layers end in a function that is not linear.",
    formula: "at least one hidden layer, and the activation is identity: the product of the "
      + "weights is one matrix",
    source: "the ARM mutation of DeepCrime; NeuraLint",
    knownFalseAlarms: "deep linear networks are studied: it never stops a run", cost: "none",
    body: .before { context in
      guard let network = context.recipe.network, !network.hidden.isEmpty else {
        return .notApplicable("there is no hidden layer")
      }
      guard network.activation == .identity else {
        return .passed("hidden layers end in \(network.activation)")
      }
      let count = Wording.counted(network.hidden.count, "hidden layer")
      return Finding(
        verdict: .warning,
        message: "\(count) without an activation: together they are a linear model",
        value: Double(network.hidden.count),
        evidence: [.init("activation", network.activation.name)],
        causes: ["model.activation: identity"], remedy: "model.activation: relu")
    })
}
