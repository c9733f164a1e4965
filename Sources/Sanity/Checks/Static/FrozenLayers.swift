import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let frozenWidth = Threshold("SS09", 5, "units of a frozen layer per input")
}

extension CheckEntry {
  static let frozenLayers = CheckEntry(
    code: "SS09", title: "frozen layers leave something to train", stage: .static, worst: .stop,
    summary: "At least one layer is trained, and frozen layers are wide enough.",
    formula: "model.frozen names every layer of the network: it stops; units of a frozen layer "
      + "per input, since its random initial weights stay: below the threshold it warns",
    threshold: .frozenWidth,
    source: "Keras, trainable weights; Rahimi and Recht 2008: random features serve where there "
      + "are many for each input",
    knownFalseAlarms: "a narrow random layer may be intended: it only warns", cost: "none",
    body: .before { context in
      guard let network = context.recipe.network else {
        return .notApplicable("the model has no layers")
      }
      let frozen = network.frozen.sorted()
      guard !frozen.isEmpty else { return .passed("no layer is frozen", value: 0) }
      let evidence = Evidence.names("frozen", frozen)
      guard frozen.count <= network.hidden.count else {
        return Finding(
          verdict: .stop, message: "every layer is frozen: there is nothing to train",
          value: Double(frozen.count), evidence: [evidence], causes: ["model.frozen"],
          remedy: "leave at least the output layer out of model.frozen")
      }
      // No spec loads weights: a frozen layer keeps its random initial weights.
      let widths = [context.inputNames.count] + network.hidden
      let narrow = network.frozenHiddenIndices.filter { index in
        Double(widths[index + 1]) < context.limit(.frozenWidth) * Double(widths[index])
      }
      guard let first = narrow.first else {
        var finding = Finding.passed(
          "\(NumberFormat.count(frozen.count, "layer")) of \(network.hidden.count + 1) frozen, as the "
            + "spec says", value: Double(frozen.count))
        finding.threshold = nil
        finding.evidence = [evidence]
        return finding
      }
      let weights = zip(widths, widths.dropFirst()).map { ($0 + 1) * $1 }
      let share =
        Double(network.frozenHiddenIndices.reduce(0) { $0 + weights[$1] })
        / Double(max(1, weights.reduce(0, +)))
      return Finding(
        verdict: .warning,
        message: "\"hidden_\(first + 1)\" is frozen with its random initial weights, with "
          + "\(NumberFormat.count(widths[first + 1], "unit")) for "
          + "\(NumberFormat.count(widths[first], "input")); frozen are "
          + "\(NumberFormat.percent(share)) of the hidden parameters",
        value: Double(widths[first + 1]) / Double(max(1, widths[first])),
        evidence: [
          evidence,
          .fraction(title: "fraction of the hidden parameters", value: share),
        ],
        causes: ["model.frozen names a layer that should learn"],
        remedy: "take it out of model.frozen, or make it several times as wide as its inputs")
    })
}
