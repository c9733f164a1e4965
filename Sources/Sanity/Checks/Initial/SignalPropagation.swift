import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let signalSpread = Threshold(
    "SI05", 1e3, "standard deviation of a layer's outputs between rows, or its inverse")
}

extension CheckEntry {
  static let signalPropagation = CheckEntry(
    code: "SI05", title: "signal reaches the last layer", stage: .initial, worst: .warn,
    summary: "Differences between rows neither vanish nor explode on their way through the "
      + "layers.",
    formula: "standard deviation of a layer's outputs between rows (root mean square over its "
      + "units), with the initial weights: below 1 / threshold or above the threshold in any "
      + "layer",
    threshold: .signalSpread,
    source: "Glorot and Bengio 2010; TheDeepChecker asks for [0.5, 2], which healthy networks miss",
    knownFalseAlarms: "deep networks may recover: it never stops a run",
    cost: "shares one pass of at most 256 rows",
    body: .before { context in
      guard let signal = context.hiddenSignal else {
        return .notApplicable("there is no hidden layer")
      }
      let spreads = signal.layers.map(\.spread)
      let evidence = Evidence.curve(
        title: "spread by layer", series: "first to last", values: spreads)
      let limit = context.limit(.signalSpread)
      let bad = signal.layers.first { !($0.spread >= 1 / limit && $0.spread <= limit) }
      guard let bad else {
        var finding = Finding.passed(
          "outputs of the last hidden layer differ by \(NumberFormat.number(spreads.last ?? 0)) "
            + "between rows", value: spreads.last)
        finding.evidence = [evidence]
        return finding
      }
      return Finding(
        verdict: .warning,
        message:
          "outputs of \"\(bad.name)\" differ by \(NumberFormat.number(bad.spread)) between rows: "
          + "the signal \(bad.spread < 1 ? "vanishes" : "explodes")",
        value: bad.spread, evidence: [evidence],
        causes: [
          "model.initialization_scale", "model.activation: sigmoid in many layers",
          "inputs that are not scaled",
        ],
        remedy:
          "use the standard initialization of the activation and preprocessing.scale: standard"
      )
    })
}
