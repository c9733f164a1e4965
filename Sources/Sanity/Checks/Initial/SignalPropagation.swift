import Learning

extension CheckEntry {
  static let signalPropagation = CheckEntry(
    code: "SI05", title: "a signal that reaches the last layer", stage: .initial, worst: .warn,
    summary: "What differs between rows is neither lost nor blown up on its way.",
    formula: "spread of a layer's outputs between rows (root mean square over its units) at the "
      + "start: below 1 / threshold or above the threshold in any layer",
    threshold: Thresholds.signalSpread,
    source: "Glorot and Bengio 2010; TheDeepChecker asks for [0.5, 2], which healthy networks miss",
    knownFalseAlarms: "deep networks may recover: it never stops a run",
    cost: "shares one pass of at most 256 rows",
    body: .before { context in
      guard let signal = context.hiddenSignal else {
        return .notApplicable("there is no hidden layer at its start")
      }
      let spreads = signal.layers.map(\.spread)
      let evidence = CheckResult.Evidence("spread by layer", "first to last", numbers: spreads)
      let limit = context.limit(Thresholds.signalSpread)
      let bad = signal.layers.first { !($0.spread >= 1 / limit && $0.spread <= limit) }
      guard let bad else {
        var finding = Finding.passed(
          "outputs of the last hidden layer differ by \(Wording.number(spreads.last ?? 0)) "
            + "between rows", value: spreads.last)
        finding.evidence = [evidence]
        return finding
      }
      return Finding(
        verdict: .warning,
        message: "outputs of \"\(bad.name)\" differ by \(Wording.number(bad.spread)) between rows: "
          + "the signal is \(bad.spread < 1 ? "lost" : "blown up") on its way",
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
