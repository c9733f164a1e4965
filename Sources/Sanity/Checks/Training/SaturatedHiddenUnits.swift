import Findings
import Learning
import Text

extension Threshold {
  fileprivate static let saturatedAfter = Threshold(
    "ST07", 0.5, "fraction of a layer's units that are saturated")
}

extension CheckEntry {
  static let saturatedHiddenUnits = CheckEntry(
    code: "ST07", title: "saturated hidden units", stage: .training, worst: .warn,
    summary: "After training, bounded units still have a nonzero gradient for some rows.",
    formula: "fraction of a layer's tanh or sigmoid units whose mean distance from the middle "
      + "is above 0.95 of the largest, over up to 2,048 train rows, above the threshold",
    threshold: .saturatedAfter,
    source: "TheDeepChecker, saturation; Rakitianskaia and Engelbrecht 2015",
    knownFalseAlarms: "units that learned to act as switches: it never stops a run",
    cost: "shares the pass of ST06",
    body: .after { context in
      if context.isDiverged { return .notApplicable("the training diverged") }
      guard let network = context.recipe?.network, !network.hidden.isEmpty else {
        return .notApplicable("there is no hidden layer")
      }
      guard network.activation.isBounded else {
        return .notApplicable("\(network.activation) has no bounds on both sides")
      }
      let outputs = context.outcome.model.hiddenOutputs(for: context.sample.inputs)
      let shares = HiddenSignal(outputs, activation: network.activation).layers
        .map(\.saturatedShare)
      let worst = shares.indices.max { shares[$0] < shares[$1] }
      guard let worst, shares[worst] > context.limit(.saturatedAfter) else {
        return .passed("units are not saturated", value: worst.map { shares[$0] })
      }
      return Finding(
        verdict: .warning,
        message:
          "\(NumberFormat.percent(shares[worst])) of the units of \"hidden_\(worst + 1)\" are at "
          + "the bounds of \(network.activation)",
        value: shares[worst],
        evidence: [
          .curve(title: "saturated fraction by layer", series: "first to last", values: shares)
        ],
        causes: ["training.optimizer.learning_rate is too high", "inputs that are not scaled"],
        remedy: "lower training.optimizer.learning_rate, preprocessing.scale: standard")
    })
}
