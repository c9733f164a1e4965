import Findings
import Learning
import LinearAlgebra
import Text

extension Threshold {
  fileprivate static let deadAfter = Threshold(
    "ST06", 0.5, "fraction of a layer's units that are dead")
}

extension CheckEntry {
  static let deadHiddenUnits = CheckEntry(
    code: "ST06", title: "dead hidden units", stage: .training, worst: .warn,
    summary: "After training, each hidden unit is active for some rows.",
    formula: "per unit, over up to 2,048 train rows: its output is nonzero on less than 0.1 % "
      + "of them; fraction of such units in a layer, above the threshold",
    threshold: .deadAfter,
    source: "per unit and over at least 1,024 rows where there are so many; not the share of zero "
      + "outputs, which alarms on healthy layers (58 of DeepDiagnosis's 68 false alarms)",
    knownFalseAlarms: "wide layers may do without many units: it never stops a run",
    cost: "one forward pass of at most 2,048 rows",
    body: .after { context in
      if context.isDiverged { return .notApplicable("the training diverged") }
      let rows = context.sample
      let layers = context.outcome.model.hiddenOutputs(for: rows.inputs)
      guard !layers.isEmpty else { return .notApplicable("there is no hidden layer") }
      guard rows.rowCount >= 64 else { return .notApplicable("fewer than 64 train rows") }
      let shares = layers.map { $0.deadColumnShare }
      let worst = shares.indices.max { shares[$0] < shares[$1] } ?? 0
      guard shares[worst] > context.limit(.deadAfter) else {
        return .passed(
          "at most \(NumberFormat.percent(shares[worst])) of a layer's units are dead",
          value: shares[worst])
      }
      return Finding(
        verdict: .warning,
        message:
          "\(NumberFormat.percent(shares[worst])) of the units of \"hidden_\(worst + 1)\" are "
          + "active for none of \(NumberFormat.count(rows.rowCount, "row"))",
        value: shares[worst],
        evidence: [
          .curve(title: "dead fraction by layer", series: "first to last", values: shares)
        ],
        causes: (layers.count > 5 ? ["model.hidden: \(layers.count) layers"] : [])
          + ["training.optimizer.learning_rate is too high", "model.bias_initialization"],
        remedy: "lower training.optimizer.learning_rate, or model.activation: leaky_relu")
    })
}

extension Matrix {
  /// The share of columns that are not 0 in less than a thousandth of the rows.
  fileprivate var deadColumnShare: Double {
    var active = [Int](repeating: 0, count: columnCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount where storage[i * columnCount + j] != 0 { active[j] += 1 }
    }
    let dead = active.count { Double($0) < 1e-3 * Double(rowCount) }
    return Double(dead) / Double(max(1, columnCount))
  }
}
