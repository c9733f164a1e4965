import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let deadUnits = Threshold(
    "SI06", 0.5, "fraction of a layer's units that output 0 for every row")
  fileprivate static let deadLayer = Threshold.fixed("SI06", 0.9, "the same, from which it stops")
}

extension CheckEntry {
  static let deadUnits = CheckEntry(
    code: "SI06", title: "dead units before training", stage: .initial, worst: .stop,
    summary: "Each hidden unit is active for some row before training.",
    formula: "fraction of a layer's units whose output is exactly 0 on all of at most 256 rows; "
      + "above the threshold warns, above 0.9 in a layer of at least 8 units stops",
    threshold: .deadUnits,
    fixedLimits: [.deadLayer],
    source: "per unit and over rows: the share of zero outputs, as DeepDiagnosis counts, is high "
      + "in healthy layers",
    knownFalseAlarms: "none known above 0.9: healthy initial states have 0 to 5 %",
    cost: "shares one pass of at most 256 rows",
    body: .before { context in
      guard let signal = context.hiddenSignal else {
        return .notApplicable("there is no hidden layer")
      }
      let shares = signal.layers.map(\.deadShare)
      // Nothing gets through a wide layer that is dead; a narrow one may be so by bad luck.
      let fatal = signal.layers.first {
        $0.deadShare > Threshold.deadLayer.value && $0.unitCount >= 8
      }
      let worst = fatal ?? signal.layers.max { $0.deadShare < $1.deadShare }
      guard let worst, worst.deadShare > context.limit(.deadUnits) else {
        return .passed("hidden units are active", value: worst?.deadShare)
      }
      return Finding(
        verdict: fatal == nil ? .warning : .stop,
        message:
          "\(NumberFormat.percent(worst.deadShare)) of the units of \"\(worst.name)\" output 0 for "
          + "every row before training",
        value: worst.deadShare,
        evidence: [
          .curve(title: "dead fraction by layer", series: "first to last", values: shares)
        ],
        causes: [
          "model.bias_initialization is too low", "large inputs of one sign",
        ],
        remedy: "model.bias_initialization: 0 and preprocessing.scale: standard")
    })
}
