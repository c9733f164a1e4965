import Learning

extension CheckEntry {
  static let frozenLayers = CheckEntry(
    code: "SS09", title: "layers that are left to train", stage: .static, worst: .stop,
    summary: "Training may change at least one layer, and what it may not has units to spare.",
    formula: "every layer of the network is named in model.frozen: it stops; units of a frozen "
      + "layer for each of its inputs, as it keeps its random start: below the threshold it warns",
    threshold: Thresholds.frozenWidth,
    source: "Keras, trainable weights; Rahimi and Recht 2008: random features serve where there "
      + "are many for each input",
    knownFalseAlarms: "a narrow random layer that is meant: it only warns", cost: "none",
    body: .before { context in
      guard let network = context.recipe.network else {
        return .notApplicable("the model has no layers")
      }
      let frozen = network.frozen.sorted()
      guard !frozen.isEmpty else { return .passed("no layer is frozen", value: 0) }
      let evidence = CheckResult.Evidence("frozen", Wording.names(frozen, limit: 20))
      guard frozen.count <= network.hidden.count else {
        return Finding(
          verdict: .stop, message: "every layer is frozen: there is nothing to train",
          value: Double(frozen.count), evidence: [evidence], causes: ["model.frozen"],
          remedy: "leave at least the output layer out of model.frozen")
      }
      // No spec loads weights: a frozen layer keeps the random ones that it starts with.
      let widths = [context.inputNames.count] + network.hidden
      let narrow = network.hidden.indices.filter { index in
        network.frozen.contains("hidden_\(index + 1)")
          && Double(widths[index + 1])
            < context.limit(Thresholds.frozenWidth) * Double(widths[index])
      }
      guard let first = narrow.first else {
        var finding = Finding.passed(
          "\(Wording.counted(frozen.count, "layer")) of \(network.hidden.count + 1) frozen, as the "
            + "spec says", value: Double(frozen.count))
        finding.threshold = nil
        finding.evidence = [evidence]
        return finding
      }
      let weights = zip(widths, widths.dropFirst()).map { ($0 + 1) * $1 }
      let share =
        Double(
          frozen.compactMap { name in
            network.hidden.indices.first { "hidden_\($0 + 1)" == name }.map { weights[$0] }
          }.reduce(0, +)) / Double(max(1, weights.reduce(0, +)))
      return Finding(
        verdict: .warning,
        message: "\"hidden_\(first + 1)\" is frozen at its random start, with "
          + "\(Wording.counted(widths[first + 1], "unit")) for "
          + "\(Wording.counted(widths[first], "input")); frozen are "
          + "\(Wording.percent(share)) of the hidden parameters",
        value: Double(widths[first + 1]) / Double(max(1, widths[first])),
        evidence: [
          evidence,
          .init("share of the hidden parameters", Wording.percent(share), numbers: [share]),
        ],
        causes: ["model.frozen names a layer that should learn"],
        remedy: "take it out of model.frozen, or make it some times as wide as its inputs")
    })
}
