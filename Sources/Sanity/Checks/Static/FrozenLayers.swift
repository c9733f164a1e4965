import Learning

extension CheckEntry {
  static let frozenLayers = CheckEntry(
    code: "SS09", title: "layers that are left to train", stage: .static, worst: .stop,
    summary: "Training may change at least one layer.",
    formula: "every layer of the network is named in model.frozen",
    source: "Keras, trainable weights; the F14 fault of frozen layers",
    knownFalseAlarms: "none known: what is frozen is declared", cost: "none",
    body: .before { context in
      guard let network = context.recipe.network else {
        return .notApplicable("the model has no layers")
      }
      let frozen = network.frozen.sorted()
      guard !frozen.isEmpty else { return .passed("no layer is frozen", value: 0) }
      let evidence = CheckResult.Evidence("frozen", Wording.names(frozen, limit: 20))
      guard frozen.count > network.hidden.count else {
        var finding = Finding.passed(
          "\(Wording.counted(frozen.count, "layer")) of \(network.hidden.count + 1) frozen, as the "
            + "spec says", value: Double(frozen.count))
        finding.evidence = [evidence]
        return finding
      }
      return Finding(
        verdict: .stop, message: "every layer is frozen: there is nothing to train",
        value: Double(frozen.count), evidence: [evidence], causes: ["model.frozen"],
        remedy: "leave at least the output layer out of model.frozen")
    })
}
