import Learning

extension CheckEntry {
  static let saturatedUnits = CheckEntry(
    code: "SI07", title: "units that start at their bounds", stage: .initial, worst: .warn,
    summary: "Units of bounded functions start where these have a slope.",
    formula:
      "share of a layer's tanh or sigmoid units whose mean distance from the middle is above "
      + "0.95 of the largest, above the threshold",
    threshold: Thresholds.saturation,
    source: "TheDeepChecker, saturation ρ_B > 0.85 in half of the units; Glorot and Bengio 2010",
    knownFalseAlarms: "none known; it never stops a run",
    cost: "shares one pass of at most 256 rows",
    body: .before { context in
      guard let signal = context.hiddenSignal, let network = context.recipe.network else {
        return .notApplicable("there is no hidden layer at its start")
      }
      guard network.activation.isBounded else {
        return .notApplicable("\(network.activation) has no bounds on both sides")
      }
      let worst = signal.layers.max { $0.saturatedShare < $1.saturatedShare }
      guard let worst, worst.saturatedShare > context.limit(Thresholds.saturation) else {
        return .passed("units start where they have a slope", value: worst?.saturatedShare)
      }
      return Finding(
        verdict: .warning,
        message:
          "\(Wording.percent(worst.saturatedShare)) of the units of \"\(worst.name)\" start at "
          + "the bounds of \(network.activation), where it has no slope",
        value: worst.saturatedShare,
        evidence: [
          .init(
            "saturated share by layer", "first to last",
            numbers: signal.layers.map(\.saturatedShare))
        ],
        causes: ["inputs that are not scaled", "model.initialization_scale is too large"],
        remedy: "preprocessing.scale: standard, and the standard initialization")
    })
}
