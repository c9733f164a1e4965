import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let saturation = Threshold(
    "SI07", 0.5, "fraction of a layer's units that are saturated")
  static let saturatedUnit = Threshold.fixed(
    "SI07", 0.95, "mean distance from the middle, over the largest, of a saturated unit")
}

extension CheckEntry {
  static let saturatedUnits = CheckEntry(
    code: "SI07", title: "saturated units before training", stage: .initial, worst: .warn,
    summary: "Units of bounded activations are not saturated before training.",
    formula: "fraction of a layer's tanh or sigmoid units whose mean distance from the middle "
      + "is above 0.95 of the largest, above the threshold",
    threshold: .saturation,
    fixedLimits: [.saturatedUnit],
    source: "TheDeepChecker, saturation ρ_B > 0.85 in half of the units; Glorot and Bengio 2010",
    knownFalseAlarms: "none known; it never stops a run",
    cost: "shares one pass of at most 256 rows",
    body: .before { context in
      guard let signal = context.hiddenSignal, let network = context.recipe.network else {
        return .notApplicable("there is no hidden layer")
      }
      guard network.activation.isBounded else {
        return .notApplicable("\(network.activation) has no bounds on both sides")
      }
      let worst = signal.layers.max { $0.saturatedShare < $1.saturatedShare }
      guard let worst, worst.saturatedShare > context.limit(.saturation) else {
        return .passed("units are not saturated at the start", value: worst?.saturatedShare)
      }
      return Finding(
        verdict: .warning,
        message:
          "\(NumberFormat.percent(worst.saturatedShare)) of the units of \"\(worst.name)\" start at "
          + "the bounds of \(network.activation), where its gradient vanishes",
        value: worst.saturatedShare,
        evidence: [
          .curve(
            title: "saturated fraction by layer", series: "first to last",
            values: signal.layers.map(\.saturatedShare))
        ],
        causes: ["inputs that are not scaled", "model.initialization_scale is too large"],
        remedy: "preprocessing.scale: standard, and the standard initialization")
    })
}
