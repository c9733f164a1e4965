import Learning

extension CheckEntry {
  static let deadUnits = CheckEntry(
    code: "SI06", title: "units that are dead at the start", stage: .initial, worst: .stop,
    summary: "Hidden units answer to some row before training.",
    formula: "share of a layer's units whose output is exactly 0 on all of at most 256 rows; above "
      + "the threshold warns, above 0.9 in a layer of at least 8 units stops",
    threshold: Thresholds.deadUnits,
    source: "per unit and over rows: the share of zero outputs, as DeepDiagnosis counts, is high "
      + "in healthy layers",
    knownFalseAlarms: "none known above 0.9: healthy starts have 0 to 5 %",
    cost: "shares one pass of at most 256 rows",
    body: .before { context in
      guard let signal = context.hiddenSignal else {
        return .notApplicable("there is no hidden layer at its start")
      }
      let shares = signal.layers.map(\.deadShare)
      // Nothing gets through a wide layer that is dead; a narrow one may be so by bad luck.
      let fatal = signal.layers.first {
        $0.deadShare > Thresholds.deadLayer.value && $0.unitCount >= 8
      }
      let worst = fatal ?? signal.layers.max { $0.deadShare < $1.deadShare }
      guard let worst, worst.deadShare > context.limit(Thresholds.deadUnits) else {
        return .passed("hidden units answer to the rows", value: worst?.deadShare)
      }
      return Finding(
        verdict: fatal == nil ? .warning : .stop,
        message: "\(Wording.percent(worst.deadShare)) of the units of \"\(worst.name)\" give 0 for "
          + "every row at the start",
        value: worst.deadShare,
        evidence: [.init("dead share by layer", "first to last", numbers: shares)],
        causes: [
          "model.bias_initialization is too low", "inputs that are all of one sign and large",
        ],
        remedy: "model.bias_initialization: 0 and preprocessing.scale: standard")
    })
}
